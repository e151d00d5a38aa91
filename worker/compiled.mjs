/**
 * The worker's sources as plain JavaScript, made when they are not there or the sources have changed since, and kept in
 * `node_modules/.cache/relatiebrug/` (ADR 5). A start then loads a few files instead of some hundred, without a compiler.
 * Packages are not taken in; their versions are those of node_modules.
 *
 * A folder that a running worker loads from is never written again: each change of the sources makes a new one.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'relatiebrug');
const entry = 'worker/main.ts';
/** A worker that runs since an earlier version may load a part of it late. */
const keptFolders = 4;
/** Two workers of other versions of this file do not share what they make. */
const format = 1;

const optionsOf = async () => ({
  format,
  root,
  esbuild: JSON.parse(await readFile(join(root, 'node_modules/esbuild/package.json'), 'utf8')).version,
});

const markOf = async (path) => {
  const { size, mtimeMs } = await stat(join(root, path));
  return `${size} ${mtimeMs}`;
};

/** What was made last, as it is told by `made.json`; null when there is nothing or the sources are others by now. */
const readMade = async (options) => {
  try {
    const made = JSON.parse(await readFile(join(cache, 'made.json'), 'utf8'));
    if (JSON.stringify(made.options) !== JSON.stringify(options)) return null;
    const paths = Object.keys(made.sources);
    const marks = await Promise.all(paths.map(markOf));
    return paths.every((path, at) => made.sources[path] === marks[at]) ? made : null;
  } catch {
    // Never made, a source that went, a file that was cut off: it is made anew.
    return null;
  }
};

/** In what is made, a file's own address is the source's: what lies beside it (migrations, the schema) is found there. */
const ownAddress = (folder) => ({
  name: 'own-address',
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const from = JSON.stringify(relative(folder, path).replaceAll('\\', '/'));
      const address = `new URL(${from}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
});

const make = async (options) => {
  const { build } = await import('esbuild');
  const name = randomUUID();
  const folder = join(cache, name);
  await mkdir(folder, { recursive: true });
  const before = performance.timeOrigin + performance.now();
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [ownAddress(folder)],
  });
  const paths = Object.keys(metafile.inputs).filter((path) => !path.startsWith('node_modules/'));
  const sources = Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await markOf(path)])),
  );
  const files = Object.fromEntries(
    Object.entries(metafile.outputs)
      .filter(([, output]) => output.entryPoint !== undefined)
      .map(([file, output]) => [output.entryPoint, relative(folder, join(root, file))]),
  );
  const made = { options, name, sources, files };
  // Written to while it was read: what was made may be of both, so it serves this start and no other.
  const changed = Object.values(sources).some((mark) => Number(mark.split(' ')[1]) >= before);
  if (!changed) {
    const file = join(cache, `${name}.json`);
    await writeFile(file, JSON.stringify(made));
    await rename(file, join(cache, 'made.json'));
  }
  await forgetOld().catch(() => undefined);
  return made;
};

const forgetOld = async () => {
  const folders = (await readdir(cache, { withFileTypes: true })).filter((each) => each.isDirectory());
  const aged = await Promise.all(
    folders.map(async ({ name }) => ({ name, at: (await stat(join(cache, name))).mtimeMs })),
  );
  aged.sort((a, b) => b.at - a.at);
  await Promise.all(
    aged.slice(keptFolders).map(({ name }) => rm(join(cache, name), { recursive: true, force: true })),
  );
};

/**
 * Loads a source of the worker that is loaded by itself: `worker/main.ts`, or one that another loads late. Where nothing can be
 * kept (a read-only installation that was never started), tsx runs the sources as they stand, at the cost of a slower start.
 */
export const loadCompiled = async () => {
  const made = await madeOrNull();
  if (made === null) {
    const { register } = await import('tsx/esm/api');
    register();
    return (source) => import(pathToFileURL(join(root, source)).href);
  }
  return (source) => {
    const file = made.files[source];
    if (file === undefined) throw new Error(`${source} is not loaded by itself by anything in worker/`);
    return import(pathToFileURL(join(cache, made.name, file)).href);
  };
};

const madeOrNull = async () => {
  try {
    const options = await optionsOf();
    return (await readMade(options)) ?? (await make(options));
  } catch {
    return null;
  }
};
