/**
 * The worker's outside for panes that come one after another: the built files with the worker's own headers and addresses,
 * and behind `/api` the stand-in worker of the pane that is open. One address for all of them, so that the browser need not
 * compile the same script for each.
 */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import { securityHeaders } from '../../../worker/api/http/headers.ts';
import { addinFiles } from '../../../worker/api/http/static.ts';
import { config, type StandInWorker } from '../../addin/support/worker.ts';

export interface PaneServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** `behind` says whose pane is open now; null: none is. */
export const servePane = async (folder: string, behind: () => StandInWorker | null): Promise<PaneServer> => {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(securityHeaders(false));
  const answer = async (request: Request): Promise<Response | null> => {
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const told = await behind()?.answer(
      request.method,
      `${pathname}${search}`,
      Object.fromEntries(request.headers),
      body === '' ? null : body,
    );
    if (told === null || told === undefined) return null;
    // As a proxy answers that is none of ours.
    if (typeof told.body === 'function') return new Response('<html>', { status: told.status });
    return Response.json(told.body, { status: told.status });
  };
  for (const path of ['/config.json', '/api/*']) {
    app.all(path, async (c) => {
      const response = await answer(c.req.raw);
      // Nobody answers: the connection ends without a word.
      if (response === null) c.env.incoming.socket.destroy();
      return response ?? c.body(null, 503);
    });
  }
  const files = addinFiles(folder, { authority: new URL(config.authority).origin, frameAncestors: [] });
  if (files === null) throw new Error('the pane was not built');
  app.get('/*', files);

  return listen(app.fetch);
};

/** Serves this on a port of its own. */
export const listen = async (
  fetch: Parameters<typeof createAdaptorServer>[0]['fetch'],
): Promise<PaneServer> => {
  const server = createAdaptorServer({ fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
