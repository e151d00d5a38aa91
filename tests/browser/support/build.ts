/**
 * The add-in as `npm run build` makes it, built when no build of these very sources is there yet. Never in dist/: what
 * lies there may be somebody's own. Kept under node_modules/.cache by the sources' fingerprint, a lock around it, so that
 * all test files of a run, and runs after it, share one build.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFolderLock } from '../../../worker/store/embedded/folder-lock.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'relatiebrug-pane');
/** All that a build is made of. */
const sources = [
  'addin',
  'shared',
  'bench/sizes.mjs',
  'webpack.config.js',
  'manifest.xml',
  'package-lock.json',
];
const BUILD_MS = 5 * 60_000;
/** Builds of sources that changed since; a run that began with one may still be reading it. */
const KEPT_BUILDS_MS = 60 * 60_000;

export interface BuiltPane {
  /** What the worker serves. */
  readonly folder: string;
  /** What it weighs, written by the build (bench/sizes.mjs). */
  readonly sizes: string;
}

const builtIn = (folder: string): BuiltPane => ({
  folder: join(folder, 'addin'),
  sizes: join(folder, 'addin-sizes.json'),
});

const filesOf = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of (await filesOf(join(root, source))).sort()) {
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
};

/** What webpack keeps between two builds of slightly different sources: the second takes a third of the time. */
const kept = ['--cache-type', 'filesystem', '--cache-cache-directory', join(cache, 'webpack')];

const runWebpack = (folder: string): Promise<string> => {
  const require = createRequire(import.meta.url);
  const cli = join(require.resolve('webpack-cli/package.json'), '..', 'bin', 'cli.js');
  const { AUTHORITY: _authority, PUBLIC_URL: _origin, WEBPACK_SERVE: _serve, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, '--mode', 'production', '--output-path', folder, ...kept],
      { cwd: root, timeout: BUILD_MS, env: { ...env, NODE_OPTIONS: '' } },
      (_error, out, complaints) => {
        resolve(`${out}${complaints}`);
      },
    );
  });
};

const forgetOld = async (current: string): Promise<void> => {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (path === current || !/^[0-9a-f]{16}$|^building-/u.test(name)) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEPT_BUILDS_MS) await rm(path, { recursive: true, force: true });
  }
};

/** A build that is too heavy is a build all the same; what it weighs is for a test of its own to judge. */
const build = async (folder: string): Promise<void> => {
  const building = join(cache, `building-${process.pid}`);
  await rm(building, { recursive: true, force: true });
  const said = await runWebpack(builtIn(building).folder);
  if (!existsSync(join(builtIn(building).folder, 'taskpane.html')))
    throw new Error(`The pane could not be built:\n${said.slice(-4_000)}`);
  await rename(building, folder);
  await forgetOld(folder);
};

export const builtPane = async (): Promise<BuiltPane> => {
  await mkdir(cache, { recursive: true });
  const folder = join(cache, await fingerprint());
  if (!existsSync(folder)) {
    await withFolderLock(join(cache, 'lock'), async () => {
      if (!existsSync(folder)) await build(folder);
    });
  }
  return builtIn(folder);
};
