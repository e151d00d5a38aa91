/** The add-in as `npm run build` makes it, built when no build of these very sources is there yet: once for all test files of a run. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from '../../../sandbox/outlook/build.ts';
import { withFolderLock } from '../../../worker/store/embedded/folder-lock.ts';

const cache = fileURLToPath(new URL('../../../node_modules/.cache/relatiebrug-tests', import.meta.url));

export interface BuiltPane {
  /** What the worker serves. */
  readonly folder: string;
  /** What it weighs, written by the build (bench/sizes.mjs). */
  readonly sizes: string;
}

/** The lock is for the machine's sake: two test files that began together would both build. */
export const builtPane = async (): Promise<BuiltPane> => {
  await mkdir(cache, { recursive: true });
  const folder = await withFolderLock(join(cache, 'lock'), () => built('addin'));
  return { folder, sizes: `${folder}-sizes.json` };
};
