/** The log carries ids and codes; what people typed and secrets stay out even when somebody hands them over. */
import { createLogger } from '../../worker/log.ts';
import { Trouble } from '../../worker/pass/ports.ts';

const collect = (logFormat: 'json' | 'text') => {
  const lines: string[] = [];
  const log = createLogger({ logLevel: 'info', logFormat }, { write: (line) => void lines.push(line) });
  return { log, lines };
};

test('a line is JSON with level, time, ids and message, and children keep their ids', () => {
  const { log, lines } = collect('json');
  log.child({ mailbox: 'm-1' }).info({ code: 'done' }, 'pass done');
  log.debug('below the level');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    mailbox: 'm-1',
    code: 'done',
    msg: 'pass done',
  });
});

test('secrets and what people typed are hidden, also below', () => {
  const { log, lines } = collect('json');
  log.info({ token: 'Petra', request: { authorization: 'Petra', card: { emailAddresses: ['Petra'] } } }, 'x');
  expect(lines[0]).not.toContain('Petra');
});

test('of an error only its kind, code and place are told, never its text', () => {
  const { log, lines } = collect('json');
  const cause = Object.assign(new Error('Key (email)=(petra@kantoor.example) exists'), { code: '23505' });
  log.error({ err: new Trouble('graph.throttled', { kind: 'retry', afterMs: 1 }, { cause }) }, 'pass failed');
  expect(lines[0]).not.toContain('petra');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { type: 'Trouble', code: 'graph.throttled', kind: 'retry', cause: { code: '23505' } },
  });
});

test('the readable form is one line with the ids behind the message', () => {
  const { log, lines } = collect('text');
  log.child({ mailbox: 'm-1' }).warn({ afterMs: 5 }, 'pass later');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}pass later mailbox=m-1 afterMs=5\n$/);
});
