/**
 * What a process has used, as the kernel tells it: CPU seconds (user and system) from /proc/PID/stat, peak memory from
 * VmHWM in /proc/PID/status. Linux only; elsewhere there is no figure rather than a guessed one.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { processesIn } from '../../worker/store/embedded/processes.ts';

export interface Usage {
  /** User and system, of all threads. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  /** The most since the start, or since `forgetPeak`. */
  readonly peakRssBytes: number;
}

const noUsage: Usage = { cpuSeconds: Number.NaN, rssBytes: Number.NaN, peakRssBytes: Number.NaN };

const ticksPerSecond = ((): number => {
  try {
    return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) || 100;
  } catch {
    return 100;
  }
})();

/** Fields behind the name, which stands in brackets and may hold anything. */
const statFields = (pid: number): number[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
};

const memoryOf = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024;

export const usageOf = (pid: number): Usage => {
  try {
    const fields = statFields(pid);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      cpuSeconds: ((fields[11] ?? 0) + (fields[12] ?? 0)) / ticksPerSecond,
      rssBytes: memoryOf(status, 'VmRSS'),
      peakRssBytes: memoryOf(status, 'VmHWM'),
    };
  } catch {
    return noUsage;
  }
};

/** From here on `peakRssBytes` is the most since now. */
export const forgetPeak = (pid: number): void => {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // The peak since the start then stands: never too little.
  }
};

/** Of a PostgreSQL server: what its processes have used, and those that have ended before. */
export const serverCpuSeconds = (folder: string, postmaster: number): number => {
  let ticks = 0;
  for (const pid of processesIn(folder)) {
    try {
      const fields = statFields(pid);
      ticks += (fields[11] ?? 0) + (fields[12] ?? 0);
      if (pid === postmaster) ticks += (fields[13] ?? 0) + (fields[14] ?? 0);
    } catch {
      // It ended between two looks; the postmaster has its time the next time.
    }
  }
  return ticks / ticksPerSecond;
};
