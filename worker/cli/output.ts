/**
 * Where a command writes: its one result to standard output (words, or with `--json` exactly one document), all else
 * to standard error. Progress rewrites one line on a terminal and writes a line every few seconds elsewhere.
 */
import type { Writable } from 'node:stream';

/** Exit codes, told in `--help`. */
export const exits = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** Nothing is broken, but a person has to decide or do something first. */
  needsPerson: 3,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

export interface Result {
  /** For `--json`. */
  readonly json: object;
  /** For people; lines. */
  readonly text: readonly string[];
  readonly exit?: Exit;
}

export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
}

export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away (terminal) or leaves what was written. Safe to repeat. */
  end(): void;
}

const PLAIN_EVERY_MS = 5_000;
const TERMINAL_EVERY_MS = 100;

export class Output {
  readonly #io: Io;
  #line: string | null = null;
  #printed = false;
  constructor(
    io: Io,
    readonly json: boolean,
  ) {
    this.#io = io;
  }

  /** The result: once. */
  print(result: Result): void {
    if (this.#printed) return;
    this.#printed = true;
    this.#erase();
    const text = this.json ? JSON.stringify(result.json) : result.text.join('\n');
    if (text !== '') this.#io.stdout.write(`${text}\n`);
  }

  /** Beside the result, for people only. */
  note(text: string): void {
    this.#erase();
    this.#io.stderr.write(`${text}\n`);
  }

  /** To standard output before the result, for people only: tables and warnings that a question is about. */
  show(lines: readonly string[]): void {
    if (this.json) return;
    this.#erase();
    this.#io.stdout.write(`${lines.join('\n')}\n`);
  }

  progress(): ProgressLine {
    const terminal = this.#io.stderr.isTTY === true;
    const everyMs = terminal ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
    let last = terminal ? 0 : performance.now();
    return {
      show: (text) => {
        const now = performance.now();
        if (now - last < everyMs) return;
        last = now;
        if (terminal) this.#rewrite(text);
        else this.#io.stderr.write(`${text}\n`);
      },
      end: () => {
        this.#erase();
      },
    };
  }

  #rewrite(text: string): void {
    const width = Math.max(20, (this.#io.stderr.columns ?? 80) - 1);
    const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    this.#io.stderr.write(`\r\u001b[2K${cut}`);
    this.#line = cut;
  }

  #erase(): void {
    if (this.#line === null) return;
    this.#io.stderr.write('\r\u001b[2K');
    this.#line = null;
  }

  /** Whether a question can be asked and answered. */
  get canAsk(): boolean {
    return !this.json && this.#io.stdin.isTTY === true && this.#io.stderr.isTTY === true;
  }

  /** One line from the keyboard; null at its end. Only where `canAsk`. */
  async ask(question: string): Promise<string | null> {
    this.#erase();
    const { createInterface } = await import('node:readline/promises');
    const lines = createInterface({ input: this.#io.stdin, output: this.#io.stderr });
    try {
      const closed = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
      return await Promise.race([lines.question(`${question} `), closed]);
    } finally {
      lines.close();
    }
  }
}

/** Columns of words, left-aligned, two spaces between; widths counted in characters. */
export const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, [...cell].length);
  }
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};
