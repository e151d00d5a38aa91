/**
 * One process at a time opens or leaves a data folder, and the folder knows who uses its server.
 *
 * The lock is a file made by an atomic link; one whose holder is dead is taken over. Should two processes take over
 * at the very same moment, PostgreSQL's own postmaster.pid still keeps a second server off the data.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, StoreError } from '../errors.ts';
import { isStill, markOf, type ProcessMark } from './processes.ts';

const askAgainMs = 50;
const longestWaitMs = 120_000;

const parseMark = (text: string): ProcessMark | null => {
  try {
    const mark = JSON.parse(text) as Partial<ProcessMark>;
    return typeof mark.pid === 'number' ? { pid: mark.pid, startedAs: mark.startedAs ?? null } : null;
  } catch {
    return null;
  }
};

const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

/** Puts a lock aside whose holder is dead; puts it back when it turns out to be another's by now. */
const putAside = async (path: string, dead: string): Promise<void> => {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readIfThere(aside)) !== dead) await link(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
};

const take = async (path: string, own: string): Promise<void> => {
  const until = Date.now() + longestWaitMs;
  for (;;) {
    try {
      await link(own, path);
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const text = await readIfThere(path);
    const holder = text === null ? null : parseMark(text);
    if (text !== null && (holder === null || !isStill(holder))) {
      await putAside(path, text);
      continue;
    }
    if (Date.now() > until) {
      throw new StoreError(
        'store.busy',
        `Process ${holder?.pid ?? 'unknown'} has been opening this data folder for two minutes. ` +
          `Wait for it or end it, then try again (${path}).`,
      );
    }
    await sleep(askAgainMs);
  }
};

/** Runs `work` while no other process (or other part of this one) is inside with the same path. */
export const withFolderLock = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  const own = `${path}.${process.pid}.${randomUUID()}`;
  await writeFile(own, JSON.stringify({ ...markOf(process.pid), nonce: randomUUID() }), { mode: 0o600 });
  try {
    await take(path, own);
  } finally {
    await rm(own, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
};

/** Writes down that a process uses the folder; the answer is the path of the note. */
export const registerUser = async (folder: string, pid: number): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${pid}-${randomUUID()}`);
  await writeFile(path, JSON.stringify(markOf(pid)), { mode: 0o600 });
  return path;
};

/** Number of notes whose process lives; the others are removed. */
export const countUsers = async (folder: string): Promise<number> => {
  let users = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const text = await readIfThere(path);
    const mark = text === null ? null : parseMark(text);
    if (mark !== null && isStill(mark)) users += 1;
    else await rm(path, { force: true });
  }
  return users;
};

/** As `countUsers`, for the last moments of a process, in which nothing can be waited for. */
export const countUsersNow = (folder: string): number => {
  try {
    return readdirSync(folder)
      .map((name) => parseMark(readFileSync(join(folder, name), 'utf8')))
      .filter((mark) => mark !== null && isStill(mark)).length;
  } catch {
    return 1;
  }
};
