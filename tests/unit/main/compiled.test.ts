/**
 * How the command loads the worker's sources (worker/compiled.mjs), in an installation of its own with sources of three
 * lines: what is kept, what makes it anew, and what happens where nothing can be kept. Each start is a process.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const worker = fileURLToPath(new URL('../../../worker', import.meta.url));

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'relatiebrug-compiled-')));
  mkdirSync(join(root, 'worker', 'part'), { recursive: true });
  mkdirSync(join(root, 'node_modules'));
  for (const name of ['tsx', 'esbuild']) symlinkSync(join(packages, name), join(root, 'node_modules', name));
  for (const file of ['compiled.mjs', 'relatiebrug.mjs'])
    cpSync(join(worker, file), join(root, 'worker', file));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'worker', 'part', 'beside.txt'), 'found beside');
  part("export const said: string = 'one';");
  const body = "console.log((await import('./part/part.ts')).said);\n  return 0;";
  writeFileSync(
    join(root, 'worker', 'main.ts'),
    `export const main = async (): Promise<number> => {\n  ${body}\n};\n`,
  );
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const part = (text: string): void => {
  writeFileSync(join(root, 'worker', 'part', 'part.ts'), text);
};
/** What it said; of a start that failed, its complaint. */
const start = (): string => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, 'worker', 'relatiebrug.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  return status === 0 ? stdout.trim() : stderr;
};
const cache = (): string => join(root, 'node_modules', '.cache', 'relatiebrug');
const kept = (): string[] => readdirSync(cache()).filter((name) => !name.endsWith('.json'));

test('the first start makes it, the next ones take what was made', () => {
  expect([start(), start(), start()]).toEqual(['one', 'one', 'one']);
  expect(kept()).toHaveLength(1);
});

test('a source that has changed, also one that is loaded late, is what runs', () => {
  expect(start()).toBe('one');
  part("export const said: string = 'two';");
  expect([start(), start()]).toEqual(['two', 'two']);
  expect(kept()).toHaveLength(2);
});

test('what a worker that still runs was made of stays, up to four of them', () => {
  for (let version = 0; version < 6; version += 1) {
    part(`export const said: string = 'version ${String(version)}';`);
    expect(start()).toBe(`version ${String(version)}`);
  }
  expect(kept()).toHaveLength(4);
}, 60_000);

test('a file that lies beside a source is found from there', () => {
  part(
    "import { readFileSync } from 'node:fs';\nexport const said = readFileSync(new URL('./beside.txt', import.meta.url), 'utf8');",
  );
  expect([start(), start()]).toEqual(['found beside', 'found beside']);
});

test('a stack trace names the line that somebody wrote', () => {
  part("export const said: string = 'one';\n\nthrow new Error('wrong');");
  expect(start()).toContain(`${join('worker', 'part', 'part.ts')}:3:7`);
});

test('what was kept and is cut off is made anew', () => {
  expect(start()).toBe('one');
  writeFileSync(join(cache(), 'made.json'), '{"opt');
  expect(start()).toBe('one');
  expect([start(), kept().length]).toEqual(['one', 2]);
});

test('where nothing can be kept the sources run as they stand', () => {
  mkdirSync(join(root, 'node_modules', '.cache'));
  writeFileSync(cache(), 'a file where the folder should be');
  expect([start(), start()]).toEqual(['one', 'one']);
});
