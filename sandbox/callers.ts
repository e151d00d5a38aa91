/**
 * Which process is at the other end of a connection, as the operating system tells it: the caller's port is looked up
 * among the open sockets of the processes that were named (/proc, Linux only). Nothing that the caller says about itself
 * goes into it. Where it cannot be told there is no answer rather than a guess.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';

export interface Callers {
  /** Process ids among which to look; replaces those named before. */
  know(pids: readonly number[]): void;
  /** The process id, or null. */
  of(socket: Socket): string | null;
}

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

/** Number of the caller's socket, which the kernel lists with the two ports. */
function inodeOf(socket: Socket): string | null {
  const ends = [hexPort(socket.remotePort ?? 0), hexPort(socket.localPort ?? 0)];
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1)) {
    const [, local = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/);
    if (local.endsWith(`:${ends[0] ?? ''}`) && remote.endsWith(`:${ends[1] ?? ''}`)) return inode ?? null;
  }
  return null;
}

/** Of a process that has ended: none. */
function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

function holds(pid: number, inode: string): boolean {
  return openFiles(pid).some((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`) === `socket:[${inode}]`;
    } catch {
      return false;
    }
  });
}

export function createCallers(): Callers {
  let pids: readonly number[] = [];
  let known = new WeakMap<Socket, string>();

  const find = (socket: Socket): string | null => {
    try {
      const inode = inodeOf(socket);
      const pid = inode === null ? undefined : pids.find((each) => holds(each, inode));
      return pid === undefined ? null : String(pid);
    } catch {
      return null;
    }
  };

  return {
    know(given) {
      pids = given;
      known = new WeakMap();
    },
    of(socket) {
      if (pids.length === 0) return null;
      const before = known.get(socket);
      if (before !== undefined) return before;
      const found = find(socket);
      if (found !== null) known.set(socket, found);
      return found;
    },
  };
}
