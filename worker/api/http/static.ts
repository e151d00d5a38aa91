/**
 * The built add-in under `/`, when it is there. Files with a content hash in their name never change; pages are
 * asked for anew. Serves nothing outside its folder.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';
import { pagePolicy, type PagePolicy } from './headers.ts';

const hashed = /\.[0-9a-f]{8,}\.[a-z0-9]+$/u;

/** Null when nothing was built. */
export const addinFiles = (folder: string, policy: PagePolicy): MiddlewareHandler | null => {
  if (!existsSync(folder)) return null;
  const csp = pagePolicy(policy);
  return serveStatic({
    root: folder,
    index: 'taskpane.html',
    onFound: (path, c) => {
      c.header('Content-Security-Policy', csp);
      c.header(
        'Cache-Control',
        hashed.test(basename(path)) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
};
