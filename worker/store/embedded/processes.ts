/**
 * Is the process of this number still the one that was meant? Numbers are used again, so each is kept with its start.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { codeOf } from '../errors.ts';

export interface ProcessMark {
  readonly pid: number;
  /** Opaque; null where the platform does not say. */
  readonly startedAs: string | null;
}

const isLinux = process.platform === 'linux';

/** State and start of a process out of /proc; its name stands in brackets and may hold anything. */
const linuxStat = (pid: number): { state: string; startedAs: string } | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedAs: fields[19] ?? '' };
  } catch {
    return null;
  }
};

const ask = (program: string, args: readonly string[]): string | null => {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
};

/** A zombie is dead: where process 1 does not collect its children it would count as alive for ever. */
export const isAlive = (pid: number): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (isLinux) {
    const stat = linuxStat(pid);
    return stat !== null && stat.state !== 'Z' && stat.state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

const startOf = (pid: number): string | null => {
  if (isLinux) return linuxStat(pid)?.startedAs ?? null;
  if (process.platform === 'win32') return null;
  return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
};

export const markOf = (pid: number): ProcessMark => ({ pid, startedAs: startOf(pid) });

export const isStill = (mark: ProcessMark): boolean => {
  if (!isAlive(mark.pid)) return false;
  const startedAs = startOf(mark.pid);
  return mark.startedAs === null || startedAs === null || mark.startedAs === startedAs;
};

/** The command line, or null where the platform does not tell. */
export const commandOf = (pid: number): string | null => {
  if (isLinux) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    } catch {
      return null;
    }
  }
  if (process.platform === 'win32') return null;
  return ask('ps', ['-o', 'command=', '-p', String(pid)]);
};

/** Processes that stand in this folder, as every process of a PostgreSQL server does. Empty where /proc is missing. */
export const processesIn = (folder: string): number[] => {
  if (!isLinux) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return isAlive(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    });
};
