/**
 * The pages of the sign-in pop-up. No script, nothing loaded, one style that the policy knows by its hash. `data-outcome`
 * on the body tells a machine what the words tell a person.
 */
import { createHash } from 'node:crypto';
import type { ConnectPage } from '../../shared/texts/connect.ts';
import { connectTexts } from '../../shared/texts/connect.ts';
import type { Language } from '../../shared/texts/language.ts';
import { fill } from '../../shared/texts/language.ts';

const STYLE =
  'body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;color:#242424;background:#fff;max-width:32rem;margin:3rem auto;padding:0 1rem}' +
  'h1{font-size:1.4rem;line-height:1.3}code{font:inherit;font-weight:600}' +
  '@media(prefers-color-scheme:dark){body{color:#fff;background:#1f1f1f}}';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const STATUS: Readonly<Record<ConnectPage, number>> = {
  activated: 200,
  activatedWaits: 200,
  declined: 403,
  wrongAccount: 409,
  foreignTenant: 403,
  noEmployee: 403,
  consentMissing: 403,
  expired: 400,
  otherBrowser: 400,
  unavailable: 503,
  failed: 502,
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** `account` and `code` fill the text where it names them; both are escaped. */
export const connectPage = (
  page: ConnectPage,
  language: Language,
  values: { readonly account?: string; readonly code?: string } = {},
  headers: Readonly<Record<string, string>> = {},
): Response => {
  const text = connectTexts[language][page];
  const say = (line: string): string => `<p>${escape(fill(line, values))}</p>`;
  const html = `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(text.title)} · Relatiebrug</title><style>${STYLE}</style></head>
<body data-outcome="${page}"><main><h1>${escape(text.title)}</h1>
${say(text.happened)}${say(text.means)}${say(text.next)}</main></body></html>`;
  return new Response(html, {
    status: STATUS[page],
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-language': language,
      ...headers,
    },
  });
};
