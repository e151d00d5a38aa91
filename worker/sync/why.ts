/**
 * Why is this person (not) in this Outlook? The rules in their order, each with its outcome as a code that has a sentence in
 * both languages, and what follows from them. Pure, and the selection is that of the pass itself (R1): what is said here is
 * what a pass does.
 */
import type { EmployeeId, HeldId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { Link } from './link.ts';
import {
  roles,
  rolesOf,
  sameGroup,
  select,
  type ActivationSettings,
  type LeftOutReason,
} from './selection.ts';

/** `against`: by this alone the person is not kept in Outlook; `waits`: something is on its way or wants a word. */
export type WhyWeight = 'for' | 'against' | 'waits' | 'note';

export const whyCodes = [
  'mailbox.active',
  'mailbox.notStarted',
  'mailbox.paused',
  'mailbox.deactivated',
  'mailbox.signInAgain',
  'mailbox.braked',
  'mailbox.asksToWait',
  'person.gone',
  'person.former',
  'person.notFormer',
  'user.relationManager',
  'user.owner',
  'user.neither',
  'user.excluded',
  'user.notExcluded',
  'roles.chosen',
  'roles.notChosen',
  'groups.none',
  'groups.excluded',
  'groups.notExcluded',
  'groups.included',
  'groups.notIncluded',
  'card.removedByUser',
  'card.comesBack',
  'link.none',
  'link.creating',
  'link.active',
  'link.paused',
  'link.cleanUp',
  'held.open',
  'shared.address',
  'waits.person',
  'waits.card',
  'waits.decision',
  'waits.undo',
  'pass.never',
  'pass.last',
  'pass.running',
  'pass.next',
  'pass.soon',
  'pass.whenResumed',
] as const;
export type WhyCode = (typeof whyCodes)[number];

export const whyConclusions = [
  'in',
  'inHeld',
  'inStandsStill',
  'beingMade',
  'comes',
  'comesWhenResumed',
  'waitsForDecision',
  'returns',
  'leaves',
  'cardStays',
  'out',
  'outRemoved',
] as const;
export type WhyConclusion = (typeof whyConclusions)[number];

export type WhyValues = Readonly<Record<string, string | number | readonly string[] | null>>;

export interface WhyLine {
  /** Number of the rule, or what it is about where no rule has one. */
  readonly rule: 'R1' | 'R2' | 'R3' | 'R5' | 'R7' | 'R8' | 'R9' | 'R12' | 'R13' | 'R14';
  readonly code: WhyCode;
  readonly weight: WhyWeight;
  readonly values: WhyValues;
}

export interface Why {
  readonly lines: readonly WhyLine[];
  readonly conclusion: {
    readonly code: WhyConclusion;
    /** The first rule that leaves the person out; null where none does. */
    readonly because: LeftOutReason | 'removedByUser' | null;
    readonly held: number;
  };
}

export interface WhyFacts {
  readonly employeeId: EmployeeId;
  readonly mailbox: {
    readonly state: 'active' | 'paused' | 'signInAgain' | 'braked';
    readonly because: string | null;
    /** ISO instant before which the remote asked not to be asked; null: none, or past. */
    readonly notBefore: string | null;
    readonly settings: ActivationSettings;
    readonly excludedPersons: ReadonlySet<PersonId>;
  };
  readonly person: Person | null;
  readonly link: Pick<Link, 'state' | 'pausedBecause' | 'cleanUp'> | null;
  /** R9: the user removed the card when the person had this version (null: was gone). */
  readonly removal: { readonly personVersion: string | null } | null;
  readonly held: readonly { readonly id: HeldId; readonly openedAt: string }[];
  /** R7: others with one of this person's addresses. Null: not known here. */
  readonly shared: { readonly cards: number | null; readonly persons: number };
  readonly waits: {
    readonly person: boolean;
    readonly card: boolean;
    readonly decision: boolean;
    readonly undo: boolean;
  };
  readonly passes: {
    readonly running: boolean;
    readonly last: { readonly at: string; readonly result: string; readonly code: string | null } | null;
    /** ISO instant; null: none is planned. */
    readonly nextAt: string | null;
  };
}

const line = (rule: WhyLine['rule'], code: WhyCode, weight: WhyWeight, values: WhyValues = {}): WhyLine => ({
  rule,
  code,
  weight,
  values,
});

const pausedAs: Readonly<Record<string, WhyCode>> = {
  notStarted: 'mailbox.notStarted',
  deactivated: 'mailbox.deactivated',
};

const mailboxLines = ({ mailbox: { state, because, notBefore } }: WhyFacts): WhyLine[] => {
  switch (state) {
    case 'active':
      return notBefore === null
        ? [line('R14', 'mailbox.active', 'for')]
        : [line('R14', 'mailbox.asksToWait', 'waits', { at: notBefore })];
    case 'paused':
      return [line('R12', pausedAs[because ?? ''] ?? 'mailbox.paused', 'waits')];
    case 'signInAgain':
      return [line('R14', 'mailbox.signInAgain', 'waits')];
    case 'braked':
      return [line('R12', 'mailbox.braked', 'waits')];
  }
};

const groupLines = (person: Person, { groupsExcluded, groupsIncluded }: ActivationSettings): WhyLine[] => {
  const among = (groups: readonly string[]): string[] =>
    person.groups.filter((group) => groups.some(sameGroup(group)));
  if (groupsExcluded.length + groupsIncluded.length === 0) return [line('R1', 'groups.none', 'note')];
  const [excluded, included] = [among(groupsExcluded), among(groupsIncluded)];
  const lines: WhyLine[] = [];
  if (excluded.length > 0) lines.push(line('R1', 'groups.excluded', 'against', { groups: excluded }));
  else if (groupsExcluded.length > 0) {
    lines.push(line('R1', 'groups.notExcluded', 'for', { groups: groupsExcluded }));
  }
  if (groupsIncluded.length === 0) return lines;
  // An excluded group wins, so what this says then is no longer what decides.
  return [
    ...lines,
    included.length > 0
      ? line('R1', 'groups.included', excluded.length > 0 ? 'note' : 'for', { groups: included })
      : line('R1', 'groups.notIncluded', 'against', { groups: groupsIncluded }),
  ];
};

/** Only where the user has chosen among the roles, and has one of them at this person. */
const roleLines = (person: Person, { employeeId, mailbox }: WhyFacts): WhyLine[] => {
  const chosen = mailbox.settings.roles;
  const mine = rolesOf(person, employeeId);
  if (mine.length === 0 || roles.every((role) => chosen.includes(role))) return [];
  return mine.some((role) => chosen.includes(role))
    ? [line('R1', 'roles.chosen', 'for', { roles: chosen })]
    : [line('R1', 'roles.notChosen', 'against', { roles: chosen })];
};

/** R1, every part of it, also behind the first that leaves the person out. */
const selectionLines = (facts: WhyFacts): WhyLine[] => {
  const { person, employeeId, mailbox } = facts;
  if (person === null) return [line('R1', 'person.gone', 'against')];
  const isManager = person.relationManagerId === employeeId;
  const tie = isManager
    ? line('R1', 'user.relationManager', 'for')
    : person.ownerIds.includes(employeeId)
      ? line('R1', 'user.owner', 'for')
      : line('R1', 'user.neither', 'against');
  return [
    person.former ? line('R1', 'person.former', 'against') : line('R1', 'person.notFormer', 'for'),
    tie,
    mailbox.excludedPersons.has(person.id)
      ? line('R1', 'user.excluded', 'against')
      : line('R1', 'user.notExcluded', 'note'),
    ...roleLines(person, facts),
    ...groupLines(person, mailbox.settings),
  ];
};

/** R9: a card that was removed stays away until the person is another in the CRM. */
const staysAway = ({ removal, person, link }: Pick<WhyFacts, 'removal' | 'person' | 'link'>): boolean =>
  link === null && removal !== null && person !== null && removal.personVersion === person.version;

const linkLines = (facts: WhyFacts): WhyLine[] => {
  const { link, removal } = facts;
  const removed =
    link !== null || removal === null
      ? []
      : [
          staysAway(facts)
            ? line('R9', 'card.removedByUser', 'against')
            : line('R9', 'card.comesBack', 'waits'),
        ];
  if (link === null) return [...removed, line('R2', 'link.none', 'note')];
  switch (link.state) {
    case 'creating':
      return [line('R2', 'link.creating', 'waits')];
    case 'active':
      return [line('R2', 'link.active', 'for')];
    case 'paused':
      return [
        line('R8', 'link.paused', 'note', { because: link.pausedBecause }),
        ...(link.cleanUp ? [line('R8', 'link.cleanUp', 'waits')] : []),
      ];
  }
};

const waitLines = ({ held, shared, waits }: WhyFacts): WhyLine[] => [
  ...held.map(({ id, openedAt }) => line('R3', 'held.open', 'waits', { heldId: id, at: openedAt })),
  ...(shared.persons + (shared.cards ?? 0) > 0
    ? [line('R7', 'shared.address', 'note', { cards: shared.cards ?? 0, persons: shared.persons })]
    : []),
  ...(waits.decision ? [line('R7', 'waits.decision', 'waits')] : []),
  ...(waits.undo ? [line('R5', 'waits.undo', 'waits')] : []),
  ...(waits.person ? [line('R13', 'waits.person', 'waits')] : []),
  ...(waits.card ? [line('R13', 'waits.card', 'waits')] : []),
];

const passLines = ({ passes: { running, last, nextAt }, mailbox, waits }: WhyFacts): WhyLine[] => {
  const lines = [
    last === null
      ? line('R13', 'pass.never', 'note')
      : line('R13', 'pass.last', 'note', { at: last.at, result: last.result, code: last.code }),
  ];
  if (running) return [...lines, line('R13', 'pass.running', 'waits')];
  if (mailbox.state !== 'active') return [...lines, line('R13', 'pass.whenResumed', 'note')];
  const isAwaited = Object.values(waits).some((one) => one);
  if (isAwaited && mailbox.notBefore === null) return [...lines, line('R13', 'pass.soon', 'note')];
  return nextAt === null ? lines : [...lines, line('R13', 'pass.next', 'note', { at: nextAt })];
};

/** What the conclusion follows from; the rest only explains. */
export type ConclusionFacts = Pick<
  WhyFacts,
  'employeeId' | 'mailbox' | 'person' | 'link' | 'removal' | 'held'
>;

const selectedConclusion = ({ link, held, mailbox }: ConclusionFacts): WhyConclusion => {
  const standsStill = mailbox.state !== 'active';
  if (link === null) {
    if (held.length > 0) return 'waitsForDecision';
    return standsStill ? 'comesWhenResumed' : 'comes';
  }
  switch (link.state) {
    case 'creating':
      return 'beingMade';
    case 'paused':
      return 'returns';
    case 'active':
      if (held.length > 0) return 'inHeld';
      return standsStill ? 'inStandsStill' : 'in';
  }
};

export const conclude = (facts: ConclusionFacts): Why['conclusion'] => {
  const { link, person, employeeId, mailbox } = facts;
  const held = facts.held.length;
  const selection = select(person, employeeId, mailbox.settings, mailbox.excludedPersons);
  if (!selection.selected) {
    const code = link === null ? 'out' : link.state === 'paused' ? 'cardStays' : 'leaves';
    return { code, because: selection.because, held };
  }
  if (staysAway(facts)) return { code: 'outRemoved', because: 'removedByUser', held };
  return { code: selectedConclusion(facts), because: null, held };
};

export const whyOf = (facts: WhyFacts): Why => ({
  lines: [
    ...mailboxLines(facts),
    ...selectionLines(facts),
    ...linkLines(facts),
    ...waitLines(facts),
    ...passLines(facts),
  ],
  conclusion: conclude(facts),
});
