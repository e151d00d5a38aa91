/** The sandbox as a process of its own: one line of JSON, everything over HTTP, an orderly end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Agent, fetch } from 'undici';
import { PETRA, type Json } from './graph-client.ts';

let child: ChildProcess;
let agent: Agent;
afterEach(async () => {
  await agent.destroy();
  if (child.exitCode === null) child.kill('SIGKILL');
});

test('main.ts tells its addresses, serves Graph and the controls, and stops when asked', async () => {
  child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', '--seed', '3', '--cards', '2'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = (await once(lines, 'line')) as [string];
  const told = JSON.parse(line) as { url: string; graphUrl: string; caFile: string; users: Json[] };
  expect(told.users).toHaveLength(5);
  agent = new Agent({ connect: { ca: readFileSync(told.caFile, 'utf8') } });
  const ask = async (url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Json> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await (await fetch(url, { ...init, headers, dispatcher: agent })).json()) as Json;
  };
  const { token } = await ask(`${told.url}/sandbox/tokens`, { user: PETRA, kind: 'graph' });
  const authorization = `Bearer ${String(token)}`;
  const { value } = await ask(`${told.graphUrl}/v1.0/me/contacts`, undefined, { authorization });
  expect(value).toHaveLength(2);
  expect((await ask(`${told.url}/sandbox`))['routes']).toContain(
    'POST /sandbox/reset: as it was when it was made',
  );
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
}, 60_000);
