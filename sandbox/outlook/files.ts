/** The built Outlook page as files under a prefix, and the page that waits until there is something to show. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** Griffel makes empty style elements and fills them by script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const NAME = /^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)+$/u;
const HASHED = /\.[0-9a-f]{8}\.js$/u;

/** `name`: what follows the prefix, without a query. False when there is no such file. */
export const sendFile = async (folder: string, name: string, res: ServerResponse): Promise<boolean> => {
  const file = name === '' ? 'index.html' : name;
  const type = TYPES[extname(file)];
  // Plain names only: nothing leads out of the folder.
  if (type === undefined || !NAME.test(file)) return false;
  const content = await readFile(join(folder, file)).catch(() => null);
  if (content === null) return false;
  res.writeHead(200, {
    'content-type': type,
    'content-length': String(content.length),
    'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
  });
  res.end(content);
  return true;
};

const escape = (text: string): string => text.replace(/[&<>"']/gu, (sign) => `&#${sign.codePointAt(0)};`);

const WAITING_STYLE =
  'body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;color:#242424;background:#fff;max-width:32rem;margin:20vh auto 0;padding:0 1rem}' +
  'h1{font-size:1.4rem;font-weight:600}progress{width:100%}' +
  '@media(prefers-color-scheme:dark){body{color:#fff;background:#1f1f1f}}';

/** Looks again by itself every second or two, until the real page comes. */
export const sendWaiting = (res: ServerResponse, said: { title: string; step: string }): void => {
  const [title, step] = [escape(said.title), escape(said.step)];
  const html = `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${WAITING_STYLE}</style></head>
<body><main><h1>${title}</h1><p role="status">${step}</p><progress aria-label="${title}"></progress></main></body></html>`;
  res.writeHead(503, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    refresh: '2',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  res.end(html);
};

/** Where "open in CRM" leads in the sandbox: an office's own CRM would show this person. */
export const sendCrm = (res: ServerResponse, personId: string): void => {
  const html = `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>CRM</title><style>${WAITING_STYLE}</style></head>
<body><main><h1>CRM</h1><p>Hier toont het CRM van uw kantoor deze persoon. / Here your office’s CRM shows this person.</p>
<p><code>${escape(personId)}</code></p></main></body></html>`;
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  res.end(html);
};
