/**
 * The history as one list: what passes wrote, and, where one person is asked for, what the CRM itself remembers of it. Each
 * source keeps its own order; the two are merged by their instants, newest first.
 */
import type { MailboxId, PersonId } from '../../../shared/ids.ts';
import type { CrmLogEntry, CrmLogPage, CrmLogQuery } from '../../pass/ports.ts';
import type { History, HistoryFilter, HistoryRecord, PlacedRecord } from '../../store/history.ts';
import type { Page, Paged } from '../ports.ts';

export type HistoryLine =
  | { readonly source: 'sync'; readonly record: HistoryRecord }
  | { readonly source: 'crm'; readonly personId: PersonId; readonly entry: CrmLogEntry };

export interface HistoryDesk {
  /**
   * All that are given must fit; none given: everything. `withCrmLog`: of a person also what was changed in the CRM
   * itself, without what the mailboxes that are listed anyway brought there.
   */
  readonly list: (filter: HistoryFilter, page: Page, withCrmLog: boolean) => Promise<Paged<HistoryLine>>;
}

/** Null: this CRM keeps no log of its own, or none that can be read here. */
export type LogOf = ((personId: PersonId, query: CrmLogQuery) => Promise<CrmLogPage>) | null;

/** Where each source goes on; null: from its newest entry. */
interface Places {
  readonly sync: string | null;
  readonly crm: string | null;
}

/** As a page gave it; anything else reads as the first page, since it came from outside. */
const placesIn = ({ before }: Page): Places => {
  const [, sync = '', crm = ''] = /^(\d{0,18})(?:\.(\d{0,18}))?$/u.exec(before ?? '') ?? [];
  return { sync: sync === '' ? null : sync, crm: crm === '' ? null : crm };
};

const written = ({ sync, crm }: Places): string => `${sync ?? ''}.${crm ?? ''}`;

/** The CRM's log knows no passes and no cards, and overrules nothing. */
const crmLogFits = ({ passId, side, overruled }: HistoryFilter): boolean =>
  passId === undefined && side !== 'remote' && overruled !== true;

const askedOf = (
  filter: HistoryFilter,
  limit: number,
  before: string | null,
  withoutSyncOf: readonly MailboxId[] | 'all',
): CrmLogQuery => ({
  limit,
  before,
  since: filter.since ?? null,
  until: filter.until ?? null,
  field: filter.field === 'organisationName' ? 'organisation' : (filter.field ?? null),
  withoutSyncOf,
});

interface Merged {
  readonly items: HistoryLine[];
  readonly places: Places;
  readonly left: boolean;
}

const merge = (
  personId: PersonId,
  sync: readonly PlacedRecord[],
  crm: readonly CrmLogEntry[],
  limit: number,
  from: Places,
): Merged => {
  const items: HistoryLine[] = [];
  let [s, c] = [0, 0];
  while (items.length < limit) {
    const [placed, entry] = [sync[s], crm[c]];
    if (placed === undefined && entry === undefined) break;
    if (entry === undefined || (placed !== undefined && placed.record.at >= entry.at)) {
      items.push({ source: 'sync', record: placed!.record });
      s += 1;
    } else {
      items.push({ source: 'crm', personId, entry });
      c += 1;
    }
  }
  return {
    items,
    places: { sync: sync[s - 1]?.position ?? from.sync, crm: crm[c - 1]?.id ?? from.crm },
    left: s < sync.length || c < crm.length,
  };
};

export const createHistoryDesk = (history: Pick<History, 'listPlaced'>, logOf: LogOf): HistoryDesk => ({
  list: async (filter, page, withCrmLog) => {
    const from = placesIn(page);
    const { limit } = page;
    const { personId, mailboxId } = filter;
    const sync = await history.listPlaced(filter, { limit, before: from.sync });
    if (!withCrmLog || personId === undefined || logOf === null || !crmLogFits(filter)) {
      const items = sync.items.map(({ record }): HistoryLine => ({ source: 'sync', record }));
      return { items, next: sync.next };
    }
    const query = askedOf(filter, limit, from.crm, mailboxId === undefined ? 'all' : [mailboxId]);
    const crm = await logOf(personId, query);
    const { items, places, left } = merge(personId, sync.items, crm.items, limit, from);
    return { items, next: left || sync.next !== null || crm.more ? written(places) : null };
  },
});
