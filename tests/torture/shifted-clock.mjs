/**
 * Another wall clock for a whole process (`node --import …/shifted-clock.mjs`): what the file TORTURE_CLOCK_FILE says, in
 * milliseconds, plus TORTURE_SKEW_MS, lies between `Date` and real time. The file is read again and again, so that the
 * clock of a running process jumps. Timers and performance.now() go on as they are, as on a machine whose clock is set.
 */
import { readFileSync } from 'node:fs';

const RealDate = Date;
const lookEveryMs = 100;
const file = process.env['TORTURE_CLOCK_FILE'];
const skewMs = Number(process.env['TORTURE_SKEW_MS'] ?? 0);

const read = () => {
  try {
    return Math.round(Number(readFileSync(file, 'utf8'))) || 0;
  } catch {
    return 0;
  }
};

let offsetMs = read() + skewMs;
const now = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

setInterval(() => {
  offsetMs = read() + skewMs;
}, lookEveryMs).unref();
