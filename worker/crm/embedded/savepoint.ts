/** Writes within a transaction that can be taken back without it. */
import sql from 'sql-template-tag';
import type { Queryable } from '../../store/db.ts';

/** Takes back what a result that is not kept may have begun, and nothing of what the transaction did before. */
export const orTakenBack = async <T>(
  tx: Queryable,
  work: () => Promise<T>,
  isKept: (result: T) => boolean,
): Promise<T> => {
  await tx.query(sql`savepoint crm_write`);
  const result = await work();
  // Released also when it was taken back: what follows would lie inside it otherwise, deeper with each.
  if (!isKept(result)) await tx.query(sql`rollback to crm_write`);
  await tx.query(sql`release crm_write`);
  return result;
};

const succeeded = ['created', 'updated', 'tied'];

export const allOrNothing = <T extends { readonly outcome: string }>(
  tx: Queryable,
  work: () => Promise<T>,
): Promise<T> => orTakenBack(tx, work, ({ outcome }) => succeeded.includes(outcome));
