/** The socket under the API: http, or https where certificate and key are set. Stops within its time. */
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Peer } from '../api/ports.ts';
import { CommandError } from '../cli/errors.ts';
import { exits } from '../cli/output.ts';
import type { Settings } from '../settings.ts';

/** Requests under way get this long; then their connections are cut. */
const DRAIN_MS = 5_000;

/** What one client may take of the socket: a client that is slower, or says more, than this is none of ours. */
export const serverLimits = {
  handshakeMs: 15_000,
  headersMs: 15_000,
  requestMs: 60_000,
  /** Nothing moved either way; a preview of a large mailbox answers only after minutes. */
  silentMs: 600_000,
  /** How often the two above are looked at. */
  checkMs: 5_000,
  /** Access tokens of Entra are a few kB; 16 kB of them fit. */
  headerBytes: 16 * 1024,
  headers: 100,
  connections: 1_000,
};
export type ServerLimits = typeof serverLimits;

export interface HttpServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export const listen = async (
  { host, port, tls }: Pick<Settings, 'host' | 'port' | 'tls'>,
  fetch: (request: Request, peer: Peer) => Response | Promise<Response>,
  drainMs = DRAIN_MS,
  limits: ServerLimits = serverLimits,
): Promise<HttpServer> => {
  const listener = getRequestListener((request, { incoming }) =>
    fetch(request, { remoteAddress: incoming.socket.remoteAddress }),
  );
  const handle = (...args: Parameters<typeof listener>): void => {
    void listener(...args);
  };
  const options = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    maxHeaderSize: limits.headerBytes,
  };
  const server: Server =
    tls === null
      ? createHttpServer(options, handle)
      : await secure(tls, { ...options, handshakeTimeout: limits.handshakeMs }, handle);
  // The server itself does not know a connection on which no TLS was spoken yet, and would wait for it.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.timeout = limits.silentMs;
  server.maxHeadersCount = limits.headers;
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `${tls === null ? 'http' : 'https'}://${name}:${String(address.port)}`,
    stop: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => {
          server.closeAllConnections();
          sockets.forEach((socket) => socket.destroy());
        }, drainMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};

const secure = async (
  { certFile, keyFile }: NonNullable<Settings['tls']>,
  options: ServerOptions,
  handle: Parameters<typeof createHttpsServer>[1],
): Promise<Server> => {
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
    return createHttpsServer({ ...options, cert, key, minVersion: 'TLSv1.2' }, handle);
  } catch (cause) {
    // Also a key that does not belong to the certificate.
    throw new CommandError('tlsUnreadable', {}, exits.usage, { cause });
  }
};
