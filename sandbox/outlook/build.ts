/**
 * What the Outlook page needs built: the page itself and the add-in, each for these very sources. Kept by the sources'
 * fingerprint among the caches in node_modules, so that a second start waits for nothing. Never in dist/: what lies
 * there may be an administrator's own build.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'relatiebrug-outlook');

export type BuildPart = 'addin' | 'page';

const parts: Readonly<
  Record<BuildPart, { sources: readonly string[]; args: readonly string[]; proof: string }>
> = {
  addin: {
    sources: ['addin', 'shared', 'bench/sizes.mjs', 'manifest.xml', 'webpack.config.js', 'package-lock.json'],
    args: [],
    proof: 'taskpane.html',
  },
  page: {
    sources: ['sandbox/outlook/page', 'webpack.config.js', 'package-lock.json'],
    args: ['--env', 'sandbox'],
    proof: 'index.html',
  },
};

/** webpack ended without a build; `said` is what it wrote. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
  constructor(
    readonly part: BuildPart,
    readonly said: string,
  ) {
    super(`${part}: ${said.slice(-2_000)}`);
  }
}

const filesOf = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const fingerprint = async (part: BuildPart): Promise<string> => {
  const hash = createHash('sha256');
  for (const source of parts[part].sources)
    for (const file of (await filesOf(join(root, source))).sort())
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(await readFile(file))
        .update('\0');
  return hash.digest('hex').slice(0, 16);
};

/** Settings of this machine's own builds would end up in this one. */
const withoutSettings = (): NodeJS.ProcessEnv => {
  const { AUTHORITY: _authority, PUBLIC_URL: _origin, WEBPACK_SERVE: _serve, ...env } = process.env;
  return { ...env, NODE_OPTIONS: '' };
};

const runWebpack = (part: BuildPart, folder: string, stop?: AbortSignal): Promise<string> => {
  const cli = join(createRequire(import.meta.url).resolve('webpack-cli/package.json'), '..', 'bin', 'cli.js');
  const kept = ['--cache-type', 'filesystem', '--cache-cache-directory', join(cache, 'webpack')];
  const args = [cli, '--mode', 'production', ...parts[part].args, '--output-path', folder, ...kept];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env: withoutSettings(), signal: stop, maxBuffer: 16 * 1024 * 1024 },
      (_error, out, complaints) => {
        if (stop?.aborted) reject(stop.reason as Error);
        else resolve(`${out}${complaints}`);
      },
    );
  });
};

/** Somewhere to build in; where the checkout cannot be written to, a temporary folder for this time alone. */
const placeFor = async (name: string): Promise<string> => {
  try {
    await mkdir(cache, { recursive: true });
    return join(cache, name);
  } catch {
    return join(await mkdtemp(join(tmpdir(), 'relatiebrug-outlook-')), name);
  }
};

/** Older builds of the same part; one that is still being read stays for an hour. */
const forgetOld = async (part: BuildPart, current: string): Promise<void> => {
  for (const name of await readdir(cache).catch(() => [])) {
    const path = join(cache, name);
    if (path === current || !name.startsWith(`${part}-`)) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
};

/** A build that is heavier than its budget is a build all the same: `npm run build` and the tests judge that. */
const build = async (part: BuildPart, folder: string, stop?: AbortSignal): Promise<void> => {
  const building = `${folder}.building-${process.pid}`;
  try {
    const said = await runWebpack(part, join(building, part), stop);
    if (!existsSync(join(building, part, parts[part].proof))) throw new BuildFailed(part, said);
    await rename(building, folder).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was faster.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  await forgetOld(part, folder);
};

export interface BuildOptions {
  /** Called when it takes time. */
  readonly onBuild?: (part: BuildPart) => void;
  readonly stop?: AbortSignal;
}

/**
 * The folder with this part, built if need be; what the add-in's build says of its weight lies beside it. Safe to call at
 * the same time as others do.
 */
export const built = async (part: BuildPart, { onBuild, stop }: BuildOptions = {}): Promise<string> => {
  const folder = await placeFor(`${part}-${await fingerprint(part)}`);
  if (!existsSync(folder)) {
    onBuild?.(part);
    await build(part, folder, stop);
  }
  return join(folder, part);
};
