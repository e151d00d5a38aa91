/**
 * The lock file holds no download addresses (any registry will do), and each platform's package that an entry names is
 * there too: npm has written locks without them, with which `npm ci` fails elsewhere.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const problems = [];

/** As Node looks: in the package's own node_modules, then in those above it. */
const isThere = (from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('node_modules/') - 1, 0))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
};

for (const [path, entry] of Object.entries(packages)) {
  if (entry.resolved !== undefined) problems.push(`${path}: has a download address`);
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isThere(path, name)) problems.push(`${path || 'this package'}: ${name} has no entry`);
  }
}

for (const problem of problems) process.stderr.write(`package-lock.json: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
