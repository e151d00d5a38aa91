/**
 * A crash in one process: from the n-th call through any port on, every call fails, the first one before or after it did
 * its work. What the pass had in memory is lost with it; what it had committed stays.
 */
import type { Crm, PassStore, Remote, RemoteOpener } from '../../worker/pass/ports.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import type { Wrap } from './office.ts';

export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Not through these: the process is gone, its lease runs out by itself (here: is given back, so that no test waits). */
const outside = new Set<PropertyKey>(['release', 'renew', 'acquire', 'mailbox', 'takes']);

/** More calls than any pass of a scenario makes. */
const mostCalls = 200;

/**
 * A round for each call of a pass, until one tells that its pass went through without coming to that call. However many calls a
 * pass makes by now, none is left out. Returns how many there were.
 */
export const atEveryCall = async (round: (call: number) => Promise<boolean>): Promise<number> => {
  for (let call = 1; call <= mostCalls; call += 1) if (!(await round(call))) return call - 1;
  throw new Error(`a pass of more than ${mostCalls} calls`);
};

/** `came`: whether the pass got as far as that call. */
export const crashAt = (call: number, when: 'before' | 'after'): Wrap & { readonly came: boolean } => {
  let calls = 0;
  const through = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function' || outside.has(name)) return value;
        const method = value.bind(target) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          calls += 1;
          if (calls > call || (calls === call && when === 'before')) throw new Crash();
          const answer = method(...args);
          if (
            calls < call ||
            !(answer instanceof Promise || typeof (answer as Promise<unknown>)?.then === 'function')
          ) {
            return answer;
          }
          return (answer as Promise<unknown>).then(() => {
            throw new Crash();
          });
        };
      },
    });
  return {
    get came() {
      return calls >= call;
    },
    crm: (crm) => through<Crm>(crm),
    store: (store) => through<PassStore>(store),
    remotes: (remotes): RemoteOpener<OutlookCard> => ({
      open: async (...args) => through<Remote<OutlookCard>>(await remotes.open(...args)),
    }),
  };
};
