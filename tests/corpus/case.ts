/**
 * What a case of the corpus is: data that says who is in the CRM, what stands in Outlook, what is done there pass by
 * pass, and what must come of it. A case knows of every person which values are that person's own; whatever else turns
 * up at the person in the CRM is a stranger's.
 */
import type { CardValues } from '../../sandbox/graph/fields.ts';
import type { MergeOptions } from '../../sandbox/index.ts';
import type { PersonFieldId, PersonKind } from '../../shared/person.ts';

export const policies = ['crm', 'outlook', 'newest', 'ask'] as const;
export type Policy = (typeof policies)[number];

export type Fields = Partial<Record<PersonFieldId, string | null>>;
/** Names a person or a card within its case. */
export type Who = string;
export type CardField = keyof CardValues;

export interface Party {
  readonly who: Who;
  readonly kind: PersonKind;
  readonly fields: Fields;
  readonly organisation: string | null;
  /** Follows this head: one and the same human. */
  readonly follows?: Who;
  /** Also in the Outlook of the user with this policy. */
  readonly alsoIn?: Policy;
}

export type Action =
  /** The user types on the card of this person. */
  | { readonly do: 'type'; readonly who: Who; readonly fields: Fields; readonly policy?: Policy }
  /** A change in Outlook's own terms, lists whole. */
  | { readonly do: 'values'; readonly who: Who; readonly values: CardValues }
  /** Outlook or a client writes another card's values into this one. */
  | { readonly do: 'borrow'; readonly who: Who; readonly from: Who; readonly fields: readonly CardField[] }
  | { readonly do: 'swap'; readonly who: Who; readonly from: Who; readonly fields: readonly CardField[] }
  | {
      readonly do: 'merge';
      readonly who: Who;
      readonly others: readonly Who[];
      readonly options: MergeOptions;
    }
  | { readonly do: 'delete' | 'deleteForGood' | 'loseProperty'; readonly who: Who }
  | { readonly do: 'copy'; readonly who: Who; readonly as: Who }
  | { readonly do: 'move'; readonly who: Who; readonly folder: string }
  /** A card of the user's own. */
  | { readonly do: 'add'; readonly who: Who; readonly values: CardValues }
  /** A colleague changes the person in the CRM. */
  | { readonly do: 'crm'; readonly who: Who; readonly fields?: Fields; readonly former?: boolean };

export interface Expected {
  readonly who: Who;
  readonly field: PersonFieldId;
  /** Null: cleared. */
  readonly value: string | null;
}

export interface Case {
  readonly kind: string;
  readonly label: 'contamination' | 'honest';
  readonly policy: Policy;
  readonly persons: readonly Party[];
  /** The user's own cards that are there before the first pass. */
  readonly cards: readonly { readonly who: Who; readonly values: CardValues }[];
  /** What is done before each pass. */
  readonly phases: readonly (readonly Action[])[];
  /** Values that are a person's own beyond those it begins with. */
  readonly own: readonly Expected[];
  /** What must stand in the CRM at the end. */
  readonly arrives: readonly Expected[];
  /** Persons whose card went into another: they may not silently end up without one. */
  readonly keeps: readonly Who[];
  /** Persons whose card the user removed on purpose: the link ends, nobody is asked. */
  readonly removed: readonly Who[];
}

/** Phases of a case, with a pass after each; what lies after the last is the same for all (play.ts). */
export const phaseCount = 3;

export class CaseBuilder {
  readonly persons: Party[] = [];
  readonly cards: { who: Who; values: CardValues }[] = [];
  readonly phases: Action[][] = Array.from({ length: phaseCount }, () => []);
  readonly own: Expected[] = [];
  readonly arrives: Expected[] = [];
  readonly keeps: Who[] = [];
  readonly removed: Who[] = [];
  policy: Policy;

  constructor(
    readonly kind: string,
    readonly label: Case['label'],
    policy: Policy,
  ) {
    this.policy = policy;
  }

  person(party: Party): Party {
    this.persons.push(party);
    return party;
  }

  act(phase: number, ...actions: Action[]): void {
    this.phases[phase - 1]!.push(...actions);
  }

  /** A value that is this person's own from now on, whether or not the CRM ends up with it. */
  owns(who: Who, fields: Fields): void {
    this.own.push(...entries(who, fields));
  }

  /** An honest edit: what is typed is the person's own and must arrive. */
  types(phase: number, who: Who, fields: Fields): void {
    this.act(phase, { do: 'type', who, fields });
    this.expects(who, fields);
  }

  /** These values must be in the CRM at the end; a later expectation for a field replaces the earlier. */
  expects(who: Who, fields: Fields): void {
    const expected = entries(who, fields);
    this.own.push(...expected);
    for (const each of expected) {
      const at = this.arrives.findIndex((old) => old.who === who && old.field === each.field);
      if (at < 0) this.arrives.push(each);
      else this.arrives[at] = each;
    }
  }

  build(): Case {
    const { kind, label, policy, persons, cards, phases, own, arrives, keeps, removed } = this;
    return { kind, label, policy, persons, cards, phases, own, arrives, keeps, removed };
  }
}

const entries = (who: Who, fields: Fields): Expected[] =>
  (Object.entries(fields) as [PersonFieldId, string | null][]).map(([field, value]) => ({
    who,
    field,
    value,
  }));
