/** Invented held changes as the worker shows them, and a queue that answers like the worker's. */
import type { DecisionBody, HeldView, PairView } from '../../../shared/api/held.ts';
import { aMailbox, noCounts, ok, refuse, type Answer, type StandInWorker } from './worker.ts';

const byFenna = { id: 'e-1', displayName: 'Fenna Hoekstra' };

export const choices = {
  crm: {
    choice: 'crm',
    label: 'CRM houden',
    effect: 'Het CRM blijft zoals het is, en het contact van Petra de Vries krijgt de eigen gegevens terug.',
  },
  remote: {
    choice: 'remote',
    label: 'Outlook overnemen',
    effect: 'Deze gegevens zijn ook van Petra de Vries: ze komen in het CRM.',
  },
  fields: {
    choice: 'fields',
    label: 'Per veld kiezen',
    effect: 'Per veld blijft het CRM, of komt in het CRM wat in Outlook staat.',
  },
} as const satisfies Record<string, HeldView['choices'][number]>;

export const aField = (given: Partial<HeldView['fields'][number]> = {}): HeldView['fields'][number] => ({
  field: 'workPhone',
  label: 'telefoon zakelijk',
  base: { crm: '020 000 0012', remote: '020 000 0012' },
  crm: '020 000 0012',
  remote: '020 000 0099',
  sides: ['crm', 'remote'],
  ...given,
});

/** One that is borrowed, in two fields. */
export const aHeld = (given: Partial<HeldView> = {}): HeldView => ({
  id: 'h-1',
  mailboxId: 'm-1',
  openedAt: '2026-11-21T09:00:00.000Z',
  personId: 'r-1',
  personName: 'Petra de Vries',
  linkId: 'l-1',
  source: 'outlook',
  sourceName: 'Outlook',
  reason: 'borrowed',
  sentence:
    'Op het contact van Petra de Vries staan in Outlook gegevens van Joost van Dam: telefoon zakelijk ‘020 000 0099’ en functie ‘Inkoper’. Dat gebeurt als contacten met hetzelfde e-mailadres worden vermengd.',
  donor: { kind: 'person', personId: 'r-2', name: 'Joost van Dam' },
  fields: [
    aField(),
    aField({
      field: 'jobTitle',
      label: 'functie',
      base: { crm: 'Directeur', remote: 'Directeur' },
      crm: 'Directeur',
      remote: 'Inkoper',
    }),
  ],
  choices: [choices.crm, choices.remote, choices.fields],
  refused: [],
  canRemember: true,
  state: 'open',
  closedAt: null,
  decision: null,
  standing: 'Wacht op een beslissing.',
  ...given,
});

/** Changed on both sides, in one field. */
export const aConflict = (given: Partial<HeldView> = {}): HeldView =>
  aHeld({
    id: 'h-2',
    openedAt: '2026-11-20T09:00:00.000Z',
    personId: 'r-3',
    personName: 'Bram Jansen',
    reason: 'conflict',
    sentence:
      'Van Bram Jansen is hetzelfde in het CRM én in Outlook gewijzigd, elk anders: mobiel zakelijk (CRM ‘06 0000 0031’, Outlook ‘06 0000 0037’).',
    donor: null,
    fields: [
      aField({
        field: 'workMobile',
        label: 'mobiel zakelijk',
        base: { crm: '06 0000 0030', remote: '06 0000 0030' },
        crm: '06 0000 0031',
        remote: '06 0000 0037',
      }),
    ],
    choices: [
      { ...choices.crm, effect: 'Het CRM blijft zoals het is.' },
      { ...choices.remote, effect: 'Wat in Outlook staat, komt bij Bram Jansen in het CRM.' },
    ],
    canRemember: false,
    ...given,
  });

/** As the worker shows it after a decision. */
export const decided = (
  held: HeldView,
  body: Pick<DecisionBody, 'choice'>,
  byName = 'Fenna Hoekstra',
): HeldView => ({
  ...held,
  state: 'decided',
  closedAt: '2026-11-21T10:00:00.000Z',
  choices: [],
  refused: [],
  canRemember: false,
  fields: held.fields.map((field) => ({ ...field, sides: [] })),
  decision: {
    id: `d-${held.id}`,
    choice: body.choice,
    fields: {},
    rememberPair: false,
    by: byFenna,
    byName,
    at: '2026-11-21T10:00:00.000Z',
    outcome: 'pending',
    settledAt: null,
  },
  standing: `${byName} besloot: CRM houden. De volgende ronde voert dat uit.`,
});

export const overtaken = (held: HeldView): HeldView => ({
  ...decided(held, { choice: 'crm' }),
  state: 'overtaken',
  decision: null,
  standing: 'Vanzelf gesloten: de gegevens zijn intussen veranderd, er valt hier niets meer te beslissen.',
});

export const aPair = (given: Partial<PairView> = {}): PairView => ({
  id: 'd-1',
  heldId: 'h-0',
  personId: 'r-1',
  personName: 'Petra de Vries',
  donor: { kind: 'person', personId: 'r-2', name: 'Joost van Dam' },
  choice: 'crm',
  by: byFenna,
  byName: 'Fenna Hoekstra',
  at: '2026-11-19T10:00:00.000Z',
  sentence:
    'Gegevens van Joost van Dam die op het contact van Petra de Vries komen, worden zonder vragen teruggezet op wat het CRM zegt.',
  ...given,
});

/** Refused as the worker refuses a decision: with the held change as it stands now. */
export const refuseWith = (
  code: 'alreadyDecided' | 'overtaken' | 'notPossible',
  message: string,
  current: HeldView,
  fields?: readonly { field: string; problem: string }[],
): Answer => {
  const { status } = refuse(code);
  return { status, body: { error: { code, message, current, ...(fields === undefined ? {} : { fields }) } } };
};

/** The worker's queue: what is decided goes from it, and the mailbox counts along. */
export const serveHeld = (worker: StandInWorker, given: readonly HeldView[]): { queue: HeldView[] } => {
  const state = { queue: [...given] };
  const count = (): void => {
    worker.mailbox = aMailbox({ counts: { ...noCounts, active: 412, held: state.queue.length } });
  };
  count();
  worker.instead.set('GET /api/held', ({ query }) => {
    if (query.get('state') === 'closed') return ok({ items: [], next: null });
    const from = Number(query.get('before') ?? 0);
    const to = from + Number(query.get('limit'));
    return ok({ items: state.queue.slice(from, to), next: to < state.queue.length ? String(to) : null });
  });
  for (const held of given) {
    worker.instead.set(`POST /api/held/${held.id}/decision`, ({ body }) => {
      state.queue = state.queue.filter(({ id }) => id !== held.id);
      count();
      const after = decided(held, body as DecisionBody);
      worker.instead.set(`GET /api/held/${held.id}`, () => ok(after));
      return ok(after);
    });
    worker.instead.set(`GET /api/held/${held.id}`, () => ok(held));
  }
  return state;
};
