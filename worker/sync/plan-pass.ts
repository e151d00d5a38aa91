/**
 * The plan of one pass: every touched link and every person that may need a card, and the brake (R12) over the whole.
 * Pure: the same input gives the same plan; a preview is this and nothing more.
 */
import type { EmployeeId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { fingerprint } from './fingerprint.ts';
import type { Surroundings } from './guard/facts.ts';
import type { CardReading, Link, OpenHeld } from './link.ts';
import type { Brake, Hold, HoldReason, Plan, Step } from './plan.ts';
import { planCreate, planLink, type LinkTerms } from './plan-link.ts';
import type { Ruling } from './ruling.ts';
import { select, type ActivationSettings } from './selection.ts';
import type { UndoItem } from './undo.ts';

/** R12: the numbers are settings. */
export interface BrakeSettings {
  /** More cards than this … */
  readonly cards: number;
  /** … and more than this share of the linked ones (0 to 1). */
  readonly share: number;
  /** From this many linked cards on, a source that suddenly returns none stops the pass. */
  readonly emptyFrom: number;
}

export interface PassInput<Card> {
  readonly terms: LinkTerms<Card>;
  readonly employeeId: EmployeeId;
  readonly settings: ActivationSettings;
  readonly excludedPersons: ReadonlySet<PersonId>;
  readonly brake: BrakeSettings;
  /** A person said "go on": this one pass runs without the brake. */
  readonly brakeReleased: boolean;
  /** Active links of the mailbox, touched or not. */
  readonly linked: number;
  readonly touched: readonly {
    readonly link: Link;
    readonly person: Person | null;
    readonly card: CardReading<Card> | null;
    readonly twins: readonly CardReading<Card>[];
    readonly held: readonly OpenHeld[];
    readonly surroundings: Surroundings;
    readonly rulings: readonly Ruling[];
  }[];
  /** Persons that changed and have no link. */
  readonly unlinked: readonly {
    readonly personId: PersonId;
    readonly person: Person | null;
    /** R9: the user removed this person's card when the person had this version. */
    readonly removedAtVersion: string | null;
    readonly held: readonly OpenHeld[];
    readonly surroundings: Surroundings;
    readonly rulings: readonly Ruling[];
  }[];
  /** What waits to be taken back, of persons with or without a link. */
  readonly undo: readonly { readonly item: UndoItem; readonly person: Person | null }[];
}

/** R11: a create that the remote refused; asked again only when the card would be another. */
export const createRefusal = <Card>(
  terms: Pick<LinkTerms<Card>, 'table'>,
  personId: PersonId,
  card: Card,
): Hold => ({
  key: fingerprint([personId, 'refusedByRemote', card]),
  personId,
  linkId: null,
  source: terms.table.remote,
  reason: 'refusedByRemote' satisfies HoldReason,
  donorPersonId: null,
  cardId: null,
  fields: [],
});

/** R12, on the steps that come from Outlook's side, or from a source that fell silent. */
export const brakeOf = <Card>(
  steps: readonly Step<Card>[],
  linked: number,
  { cards, share, emptyFrom }: BrakeSettings,
): Brake | null => {
  const inbound = new Set<LinkId>();
  let unlinked = 0;
  let lost = 0;
  for (const step of steps) {
    if (step.kind === 'updatePerson' || step.kind === 'unlink') inbound.add(step.linkId);
    if (step.kind === 'unlink') unlinked += 1;
    if (step.kind === 'pauseLink' && (step.because === 'gone' || step.because === 'notYours')) lost += 1;
  }
  if (linked >= emptyFrom && unlinked >= linked) return { kind: 'emptyRemote', linked };
  if (linked >= emptyFrom && lost >= linked) return { kind: 'emptyCrm', linked };
  if (inbound.size > cards && inbound.size > share * linked) {
    return { kind: 'manyChanges', cards: inbound.size, linked };
  }
  return null;
};

export const planPass = <Card>(input: PassInput<Card>): Plan<Card> => {
  const { terms, employeeId, settings, excludedPersons } = input;
  const steps: Step<Card>[] = [];
  const leftOut: Plan<Card>['leftOut'][number][] = [];
  for (const situation of input.touched) {
    const selection = select(situation.person, employeeId, settings, excludedPersons);
    steps.push(...planLink(terms, { ...situation, selection }));
    if (!selection.selected) leftOut.push({ personId: situation.link.personId, because: selection.because });
  }
  for (const { personId, person, removedAtVersion, held } of input.unlinked) {
    const selection = select(person, employeeId, settings, excludedPersons);
    if (!selection.selected || person === null) {
      leftOut.push({ personId, because: selection.selected ? 'gone' : selection.because });
      continue;
    }
    // R9: the user took the card away and the CRM has not changed since.
    if (removedAtVersion === person.version) {
      leftOut.push({ personId, because: 'removedByUser' });
      continue;
    }
    const { card, base, unwritten } = planCreate(terms, person);
    const refusal = createRefusal(terms, personId, card);
    for (const { id, key } of held) {
      if (key !== refusal.key) steps.push({ kind: 'closeHeld', heldId: id, because: 'overtaken' });
    }
    if (held.some(({ key }) => key === refusal.key)) continue;
    steps.push({ kind: 'createCard', personId, personVersion: person.version, card, base, unwritten });
  }
  const brake = input.brakeReleased ? null : brakeOf(steps, input.linked, input.brake);
  return { steps, brake, leftOut };
};
