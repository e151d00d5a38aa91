/** My mailbox beyond what every screen needs: what it keeps, its settings, what they would change, its clean-up and its end. */
import {
  deactivated,
  groupList,
  mailbox,
  relationPage,
  type MailboxSettings,
  type RelationListName,
} from '../../shared/api/mailbox.ts';
import {
  cleanUpAsked,
  cleanUpWithdrawn,
  MAX_CLEAN_UP,
  pausedCardList,
  type PausedCardView,
} from '../../shared/api/paused-cards.ts';
import { preview } from '../../shared/api/preview.ts';
import { queryOf, type Call } from './call.ts';

/** As long as reading a large mailbox takes; the worker ends it when nobody waits any more. */
export const PREVIEW_TIMEOUT_MS = 180_000;

export interface RelationsAsked {
  readonly list: RelationListName;
  readonly q?: string | null;
  readonly limit?: number;
  readonly before?: string | null;
}

export interface PreviewAsked {
  /** Instead of those of the mailbox; nothing is saved. */
  readonly settings?: MailboxSettings;
  /** Items of each list at most. */
  readonly limit?: number;
}

export const mailboxApi = (call: Call) => ({
  groups: () => call('GET', '/api/groups', groupList),
  preview: (asked: PreviewAsked, signal: AbortSignal) =>
    call('POST', '/api/mailbox/preview', preview, asked, { timeoutMs: PREVIEW_TIMEOUT_MS, signal }),
  /** Refused with `invalid` and `unknownGroup` where a chosen group went; `anyway`: that is meant. */
  saveSettings: (settings: MailboxSettings, anyway = false) =>
    call('PUT', '/api/mailbox/settings', mailbox, {
      ...settings,
      ...(anyway ? { allowUnknownGroups: true } : {}),
    }),
  relations: ({ list, q, limit, before }: RelationsAsked) =>
    call('GET', `/api/mailbox/relations${queryOf({ list, q, limit, before })}`, relationPage),
  pausedCards: () => call('GET', '/api/mailbox/paused-cards', pausedCardList),
  /** All or nothing as far as one request reaches; the list as it is after the last. */
  cleanUp: async (personIds: readonly string[]): Promise<readonly PausedCardView[]> => {
    let items: readonly PausedCardView[] = [];
    for (let from = 0; from < personIds.length; from += MAX_CLEAN_UP) {
      const some = personIds.slice(from, from + MAX_CLEAN_UP);
      ({ items } = await call('POST', '/api/mailbox/clean-up', cleanUpAsked, { personIds: some }));
    }
    return items;
  },
  /** Null: all that were not cleaned up yet. */
  withdraw: (personId: string | null) =>
    call(
      'DELETE',
      `/api/mailbox/clean-up${personId === null ? '' : `/${encodeURIComponent(personId)}`}`,
      cleanUpWithdrawn,
    ),
  /** Ends the link; everything stays (R8). */
  deactivate: () => call('POST', '/api/mailbox/deactivate', deactivated),
});
export type MailboxApi = ReturnType<typeof mailboxApi>;
