/** For administrators: who is synced, who is stuck and why; never the content of anybody's cards. */
import { z } from 'zod';
import { employeeRef, id, instant } from './common.ts';
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
  })
  .meta({ id: 'AdminStatus' });
export type AdminStatus = z.infer<typeof adminStatus>;
