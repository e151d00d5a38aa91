/** For administrators: who is synced, who is stuck and why; never the content of anybody's cards. */
import { z } from 'zod';
import { employeeRef, id, instant, pageOf, pageQuery } from './common.ts';
import { linkCounts, mailboxStates } from './mailbox.ts';
import { pass } from './passes.ts';

export const adminMailbox = z
  .object({
    id,
    employee: employeeRef.extend({ email: z.string().nullable() }),
    state: z.enum(mailboxStates),
    because: z.string().nullable(),
    message: z.string().nullable(),
    counts: linkCounts,
    lastPassAt: instant.nullable(),
    notBefore: instant.nullable(),
    lastPass: pass.nullable(),
  })
  .meta({ id: 'AdminMailbox' });
export type AdminMailboxView = z.infer<typeof adminMailbox>;

export const adminMailboxList = z.object({ items: z.array(adminMailbox) }).meta({ id: 'AdminMailboxList' });

/** What ends on a day that is known; after it nobody's sign-in or pane works. */
export const endingKinds = ['clientSecret', 'clientCertificate', 'tlsCertificate'] as const;
export type EndingKind = (typeof endingKinds)[number];
export const ending = z.object({ what: z.enum(endingKinds), endsAt: instant }).meta({ id: 'Ending' });
export type Ending = z.infer<typeof ending>;

export const adminStatus = z
  .object({
    version: z.string(),
    now: instant,
    database: z.object({ reachable: z.boolean(), migrated: z.boolean() }),
    /** Whether this process runs jobs. */
    jobs: z.boolean(),
    mailboxes: z.record(z.enum(mailboxStates), z.int().nonnegative()),
    runningPasses: z.int().nonnegative(),
    held: z.int().nonnegative(),
    /** Whose last pass failed. */
    failing: z.int().nonnegative(),
    /** As set (`ALLOWED_TENANTS`). */
    allowedTenants: z.array(z.string()),
    /** Within 30 days or over, the soonest first. */
    endings: z.array(ending),
  })
  .meta({ id: 'AdminStatus' });
export type AdminStatus = z.infer<typeof adminStatus>;

/** Passes of all mailboxes, newest first. */
export const adminPass = pass.extend({ mailboxId: id, employee: employeeRef }).meta({ id: 'AdminPass' });
export type AdminPassView = z.infer<typeof adminPass>;
export const adminPassPage = pageOf(adminPass).meta({ id: 'AdminPassPage' });
export const adminPassQuery = pageQuery.extend({ mailbox: id.optional() });
