/** Invented entries of the history, plans and undos, as the worker shows them. */
import type { HistoryView } from '../../../shared/api/history.ts';
import type { UndoPlanView, UndoView } from '../../../shared/api/undo.ts';

/** Fenna changed a number on the card; the CRM took it over. */
export const anEntry = (given: Partial<HistoryView> = {}): HistoryView => ({
  id: 'e-1',
  at: '2026-11-20T13:05:00.000Z',
  source: 'sync',
  passId: 'p-1',
  mailboxId: 'm-1',
  by: { kind: 'mailbox', id: 'm-1', name: 'Fenna Hoekstra' },
  personId: 'r-1',
  personName: 'Petra de Vries',
  field: 'workPhone',
  side: 'crm',
  valuesKnown: true,
  from: '020 000 0012',
  to: '020 000 0099',
  decision: 'R5.onlyRemote',
  sentence: 'Fenna Hoekstra wijzigde het contact in Outlook; het CRM nam het over.',
  overruled: null,
  outcome: 'done',
  undoes: null,
  ...given,
});

/** Both sides changed; what stood in Outlook lost. */
export const anOverruled = (given: Partial<HistoryView> = {}): HistoryView =>
  anEntry({
    id: 'e-2',
    field: 'jobTitle',
    side: 'remote',
    from: 'Inkoper',
    to: 'Directeur',
    decision: 'R5.conflict.crm',
    sentence: 'Aan beide kanten gewijzigd; het CRM gaat voor.',
    overruled: { side: 'remote', value: 'Inkoper' },
    ...given,
  });

export const aPlan = (given: Partial<UndoPlanView> = {}): UndoPlanView => ({
  planKey: 'plan-1',
  items: [
    {
      entryId: 'e-1',
      entries: 1,
      personId: 'r-1',
      personName: 'Petra de Vries',
      field: 'workPhone',
      now: '020 000 0099',
      becomes: '020 000 0012',
    },
  ],
  leftOut: [],
  ...given,
});

export const leftOut = (
  given: Partial<UndoPlanView['leftOut'][number]> = {},
): UndoPlanView['leftOut'][number] => ({
  entryId: 'e-7',
  personId: 'r-3',
  personName: 'Bram Jansen',
  field: 'workMobile',
  because: 'changedSince',
  sentence: 'Daarna heeft iemand dit veld gewijzigd. Dat blijft zo.',
  ...given,
});

export const anUndo = (
  outcome: UndoView['items'][number]['outcome'] = 'pending',
  given: Partial<UndoView> = {},
): UndoView => ({
  id: 'u-1',
  scope: { entryId: 'e-1', passId: null, since: null },
  askedAt: '2026-11-21T09:00:00.000Z',
  askedBy: { id: 'e-1', displayName: 'Fenna Hoekstra' },
  waitsFor: null,
  counts: {
    pending: outcome === 'pending' ? 1 : 0,
    done: outcome === 'done' ? 1 : 0,
    notDone: outcome === 'pending' || outcome === 'done' ? 0 : 1,
  },
  items: [
    {
      entryId: 'e-1',
      personId: 'r-1',
      personName: 'Petra de Vries',
      field: 'workPhone',
      from: '020 000 0099',
      to: '020 000 0012',
      outcome,
      sentence: {
        pending: 'Wacht op de volgende ronde.',
        done: 'Teruggedraaid; de eerdere waarde staat weer in het CRM en gaat van daar naar Outlook.',
        changedSince: 'Niet teruggedraaid: iemand heeft dit veld intussen gewijzigd.',
        gone: 'Niet teruggedraaid: deze persoon staat niet meer in het CRM.',
        refusedByCrm: 'Niet teruggedraaid: het CRM neemt de eerdere waarde niet aan.',
      }[outcome],
      settledAt: outcome === 'pending' ? null : '2026-11-21T09:00:10.000Z',
    },
  ],
  ...given,
});
