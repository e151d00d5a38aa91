/** Invented answers about one's own mailbox: groups, previews, lists, contacts that are no longer updated. */
import type { MailboxSettings, RelationListName, RelationPage } from '../../../shared/api/mailbox.ts';
import type { PausedCardView } from '../../../shared/api/paused-cards.ts';
import type { PreviewView } from '../../../shared/api/preview.ts';
import { aMailbox, noPassCounts, ok, type StandInWorker } from './worker.ts';

export const everything: MailboxSettings = {
  groupsIncluded: [],
  groupsExcluded: [],
  conflictPolicy: 'crm',
  roles: ['relationManager', 'owner'],
};

export const someGroups = (persons: number | null = null) => ({
  items: ['Kerst', 'Nieuwsbrief', 'VIP'].map((name) => ({ name, persons })),
});

/** A preview asks nothing of anybody's account. */
const { requests: _requests, ...noPreviewCounts } = noPassCounts;

export const listOf = <Item>(items: readonly Item[] = [], more = 0) => ({
  total: items.length + more,
  items: [...items],
  more,
});

export const who = (count: number, name = 'Persoon') =>
  Array.from({ length: count }, (_, index) => ({
    personId: `r-${String(index + 1)}`,
    personName: `${name} ${String(index + 1)}`,
  }));

export const aPreview = (given: Partial<PreviewView> = {}): PreviewView => ({
  at: '2026-11-21T09:00:00.000Z',
  settings: everything,
  everyPerson: true,
  counts: noPreviewCounts,
  brake: null,
  warnings: [],
  created: listOf(),
  toRemote: listOf(),
  toCrm: listOf(),
  held: listOf(),
  paused: listOf(),
  resumed: listOf(),
  removed: listOf(),
  linked: listOf(),
  discarded: listOf(),
  repaired: listOf(),
  leftOut: { ...listOf(), reasons: [] },
  waiting: { stay: 0, close: 0 },
  ...given,
});

/** What an office of some size sees before its first start. */
export const aFirstPreview = (): PreviewView =>
  aPreview({
    counts: { ...noPreviewCounts, created: 412, held: 1, toCrm: 1, conflicts: 0 },
    warnings: [{ code: 'notStarted', message: 'De koppeling is nog niet begonnen.' }],
    created: listOf(who(200), 212),
    held: listOf([
      {
        personId: 'r-900',
        personName: 'Petra de Vries',
        reason: 'sameCardExists',
        sentence: 'In Outlook staat al een contact met deze naam en dit adres. Is dat dezelfde persoon?',
        fields: [
          {
            field: 'workMobile' as const,
            label: 'mobiel zakelijk',
            crm: '06 0000 0012',
            remote: '06 0000 0099',
          },
        ],
      },
    ]),
    toCrm: listOf([
      {
        personId: 'r-901',
        personName: 'Kees Bakker',
        fields: [
          {
            field: 'workPhone' as const,
            label: 'telefoon zakelijk',
            from: null,
            to: '020 000 0044',
            decision: 'R5.blank',
            overruled: null,
          },
        ],
      },
    ]),
    leftOut: {
      ...listOf([
        { personId: 'r-902', personName: 'Sanne Mulder', because: 'former' as const, message: 'voormalig' },
        {
          personId: 'r-903',
          personName: 'Ahmed Yilmaz',
          because: 'groupExcluded' as const,
          message: 'in een uitgesloten groep',
        },
      ]),
      reasons: [
        { because: 'former', count: 1, message: 'voormalig' },
        { because: 'groupExcluded', count: 1, message: 'in een uitgesloten groep' },
      ],
    },
  });

type Relation = RelationPage['items'][number];

export const aRelation = (given: Partial<Relation> = {}): Relation => ({
  personId: 'r-1',
  personName: 'Petra de Vries',
  organisation: 'Bakkerij De Vries',
  because: 'relationManager',
  message: 'u bent relatiebeheerder',
  heldId: null,
  ...given,
});

export type Lists = Partial<Record<RelationListName, readonly Relation[]>>;

export const aPausedCard = (given: Partial<PausedCardView> = {}): PausedCardView => ({
  personId: 'r-1',
  personName: 'Sanne Mulder',
  because: 'former',
  message: 'voormalig',
  asked: false,
  undecided: [],
  ...given,
});

/** Answers the four lists from what they hold, page by page and by part of the name. */
export const describeLists = (worker: StandInWorker, lists: Lists): void => {
  worker.instead.set('GET /api/mailbox/relations', ({ query }) => {
    const of = (name: RelationListName) => lists[name] ?? [];
    const name = query.get('list') as RelationListName;
    const sought = (query.get('q') ?? '').toLowerCase();
    const found = of(name).filter(({ personName }) => (personName ?? '').toLowerCase().includes(sought));
    const from = Number(query.get('before') ?? 0);
    const to = from + Number(query.get('limit') ?? 50);
    return ok({
      totals: {
        inStep: of('inStep').length,
        leftOut: of('leftOut').length,
        held: of('held').length,
        failing: of('failing').length,
      },
      items: found.slice(from, to),
      next: to < found.length ? String(to) : null,
    });
  });
};

/** What every test of these screens finds answered; a test gives its own where it looks at that. */
export const describeLink = (worker: StandInWorker): void => {
  worker.instead.set('GET /api/groups', () => ok(someGroups(worker.mailbox === null ? null : 12)));
  worker.instead.set('POST /api/mailbox/preview', () => ok(aFirstPreview()));
  worker.instead.set('PUT /api/mailbox/settings', ({ body }) => {
    worker.mailbox = aMailbox({ ...worker.mailbox, settings: body as MailboxSettings });
    return ok(worker.mailbox);
  });
  worker.instead.set('GET /api/mailbox/paused-cards', () => ok({ items: [] }));
  worker.instead.set('POST /api/mailbox/deactivate', () => {
    worker.mailbox = aMailbox({ ...worker.mailbox, state: 'paused', because: 'deactivated' });
    return ok({ cards: worker.mailbox.counts.active, held: worker.mailbox.counts.held, stays: [] });
  });
  worker.instead.set('GET /api/persons/recent', () => ok({ items: [] }));
  worker.instead.set('POST /api/persons/lookup', ({ body }) =>
    ok({
      items: (body as { addresses: string[] }).addresses.map((address) => ({
        address,
        persons: [],
        chosen: null,
      })),
    }),
  );
  describeLists(worker, {});
};
