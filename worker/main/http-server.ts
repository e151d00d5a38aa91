/** The socket under the API: http, or https where certificate and key are set. Stops within its time. */
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { CommandError } from '../cli/errors.ts';
import { exits } from '../cli/output.ts';
import type { Settings } from '../settings.ts';

/** Requests under way get this long; then their connections are cut. */
const DRAIN_MS = 5_000;
/** A client that does not get its headers out in this time is none of ours. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;

export interface HttpServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export const listen = async (
  { host, port, tls }: Pick<Settings, 'host' | 'port' | 'tls'>,
  fetch: (request: Request) => Response | Promise<Response>,
  drainMs = DRAIN_MS,
): Promise<HttpServer> => {
  const listener = getRequestListener((request) => fetch(request));
  const handle = (...args: Parameters<typeof listener>): void => {
    void listener(...args);
  };
  const server: Server = tls === null ? createHttpServer(handle) : await secure(tls, handle);
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
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
  handle: Parameters<typeof createHttpsServer>[1],
): Promise<Server> => {
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
    return createHttpsServer({ cert, key, minVersion: 'TLSv1.2' }, handle);
  } catch (cause) {
    // Also a key that does not belong to the certificate.
    throw new CommandError('tlsUnreadable', {}, exits.usage, { cause });
  }
};
