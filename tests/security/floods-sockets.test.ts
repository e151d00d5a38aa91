/**
 * The socket under the API against clients that are slow, silent, many, or do not speak HTTP. The worker's own server with
 * its own limits, only shorter; raw sockets, since no well-behaved client can do this.
 *
 * Seen to fail with the limits taken out of worker/main/http-server.ts, in a copy of it: `headersTimeout` and `requestTimeout` (the
 * slow stay), `timeout` (the silent stays), `maxConnections` (the fourth is answered), `maxHeaderSize` (the long header is taken).
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen, serverLimits, type HttpServer } from '../../worker/main/http-server.ts';
import { openGate, petra, type Gate } from './support/gate.ts';

let gate: Gate;
let server: HttpServer;
const sockets: Socket[] = [];
const limits = {
  ...serverLimits,
  headersMs: 500,
  requestMs: 1_000,
  silentMs: 3_000,
  checkMs: 100,
  connections: 3,
};
beforeAll(async () => {
  gate = await openGate();
  server = await listen(
    { host: '127.0.0.1', port: 0, tls: null },
    (request, peer) => gate.app.fetch(request, peer),
    100,
    limits,
  );
}, 120_000);
afterAll(async () => {
  await server.stop();
  await gate.close();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await sleep(50);
});

interface Client {
  readonly said: () => string;
  readonly closed: Promise<number>;
  readonly write: (text: string) => void;
}

/** `closed`: how many milliseconds after it was opened. */
const open = (): Client => {
  const { port } = new URL(server.url);
  const startedMs = performance.now();
  const socket = connect(Number(port), '127.0.0.1');
  sockets.push(socket);
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk) => (said += String(chunk)));
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) =>
    socket.once('close', () => resolve(performance.now() - startedMs)),
  );
  return { said: () => said, closed, write: (text) => void socket.write(text) };
};

const answerTo = async (text: string): Promise<string> => {
  const client = open();
  client.write(text);
  await Promise.race([client.closed, sleep(1_500)]);
  return client.said();
};

test('The worker’s own limits are such that nobody holds a connection for nothing', () => {
  expect(serverLimits.headersMs).toBeLessThanOrEqual(30_000);
  expect(serverLimits.requestMs).toBeLessThanOrEqual(120_000);
  expect(serverLimits.checkMs).toBeLessThanOrEqual(serverLimits.headersMs);
  expect(serverLimits.headerBytes).toBeLessThanOrEqual(32 * 1024);
  expect(serverLimits.connections).toBeGreaterThan(0);
});

test('A client that says its headers one letter at a time is sent away', async () => {
  const client = open();
  client.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  const dripping = setInterval(() => {
    client.write('x');
  }, 50);
  const after = await client.closed;
  clearInterval(dripping);
  expect(after).toBeLessThan(2_500);
  expect(client.said()).not.toContain('200 OK');
}, 10_000);

test('A client that says its body one letter at a time is sent away', async () => {
  const client = open();
  client.write('POST /notifications/graph HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n');
  const dripping = setInterval(() => {
    client.write('x');
  }, 50);
  const after = await client.closed;
  clearInterval(dripping);
  expect(after).toBeLessThan(4_000);
  expect(client.said()).not.toContain('202');
}, 10_000);

test('A client that says nothing is sent away', async () => {
  expect(await open().closed).toBeLessThan(5_000);
}, 10_000);

test('More connections than fit are closed at once; when one ends there is room again', async () => {
  const first = [open(), open(), open()];
  await sleep(100);
  const more = open();
  more.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await more.closed;
  expect(more.said()).toBe('');
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(first.map(({ closed }) => closed));
  await sleep(50);
  expect(await answerTo('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toContain(
    '200 OK',
  );
}, 10_000);

test.each([
  ['a header of 20 kB', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
  ['a host that is none', 'GET /api/me HTTP/1.1\r\nHost: a b<c>\r\n\r\n'],
  [
    'two lengths',
    'POST /notifications/graph HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
  ],
  [
    'a length and chunks at once',
    'POST /notifications/graph HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/me HTTP/1.1\r\n\r\n',
  ],
  ['a line break in a header', 'GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\rd: e\r\n\r\n'],
  ['a tunnel', 'CONNECT localhost:5432 HTTP/1.1\r\nHost: localhost:5432\r\n\r\n'],
  ['a trace', 'TRACE /api/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
  [
    'a backslash for a slash',
    'GET /\\..\\..\\package.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  ],
  [
    'an address that climbs',
    'GET /../../package.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  ],
  [
    'another protocol asked for',
    'GET /api/me HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n',
  ],
])(
  '%s is refused, with no word of how the worker is made',
  async (_name, request) => {
    const answer = await answerTo(request);
    expect(answer).not.toMatch(/HTTP\/1\.1 (?:2\d\d|5\d\d)/u);
    expect(answer).not.toMatch(/\.ts\b|node_modules|Error:|at \//u);
  },
  10_000,
);

test('A body that nobody asked for is not read: the refusal comes before it', async () => {
  const client = open();
  client.write(
    'POST /api/persons HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500000000\r\n\r\n{',
  );
  for (let i = 0; i < 20 && client.said() === ''; i += 1) await sleep(50);
  expect(client.said()).toContain('401');
  expect(await client.closed).toBeLessThan(5_000);
}, 10_000);

test('An address that says of itself to be another is counted by its socket, over a real one', async () => {
  const seen: (string | undefined)[] = [];
  const counted = await listen({ host: '127.0.0.1', port: 0, tls: null }, (request, { remoteAddress }) => {
    seen.push(remoteAddress);
    return gate.app.fetch(request, { remoteAddress });
  });
  const response = await fetch(`${counted.url}/healthz`, { headers: { connection: 'close' } });
  await response.text();
  await counted.stop();
  expect([response.status, seen]).toEqual([200, ['127.0.0.1']]);
  expect(gate.token(petra).length).toBeLessThan(serverLimits.headerBytes);
}, 10_000);
