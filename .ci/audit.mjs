/**
 * `npm run audit:check`: known vulnerabilities in what runs at an office (dev packages stay outside), as npm's advisory
 * service tells them. Exit 0: nothing of weight; 1: high or critical; 3: nobody could be asked, which is no "all clear".
 * Read from a file instead: `node .ci/audit.mjs --report FILE` (the JSON of `npm audit --omit=dev --json`).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const WEIGHTY = new Set(['high', 'critical']);
const exits = { fine: 0, found: 1, notAsked: 3 };

const askNpm = () => {
  const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  return error ? '' : stdout;
};

/** Null for anything that is no report: an error of the registry, a proxy's page, nothing. */
const parse = (text) => {
  try {
    const report = JSON.parse(text);
    return typeof report.vulnerabilities === 'object' && report.vulnerabilities !== null ? report : null;
  } catch {
    return null;
  }
};

const line = ({ name, severity, range, via, fixAvailable }) => {
  const titles = via.filter((one) => typeof one === 'object').map((one) => one.title);
  const because = titles.length > 0 ? titles.join('; ') : `through ${via.join(', ')}`;
  return `  ${severity.padEnd(8)}  ${name} ${range}: ${because}${fixAvailable ? ' (a fixed version exists)' : ''}`;
};

const at = process.argv.indexOf('--report');
const report = parse(at === -1 ? askNpm() : readFileSync(process.argv[at + 1], 'utf8'));
if (report === null) {
  process.stderr.write(
    'audit: the advisory service could not be asked (no network, or a registry without one). Nothing is known; ask again where it can be reached.\n',
  );
  process.exitCode = exits.notAsked;
} else {
  const all = Object.values(report.vulnerabilities);
  const weighty = all.filter(({ severity }) => WEIGHTY.has(severity));
  const lines = all.map(line).sort();
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  process.stdout.write(
    `audit: ${String(weighty.length)} high or critical, ${String(all.length - weighty.length)} lesser, in packages that run at an office.\n`,
  );
  process.exitCode = weighty.length > 0 ? exits.found : exits.fine;
}
