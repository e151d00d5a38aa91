/** What each end of a pass leads to, as a table. */
import { afterwards, waitAfterFailures } from '../../../worker/jobs/pass.ts';
import type { PassOutcome } from '../../../worker/pass/ports.ts';

const taken = { number: '1', trigger: 'crmChange', failures: 0, ended: '0' } as const;
const ran = (result: PassOutcome) => afterwards({ ran: true, result }, taken);

test.each<[string, ReturnType<typeof afterwards>, ReturnType<typeof afterwards>]>([
  ['done: nothing more', ran({ outcome: 'done' }), { again: null, failures: 0, held: true }],
  [
    'parked: the sign-in asks',
    ran({ outcome: 'parked', code: 'x' }),
    { again: null, failures: 0, held: true },
  ],
  [
    'braked: a person asks',
    ran({ outcome: 'braked', brake: { kind: 'emptyCrm', linked: 9 } }),
    { again: null, failures: 0, held: true },
  ],
  [
    'later: at its time',
    ran({ outcome: 'later', code: 'x', afterMs: 90_000 }),
    { again: { trigger: 'retry', delayMs: 90_000 }, failures: 0, held: true },
  ],
  [
    'stopped: at once, by whoever works next',
    ran({ outcome: 'stopped' }),
    { again: { trigger: 'crmChange', delayMs: 0 }, held: true },
  ],
  [
    'failed: after a wait',
    ran({ outcome: 'failed', code: 'x' }),
    { again: { trigger: 'retry', delayMs: 15_000 }, failures: 1, waitMs: 15_000, held: true },
  ],
  [
    'busy: when the other has ended',
    afterwards({ ran: false, because: 'busy', afterMs: 5_000 }, taken),
    { again: { trigger: 'crmChange', delayMs: 5_000, blocked: true }, held: false },
  ],
  [
    'before its Retry-After: then',
    afterwards({ ran: false, because: 'notNow', afterMs: 7_000 }, taken),
    { again: { trigger: 'crmChange', delayMs: 7_000 }, held: false },
  ],
  [
    'paused: whoever resumes asks',
    afterwards({ ran: false, because: 'notNow', afterMs: null }, taken),
    { again: null, held: false },
  ],
])('%s', (_, given, expected) => {
  expect(given).toEqual(expected);
});

test('waits double with each failure in a row and end at an hour', () => {
  expect([1, 2, 3, 4].map(waitAfterFailures)).toEqual([15_000, 30_000, 60_000, 120_000]);
  expect([9, 10, 100, 10_000].map(waitAfterFailures)).toEqual(Array(4).fill(3_600_000));
});
