/**
 * A certificate for `localhost` and the authority that signed it, made by office-addin-dev-certs in plain JavaScript
 * and kept in a folder of its own. Never touches the machine's trust store: whoever wants to trust it says so
 * (NODE_EXTRA_CA_CERTS, an Agent's `ca`).
 *
 * Making one takes about a second, so a process makes one and keeps it. SANDBOX_CERTIFICATES names a folder in which
 * it is kept between processes.
 */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
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

/** A kept certificate with at least a day to go; TLS knows real time only, whatever the sandbox's clock says. */
function kept(folder: string): SandboxCertificate | null {
  if (!existsSync(join(folder, 'localhost.key'))) return null;
  const certificate = read(folder);
  const ends = Date.parse(new X509Certificate(certificate.cert).validTo);
  return ends > Date.now() + DAY_MS ? certificate : null;
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

async function make(): Promise<SandboxCertificate> {
  const shared = process.env['SANDBOX_CERTIFICATES'];
  const target = shared ? resolve(shared) : null;
  const found = target && kept(target);
  if (found) return found;
  const parent = target ? dirname(target) : tmpdir();
  const folder = mkdtempSync(join(parent, 'relatiebrug-sandbox-'));
  await generateInto(folder);
  if (!target) {
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return read(folder);
  }
  try {
    if (existsSync(target) && !kept(target)) rmSync(target, { recursive: true });
    renameSync(folder, target);
  } catch {
    // Another process was faster: its certificate is as good as ours.
    rmSync(folder, { recursive: true, force: true });
  }
  return read(target);
}

export const sandboxCertificate = (): Promise<SandboxCertificate> => (ours ??= make());
