/**
 * Whether a mailbox was ever worked on by two passes at once, as far as the service can see it. A pass reads the folder's
 * delta and then writes, so three things show two of them:
 * - `together`: writes of two processes are under way at the same moment;
 * - `unread`: a process writes after another one has written, and has not asked the delta since;
 * - `amongWrites`: a delta is asked while a write is under way (also by one process: it would be its second pass).
 * Who calls is what the operating system says of the connection (callers.ts); without that only the last one is seen.
 */

export interface TwoAtOnce {
  readonly mailbox: string;
  readonly sign: 'together' | 'unread' | 'amongWrites';
  readonly callers: readonly (string | null)[];
}

export interface OneAtATime {
  /** A request begins; the answer is called when it has ended. */
  begin(request: { mailbox: string; caller: string | null; kind: 'delta' | 'write' }): () => void;
  report(): {
    readonly writes: number;
    readonly callers: number;
    readonly found: readonly TwoAtOnce[];
    readonly count: number;
  };
  reset(): void;
}

interface Box {
  /** Writes under way, by caller. */
  readonly writing: Map<string | null, number>;
  lastWriter: string | null;
  /** Who has asked the delta since the last write of somebody else. */
  readonly upToDate: Set<string>;
}

const SHOWN = 20;

export function createOneAtATime(): OneAtATime {
  let boxes = new Map<string, Box>();
  let callers = new Set<string>();
  let found: TwoAtOnce[] = [];
  let count = 0;
  let writes = 0;

  const boxOf = (mailbox: string): Box => {
    const box = boxes.get(mailbox) ?? { writing: new Map(), lastWriter: null, upToDate: new Set() };
    boxes.set(mailbox, box);
    return box;
  };

  const tell = (mailbox: string, sign: TwoAtOnce['sign'], who: readonly (string | null)[]): void => {
    count += 1;
    if (found.length < SHOWN) found.push({ mailbox, sign, callers: who });
  };

  const beginWrite = (mailbox: string, box: Box, caller: string | null): void => {
    writes += 1;
    const others = [...box.writing.keys()].filter((other) => other !== caller);
    if (others.length > 0) tell(mailbox, 'together', [caller, ...others]);
    if (caller === null) return;
    if (box.lastWriter !== null && box.lastWriter !== caller && !box.upToDate.has(caller))
      tell(mailbox, 'unread', [caller, box.lastWriter]);
    box.lastWriter = caller;
    // What others have read is old from here on; one's own writes one knows.
    box.upToDate.clear();
    box.upToDate.add(caller);
  };

  return {
    begin({ mailbox, caller, kind }) {
      const box = boxOf(mailbox);
      if (caller !== null) callers.add(caller);
      if (kind === 'delta') {
        if (box.writing.size > 0) tell(mailbox, 'amongWrites', [caller, ...box.writing.keys()]);
        if (caller !== null) box.upToDate.add(caller);
        return () => undefined;
      }
      beginWrite(mailbox, box, caller);
      box.writing.set(caller, (box.writing.get(caller) ?? 0) + 1);
      return () => {
        const left = (box.writing.get(caller) ?? 1) - 1;
        if (left > 0) box.writing.set(caller, left);
        else box.writing.delete(caller);
      };
    },
    report: () => ({ writes, callers: callers.size, found, count }),
    reset() {
      boxes = new Map();
      callers = new Set();
      found = [];
      count = 0;
      writes = 0;
    },
  };
}
