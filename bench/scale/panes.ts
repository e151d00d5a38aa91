/**
 * 50 task panes at once in an office of 100,000 persons: each looks up the sender of a mail, searches a name, waits a moment and
 * begins again, over https at a `serve` of its own.
 *
 *     node --import tsx bench/scale/panes.ts [--persons 100000] [--panes 50] [--seconds 15] [--json]
 *
 * A pane's pause between two requests is 300 to 500 ms, so that fifty of them ask some 100 times a second, and none comes above
 * the 600 requests a minute of one account. Times are those of the client, from the request to the end of the answer. PostgreSQL
 * and this program, which plays the panes, share the machine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { SANDBOX_CLIENT_ID } from '../../sandbox/index.ts';
import { fillCrm } from '../lookup.ts';
import { runAlone } from './alone.ts';
import { share } from './latency.ts';
import { activateMany } from './many.ts';
import { openBenchOffice } from './office.ts';
import { megabyte, round } from './push.ts';
import { usageOf } from './usage.ts';

export interface PanesOptions {
  readonly persons: number;
  readonly panes: number;
  readonly seconds: number;
}

const warmUpMs = 3_000;

interface Times {
  readonly lookup: number[];
  readonly search: number[];
}

const pane = async (
  origin: string,
  token: string,
  agent: Agent,
  number: number,
  { persons, seconds }: PanesOptions,
  times: Times,
): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const begun = performance.now();
  const timed = async (into: number[], path: string, body?: unknown): Promise<void> => {
    const from = performance.now();
    const answer = await fetch(`${origin}${path}`, {
      dispatcher: agent,
      headers,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${text.slice(0, 200)}`);
    if (from - begun > warmUpMs) into.push(performance.now() - from);
  };
  await sleep((number * 37) % 800);
  for (let n = number; performance.now() - begun < warmUpMs + seconds * 1_000; n += 97) {
    const person = 1 + ((n * 7_919) % persons);
    const address = `p${String(person)}@bedrijf${String(Math.floor(person / 5))}.example`;
    await timed(times.lookup, '/api/persons/lookup', { addresses: [address] });
    await sleep(300 + (n % 200));
    await timed(times.search, `/api/persons?q=${encodeURIComponent(`naam ${String(person)}`)}`);
    await sleep(300 + (n % 200));
  }
};

export const measurePanes = async (options: PanesOptions): Promise<Readonly<Record<string, number>>> => {
  const { persons, panes } = options;
  const office = await openBenchOffice();
  const agent = new Agent({ connect: { ca: office.sandbox.ca }, connections: panes });
  try {
    const boxes = await activateMany(office, panes);
    await fillCrm(
      office.db,
      persons,
      boxes.slice(0, 2).map(({ employeeId }) => employeeId),
    );
    const { worker, url } = await office.startServe({ CRM_POLL_SECONDS: '86400' });
    const tokens: string[] = [];
    for (const { user } of boxes) {
      const options = { user, kind: 'api', clientId: SANDBOX_CLIENT_ID };
      tokens.push((await office.sandbox.ask<{ token: string }>('POST', 'tokens', options)).token);
    }
    const before = { worker: usageOf(worker.pid).cpuSeconds, postgres: office.store.cpuSeconds() };
    const times: Times = { lookup: [], search: [] };
    await Promise.all(tokens.map((token, number) => pane(url, token, agent, number, options, times)));
    const lookup = times.lookup.sort((a, b) => a - b);
    const search = times.search.sort((a, b) => a - b);
    const used = usageOf(worker.pid);
    return {
      persons,
      panes,
      requestsPerSecond: round((lookup.length + search.length) / options.seconds, 0),
      lookupP50: round(share(lookup, 0.5), 1),
      lookupP95: round(share(lookup, 0.95), 1),
      searchP50: round(share(search, 0.5), 1),
      searchP95: round(share(search, 0.95), 1),
      workerCpuSeconds: round(used.cpuSeconds - before.worker),
      workerPeakMb: round(used.peakRssBytes / megabyte, 0),
      postgresCpuSeconds: round(office.store.cpuSeconds() - before.postgres),
    };
  } finally {
    await agent.close();
    await office.close();
  }
};

await runAlone(import.meta.url, { persons: '100000', panes: '50', seconds: '15' }, ({ number }) =>
  measurePanes({ persons: number('persons'), panes: number('panes'), seconds: number('seconds') }),
);
