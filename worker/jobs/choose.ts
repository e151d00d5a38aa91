/**
 * Which mailbox is next (docs/adr/0010-fleet.md): ranks before each other, tenants in turn, of a tenant the one that waits
 * longest. One question to the database chooses and takes, so that any number of processes may ask it side by side and none
 * of them leads. Which places are free is not known here (`places.ts`).
 */
import sql from 'sql-template-tag';
import type { MailboxId } from '../../shared/ids.ts';
import type { PassTrigger } from '../pass/ports.ts';
import type { Queryable } from '../store/db.ts';
import type { Taken } from './requests.ts';

/** As jobs.rank_of has them (migration 0010). */
export const ranks = { person: 0, change: 1, night: 2, long: 3 } as const;

/** What waits behind others comes first at every so manieth turn, so that no stream of small work keeps it waiting for ever. */
const turnsOfOthers = 4;

/** The order of ranks at a process's turn number `turn`; long ones only where there is a place for them. */
export const ranksInTurn = (turn: number, longToo: boolean): readonly number[] => {
  const { person, change, night, long } = ranks;
  const order =
    turn % turnsOfOthers === turnsOfOthers - 1
      ? [long, night, change, person]
      : [person, change, night, long];
  return longToo ? order : order.filter((rank) => rank !== long);
};

/** An ask that this process has taken: nobody else takes it while the run is alive. */
export interface Chosen extends Taken {
  readonly mailboxId: MailboxId;
  readonly tenant: string;
  readonly size: 'short' | 'long';
  /** From its time to now. */
  readonly waitedMs: number;
}

interface ChosenRow {
  mailbox_id: MailboxId;
  tenant: string;
  rank: number;
  number: string;
  trigger: PassTrigger;
  failures: number;
  ended: string;
  waited_ms: number;
}

/** Null: nothing that is due and free. `after`: the tenant whose turn was the last. The run counts as alive for `aliveMs`. */
export const chooseNext = async (
  db: Queryable,
  inOrder: readonly number[],
  after: string,
  aliveMs: number,
): Promise<Chosen | null> => {
  const [row] = await db.query<ChosenRow>(sql`
    SELECT * FROM jobs.take_next(${[...inOrder]}::smallint[], ${after}, make_interval(secs => ${aliveMs / 1000}))`);
  if (row === undefined) return null;
  const { mailbox_id: mailboxId, tenant, rank, number, trigger, failures, ended } = row;
  const size = rank === ranks.long ? 'long' : 'short';
  return { mailboxId, tenant, size, number, trigger, failures, ended, waitedMs: Math.max(0, row.waited_ms) };
};

/** Whether work of this size is due that no run serves: who has had its share makes room for it. */
export const waits = async (db: Queryable, size: Chosen['size']): Promise<boolean> => {
  const rows = await db.query(sql`
    SELECT 1 FROM jobs.requests
    WHERE requested > served AND rank = ANY(${size === 'long' ? [ranks.long] : [ranks.person, ranks.change, ranks.night]}::smallint[])
      AND run_at <= now() AND coalesce(running_until, '-infinity') < now()
    LIMIT 1`);
  return rows.length > 0;
};
