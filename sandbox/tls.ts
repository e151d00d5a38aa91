/**
 * A certificate for `localhost` and the authority that signed it, made by office-addin-dev-certs in plain JavaScript
 * and kept in a folder of its own. Never touches the machine's trust store: whoever wants to trust it says so
 * (NODE_EXTRA_CA_CERTS, an Agent's `ca`).
 *
 * Making one is heavy arithmetic (a second on an idle machine, many on a busy one), so it is kept for all processes
 * of this checkout: in the folder that SANDBOX_CERTIFICATES names, else among the caches in node_modules, else, where
 * neither can be written, in a temporary folder for this process alone.
 */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface SandboxCertificate {
  /** Paths of PEM files. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** Their contents. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
const VALID_DAYS = 30;

let ours: Promise<SandboxCertificate> | undefined;

function read(folder: string): SandboxCertificate {
  const [caFile, certFile, keyFile] = ['ca.crt', 'localhost.crt', 'localhost.key'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const [ca, cert, key] = [caFile, certFile, keyFile].map((file) => readFileSync(file, 'utf8')) as [
    string,
    string,
    string,
  ];
  return { caFile, certFile, keyFile, ca, cert, key };
}

/** A kept certificate with days to go; TLS knows real time only, whatever the sandbox's clock says. */
function kept(folder: string): SandboxCertificate | null {
  try {
    const certificate = read(folder);
    const ends = Date.parse(new X509Certificate(certificate.cert).validTo);
    return ends > Date.now() + 2 * DAY_MS ? certificate : null;
  } catch {
    // Not there yet, or another user's.
    return null;
  }
}

/** In a process of its own: the package writes to standard output, which belongs to our caller. */
async function generateInto(folder: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const files = ['ca.crt', 'localhost.crt', 'localhost.key'].map((name) => join(folder, name));
  const program = `
    const [module, ca, cert, key] = process.argv.slice(1);
    require(module).generateCertificates(ca, cert, key, ${VALID_DAYS}, ['localhost', '127.0.0.1'])
      .then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });`;
  await promisify(execFile)(process.execPath, [
    '-e',
    program,
    require.resolve('office-addin-dev-certs/lib/generate.js'),
    ...files,
  ]);
}

/** The folder to keep it in, ready to hold others; null where nothing can be written. */
function keptFolder(): string | null {
  const named = process.env['SANDBOX_CERTIFICATES'];
  const folder = resolve(
    named ?? join(import.meta.dirname, '..', 'node_modules', '.cache', 'relatiebrug-sandbox'),
  );
  try {
    mkdirSync(dirname(folder), { recursive: true });
    accessSync(dirname(folder), constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}

async function make(): Promise<SandboxCertificate> {
  const target = keptFolder();
  const found = target && kept(target);
  if (found) return found;
  const folder = mkdtempSync(join(target ? dirname(target) : tmpdir(), 'relatiebrug-sandbox-'));
  await generateInto(folder);
  if (target) {
    try {
      // Someone else may have been faster meanwhile.
      if (!kept(target)) rmSync(target, { recursive: true, force: true });
      renameSync(folder, target);
    } catch {
      const others = kept(target);
      if (others) {
        rmSync(folder, { recursive: true, force: true });
        return others;
      }
    }
    const ready = kept(target);
    if (ready) return ready;
  }
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return read(folder);
}

export const sandboxCertificate = (): Promise<SandboxCertificate> => (ours ??= make());
