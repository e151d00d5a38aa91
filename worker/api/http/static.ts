/**
 * The built add-in under `/`, when it is there. Files with a content hash in their name never change; pages are
 * asked for anew. Serves nothing outside its folder.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';
import { pagePolicy, type PagePolicy } from './headers.ts';

/** The administrator's page is the same page as the pane, at an address that people can be told. */
const ADMIN_PATH = '/admin';

const hashed = /\.[0-9a-f]{8,}\.[a-z0-9]+$/u;

/** Null when nothing was built. */
export const addinFiles = (folder: string, policy: PagePolicy): MiddlewareHandler | null => {
  if (!existsSync(folder)) return null;
  const csp = pagePolicy(policy);
  const files = serveStatic({
    root: folder,
    index: 'taskpane.html',
    rewriteRequestPath: (path) => (path === ADMIN_PATH ? '/taskpane.html' : path),
  });
  return async (c, next) => {
    if (c.req.path === `${ADMIN_PATH}/`) return c.redirect(ADMIN_PATH, 301);
    const response = await files(c, () => Promise.resolve());
    if (response === undefined) return next();
    const name = basename(c.req.path);
    response.headers.set('Content-Security-Policy', csp);
    response.headers.set(
      'Cache-Control',
      hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    // Outlook shows the add-in's icons on pages of its own.
    if (name.endsWith('.png')) response.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
    return response;
  };
};
