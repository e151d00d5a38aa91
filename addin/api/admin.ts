/** For administrators: how all mailboxes stand, what ran, what waits, and what the office shows of persons. */
import { adminMailboxList, adminPassPage, adminStatus } from '../../shared/api/admin.ts';
import { heldOutlinePage } from '../../shared/api/held.ts';
import { visibility, type Visibility } from '../../shared/api/visibility.ts';
import { queryOf, type Call } from './call.ts';

export interface AdminPageAsked {
  readonly limit: number;
  /** What the page before gave as `next`; null: from the newest. */
  readonly before: string | null;
}

export const adminApi = (call: Call) => ({
  status: () => call('GET', '/api/admin/status', adminStatus),
  mailboxes: () => call('GET', '/api/admin/mailboxes', adminMailboxList),
  /** Of one mailbox, or of all. */
  passes: (mailbox: string | null, page: AdminPageAsked) =>
    call('GET', `/api/admin/passes${queryOf({ mailbox, ...page })}`, adminPassPage),
  /** What waits, without persons and values. */
  held: (page: AdminPageAsked) => call('GET', `/api/admin/held${queryOf({ ...page })}`, heldOutlinePage),
  visibility: () => call('GET', '/api/admin/visibility', visibility),
  /** From the next request on, for everybody. */
  setVisibility: (wanted: Visibility) => call('PUT', '/api/admin/visibility', visibility, wanted),
});
export type AdminApi = ReturnType<typeof adminApi>;
