/**
 * The plan of one pass: every touched link and every person that may need a card, and the brake (R12) over the whole.
 * Pure: the same input gives the same plan; a preview is this and nothing more.
 */
import type { CardId, EmployeeId, LinkId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { Surroundings } from './guard/facts.ts';
import type { CardReading, Link, OpenHeld } from './link.ts';
import { heldSteps } from './holds.ts';
import type { LinkTerms } from './link-terms.ts';
import type { Brake, Plan, Step } from './plan.ts';
import { planUnlinked } from './plan-create.ts';
import { planLink } from './plan-link.ts';
import { planUndo } from './plan-undo.ts';
import { settleSteps } from './rule.ts';
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

export { createRefusal } from './plan-create.ts';

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
  /**
   * What waits to be taken back, in the order in which it was asked for. Of a person that is neither in `touched` nor in
   * `unlinked` it goes on waiting: without its card nobody can tell whether the field was changed there.
   */
  readonly undo: readonly { readonly item: UndoItem; readonly person: Person | null }[];
}

/** What of a plan counts for the brake: links. Of several plans that share no link it is added up. */
export interface Inbound {
  /** Changed or unlinked from the remote's side. */
  readonly changed: number;
  readonly unlinked: number;
  /** Persons that the CRM no longer gives. */
  readonly lost: number;
}

export const noInbound: Inbound = { changed: 0, unlinked: 0, lost: 0 };

export const addInbound = (a: Inbound, b: Inbound): Inbound => ({
  changed: a.changed + b.changed,
  unlinked: a.unlinked + b.unlinked,
  lost: a.lost + b.lost,
});

export const inboundIn = <Card>(steps: readonly Step<Card>[]): Inbound => {
  const inbound = new Set<LinkId>();
  let unlinked = 0;
  let lost = 0;
  for (const step of steps) {
    // What a person decided is no avalanche, however much it is.
    const isDecided =
      step.kind === 'updatePerson' && step.changes.every(({ decision }) => decision === 'decided.remote');
    if ((step.kind === 'updatePerson' && !isDecided) || step.kind === 'unlink') inbound.add(step.linkId);
    if (step.kind === 'unlink') unlinked += 1;
    if (step.kind === 'pauseLink' && (step.because === 'gone' || step.because === 'notYours')) lost += 1;
  }
  return { changed: inbound.size, unlinked, lost };
};

/** R12, on what comes from Outlook's side, or from a source that fell silent. */
export const brakeFor = (
  { changed, unlinked, lost }: Inbound,
  linked: number,
  { cards, share, emptyFrom }: BrakeSettings,
): Brake | null => {
  if (linked >= emptyFrom && unlinked >= linked) return { kind: 'emptyRemote', linked };
  if (linked >= emptyFrom && lost >= linked) return { kind: 'emptyCrm', linked };
  if (changed > cards && changed > share * linked) return { kind: 'manyChanges', cards: changed, linked };
  return null;
};

/** The brake on a plan that is the whole of a pass. */
export const brakeOf = <Card>(
  steps: readonly Step<Card>[],
  linked: number,
  settings: BrakeSettings,
): Brake | null => brakeFor(inboundIn(steps), linked, settings);

/** Steps that take something back, and whose persons have nothing else to do in this round. */
const undoSteps = <Card>({ terms, undo, touched, unlinked }: PassInput<Card>) => {
  const steps: Step<Card>[] = [];
  const busy = new Set<PersonId>();
  const onCard = new Map(touched.map((each) => [each.link.personId, each]));
  const known = new Set([...onCard.keys(), ...unlinked.map(({ personId }) => personId)]);
  const byPerson = new Map<PersonId, PassInput<Card>['undo'][number][]>();
  for (const each of undo) {
    const { personId } = each.item;
    byPerson.set(personId, [...(byPerson.get(personId) ?? []), each]);
  }
  for (const [personId, items] of byPerson) {
    const person = items[0]?.person ?? null;
    if (person !== null && !known.has(personId)) continue;
    const some = planUndo(
      terms,
      items.map(({ item }) => item),
      person,
      onCard.get(personId) ?? null,
    );
    // What goes back into the CRM gives the person another version: the merge is made of that, in the next round.
    if (some.some(({ kind }) => kind === 'undoPerson')) busy.add(personId);
    steps.push(...some);
  }
  return { steps, busy };
};

/** The card of the user's own that this step makes a person's. */
const givenCard = <Card>(step: Step<Card>): CardId[] =>
  step.kind === 'linkCard' || (step.kind === 'relink' && step.afresh) ? [step.cardId] : [];

export const planPass = <Card>(input: PassInput<Card>): Plan<Card> => {
  const { terms, employeeId, settings, excludedPersons } = input;
  const { steps, busy } = undoSteps(input);
  const leftOut: Plan<Card>['leftOut'][number][] = [];
  const taken = new Set<CardId>();
  for (const situation of input.touched) {
    const selection = select(situation.person, employeeId, settings, excludedPersons);
    if (!selection.selected) leftOut.push({ personId: situation.link.personId, because: selection.because });
    if (busy.has(situation.link.personId)) continue;
    const some = planLink(terms, { ...situation, selection });
    const [cardId] = some.flatMap(givenCard);
    // Two persons to one card that has grown: the first has it, the second is asked again when it is seen to be the first's.
    if (cardId !== undefined && taken.has(cardId)) continue;
    if (cardId !== undefined) taken.add(cardId);
    steps.push(...some);
  }
  for (const { personId, person, removedAtVersion, ...situation } of input.unlinked) {
    if (busy.has(personId)) continue;
    const selection = select(person, employeeId, settings, excludedPersons);
    // R9: the user took the card away and the CRM has not changed since.
    const isRemoved = selection.selected && person !== null && removedAtVersion === person.version;
    if (!selection.selected || person === null || isRemoved) {
      const because = selection.selected ? (isRemoved ? 'removedByUser' : 'gone') : selection.because;
      leftOut.push({ personId, because });
      steps.push(...settleSteps<Card>(situation.rulings, []), ...heldSteps<Card>([], situation.held));
      continue;
    }
    const some = planUnlinked(terms, person, situation, taken);
    for (const cardId of some.flatMap(givenCard)) taken.add(cardId);
    steps.push(...some);
  }
  const brake = input.brakeReleased ? null : brakeOf(steps, input.linked, input.brake);
  return { steps, brake, leftOut };
};
