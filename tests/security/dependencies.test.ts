/**
 * The two scripts that judge what Relatiebrug brings along: known vulnerabilities by weight, with "nobody could be
 * asked" told apart from "nothing found"; and licences, each of which somebody has looked at.
 *
 * Seen to fail, in .ci/audit.mjs: `high` left out of `WEIGHTY` (its row), `notAsked` made 0 (the four that are no answer); in
 * .ci/licences.mjs: one licence of an `AND` taken for both, `dev` not looked at (their tests, and the list).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = (name: string): string => fileURLToPath(new URL(`../../.ci/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relatiebrug-dependencies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (name: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script(name), ...args], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};
const withFile = (name: string, flag: string, content: unknown, ...args: string[]) => {
  const file = join(folder, 'given.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return run(name, flag, file, ...args);
};
const vulnerability = (severity: string) => ({
  name: 'left-door',
  severity,
  range: '<2.0.0',
  via: [{ title: 'The left door does not lock' }],
  fixAvailable: true,
});

describe('audit:check', () => {
  test.each([
    ['critical', 1],
    ['high', 1],
    ['moderate', 0],
    ['low', 0],
  ])('ends a %s vulnerability with %i, and names package and reason', (severity, status) => {
    const report = { vulnerabilities: { 'left-door': vulnerability(severity) } };
    const ran = withFile('audit.mjs', '--report', report);
    expect(ran.status).toBe(status);
    expect(ran.said).toContain('left-door <2.0.0: The left door does not lock (a fixed version exists)');
  });

  test('is content with a report without any', () => {
    expect(withFile('audit.mjs', '--report', { vulnerabilities: {} }).status).toBe(0);
  });

  test.each([[''], ['<html>proxy</html>'], [{ message: '405 Method Not Allowed' }], ['null']])(
    'does not take %j for "nothing found"',
    (answer) => {
      const ran = withFile('audit.mjs', '--report', answer);
      expect(ran.status).toBe(3);
      expect(ran.said).toContain('could not be asked');
    },
  );
});

describe('licences', () => {
  const lock = (license: string | undefined, more: object = {}) => ({
    packages: { '': {}, 'node_modules/left-door': { version: '1.0.0', license, ...more } },
  });
  const judge = (content: object) => withFile('licences.mjs', '--lock', content, '--check').said;

  test.each(['GPL-3.0', 'AGPL-3.0-only', 'SSPL-1.0', 'UNLICENSED', '(MIT AND GPL-2.0)', undefined])(
    'refuse %s by name',
    (licence) => {
      const said = judge(lock(licence));
      expect(said).toContain(`left-door 1.0.0 is under ${licence ?? 'unknown'},`);
      expect(said).toContain('1 refused');
    },
  );

  test.each(['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0'])('take %s', (licence) => {
    expect(judge(lock(licence))).toContain('0 refused');
  });

  test('leave out what is for development only', () => {
    expect(judge(lock('GPL-3.0', { dev: true }))).toContain('0 packages, 0 refused');
  });

  test('of everything that runs are in docs/licences.md, as it is now', () => {
    expect(run('licences.mjs', '--check')).toMatchObject({ status: 0 });
    const { dependencies } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as { dependencies: Record<string, string> };
    const listed = readFileSync(new URL('../../docs/licences.md', import.meta.url), 'utf8');
    for (const [name, version] of Object.entries(dependencies))
      expect(listed).toMatch(new RegExp(`^\\| ${name} +\\| ${version} `, 'm'));
  });
});
