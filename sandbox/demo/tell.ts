/** How the story is told: headings, lines, a progress line that a terminal rewrites, a table. Knows no story. */
import type { WriteStream } from 'node:tty';

export interface Teller {
  heading(text: string): void;
  done(text: string): void;
  wrong(text: string): void;
  /** Under the line before. */
  detail(text: string): void;
  plain(...lines: readonly string[]): void;
  table(rows: readonly (readonly [string, string])[]): void;
  /** Rewritten on a terminal; elsewhere one line every few seconds, so that a log stays readable. */
  progress(text: string): void;
}

const PLAIN_EVERY_MS = 5_000;

export const createTeller = (out: NodeJS.WritableStream & Partial<WriteStream>): Teller => {
  const terminal = out.isTTY === true;
  const coloured = terminal && (process.env['NO_COLOR'] ?? '') === '';
  const paint = (code: number, text: string): string => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  let rewriting = false;
  let lastPlain = performance.now();
  let chapter = 0;
  const write = (text: string): void => {
    if (rewriting) out.write('\r\u001b[2K');
    rewriting = false;
    lastPlain = performance.now();
    out.write(`${text}\n`);
  };
  return {
    heading(text) {
      chapter += 1;
      write(`\n${paint(1, `${chapter}. ${text}`)}`);
    },
    done: (text) => write(`   ${paint(32, '✓')} ${text}`),
    wrong: (text) => write(`   ${paint(31, '✗')} ${text}`),
    detail: (text) => write(`     ${text}`),
    plain(...lines) {
      for (const line of lines) write(line);
    },
    table(rows) {
      const width = Math.max(...rows.map(([left]) => [...left].length));
      for (const [left, right] of rows) write(`     ${left.padEnd(width)}  ${right}`);
    },
    progress(text) {
      if (!terminal) {
        if (performance.now() - lastPlain >= PLAIN_EVERY_MS) write(`     ${text}`);
        return;
      }
      const room = Math.max(20, (out.columns || 80) - 1);
      const line = `     ${text}`;
      out.write(`\r\u001b[2K${line.length > room ? `${line.slice(0, room - 1)}…` : line}`);
      rewriting = true;
    },
  };
};
