/**
 * One address for the browser, plain http on localhost (which browsers trust without a certificate): the Outlook page
 * under `/outlook/`, the sandbox's controls under `/sandbox`, the stand-in's sign-in pages, and for everything else the
 * worker, whose PUBLIC_URL this is. The pane's pages get the fake Outlook in the place of office.js.
 *
 *     const front = await startFront({ sandboxUrl, ca, pageFolder: () => 'dist/sandbox' });
 *     … start the worker with PUBLIC_URL=front.url …
 *     front.open(workerUrl);
 *     front.show();                                            // until then a page that waits
 *
 * Listens on the loopback address only, answers to its own name only, and asks nobody but those two.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { officeScript } from '../office/script.ts';
import { sendCrm, sendFile, sendWaiting } from './files.ts';
import { createUpstream, type Upstream } from './proxy.ts';
import { OFFICE_STAND_IN, replaceOfficeJs } from './rewrite.ts';

export interface FrontOptions {
  /** Tried first; another free one when it is taken. Default: a free one. */
  readonly port?: number;
  /** Origin of the sandbox, and the authority to trust for it (and for a worker with https). */
  readonly sandboxUrl: string;
  readonly ca: string;
  /** Where the page was built to; asked when it is needed. */
  readonly pageFolder: () => string;
}

export interface Front {
  /** Origin: `http://localhost:PORT`. */
  readonly url: string;
  /** Of the Outlook page. */
  readonly pageUrl: string;
  /** Where a person's "open in CRM" leads, with `{id}` in it. */
  readonly crmUrl: string;
  /** What the waiting page says. */
  say(title: string, step: string): void;
  /** From now on the worker answers, at this origin of its own. */
  open(workerUrl: string): void;
  /** From now on the Outlook page is shown. */
  show(): void;
  close(): Promise<void>;
}

const PAGE = '/outlook';
const CRM = `${PAGE}/crm`;
const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** What the stand-in's sign-in answers at; nothing of the worker's is called so. */
const SIGN_IN = new RegExp(
  `^/(?:common|organizations|consumers|oauth2|sign-in|session|oidc|discovery|${GUID})/`,
  'iu',
);

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

const say = (res: ServerResponse, status: number, text: string): void => {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  res.end(`${text}\n`);
};

const sendScript = (res: ServerResponse): void => {
  const script = officeScript();
  res.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': String(Buffer.byteLength(script)),
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  });
  res.end(script);
};

export const startFront = async (options: FrontOptions): Promise<Front> => {
  let waiting = { title: 'Outlook', step: '…' };
  let worker: Upstream | null = null;
  let isShown = false;
  let own = '';
  const behind = (): string[] => [options.sandboxUrl, ...(worker === null ? [] : [worker.url])];

  const route = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const target = req.url ?? '/';
    if (!target.startsWith('/') || target.startsWith('//'))
      return say(res, 400, 'Not an address of this server.');
    // Another name that leads here (DNS rebinding), or another site's script: not from our page.
    const { host, origin } = req.headers;
    if (host !== new URL(own).host) return say(res, 421, `This is ${own}.`);
    const path = target.split('?')[0] ?? '/';
    if (isUnder(path, '/sandbox')) {
      if (origin !== undefined && origin !== own)
        return say(res, 403, 'The controls are for this page only.');
      return sandbox.pass(req, res);
    }
    if (path === '/' || path === PAGE) {
      res.writeHead(302, { location: `${PAGE}/${target.slice(path.length)}`, 'cache-control': 'no-store' });
      res.end();
    } else if (path === OFFICE_STAND_IN) sendScript(res);
    else if (path === '/favicon.ico') {
      // Browsers ask for it beside pages that name no icon.
      res.writeHead(204);
      res.end();
    } else if (SIGN_IN.test(path)) sandbox.pass(req, res);
    else if (path === CRM) sendCrm(res, new URL(target, own).searchParams.get('person') ?? '');
    else if (worker === null || (isUnder(path, PAGE) && !isShown)) sendWaiting(res, waiting);
    else if (!isUnder(path, PAGE)) worker.pass(req, res);
    else if (!(await sendFile(options.pageFolder(), path.slice(PAGE.length + 1), res)))
      say(res, 404, 'There is no such file.');
  };

  const server = createServer((req, res) => {
    route(req, res).catch(() => {
      if (res.headersSent) res.destroy();
      else say(res, 500, 'SandboxBug');
    });
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(options.port ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || !options.port) throw error;
    return listen(0);
  });
  own = `http://localhost:${(server.address() as AddressInfo).port}`;
  const sandbox = createUpstream({ url: options.sandboxUrl, ca: options.ca, frontUrl: own, behind });

  return {
    url: own,
    pageUrl: `${own}${PAGE}/`,
    crmUrl: `${own}${CRM}?person={id}`,
    say(title, step) {
      waiting = { title, step };
    },
    open(workerUrl) {
      worker?.close();
      worker = createUpstream({
        url: workerUrl,
        ca: options.ca,
        frontUrl: own,
        behind,
        rewritePage: replaceOfficeJs,
      });
    },
    show() {
      isShown = true;
    },
    close() {
      worker?.close();
      sandbox.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
