/** Batches in turn: what may overlap, what must not, and that nothing is under way when it has ended, however it ended (R11, R13). */
import { inTurn, type Stages } from '../../../worker/pass/pipeline.ts';
import type { HistoryId } from '../../../shared/ids.ts';
import type { StoreWrite } from '../../../worker/pass/ports.ts';

interface Gate {
  readonly open: () => void;
  readonly opened: Promise<void>;
}
const gate = (): Gate => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
};
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A write that says what it is. */
const named = (name: string): StoreWrite => ({
  op: 'historyOutcome',
  ids: [name as HistoryId],
  outcome: 'done',
});
const nameOf = (write: StoreWrite): string => (write.op === 'historyOutcome' ? write.ids.join() : write.op);

interface Row {
  /** Everything that happened, in its order. */
  readonly told: string[];
  readonly answer: (batch: number, results?: readonly string[]) => Promise<void>;
  readonly run: (
    batches: number,
    options?: {
      readonly mayGoOn?: () => boolean;
      readonly onCommit?: (names: string) => Promise<void> | void;
      readonly onSend?: (batch: number) => void;
    },
  ) => Promise<void>;
  readonly underWay: () => number;
}

const row = (): Row => {
  const told: string[] = [];
  const answers = new Map<number, { gate: Gate; results: readonly string[] }>();
  const at = (batch: number) => {
    const known = answers.get(batch) ?? { gate: gate(), results: ['created'] };
    answers.set(batch, known);
    return known;
  };
  let underWay = 0;
  return {
    told,
    underWay: () => underWay,
    answer: async (batch, results = ['created']) => {
      at(batch).results = results;
      at(batch).gate.open();
      for (let turns = 0; turns < 5; turns += 1) await rest();
    },
    run: (count, { mayGoOn = () => true, onCommit, onSend } = {}) => {
      const stages: Stages<number, number, string> = {
        prepare: ([batch]) => ({
          ready: batch!,
          writes: [named(`intent ${batch!}`)],
          afterwards: async () => void told.push(`known ${batch!}`),
        }),
        send: async (batch) => {
          told.push(`sent ${batch}`);
          onSend?.(batch);
          await at(batch).gate.opened;
          told.push(`answered ${batch}`);
          return at(batch).results;
        },
        isLast: (results) => results.includes('notSent'),
        settle: async (batch, results) => ({
          writes: [named(`${results.join()} ${batch}`)],
          afterwards: async () => void told.push(`settled ${batch}`),
        }),
        unsent: (batch) => [named(`unsent ${batch}`)],
        leave: ([batch]) => void told.push(`left ${batch!}`),
      };
      const batches = Array.from({ length: count }, (_, index) => [index + 1]);
      return inTurn<number, number, string>(
        {
          commit: async (writes) => {
            const names = writes.map(nameOf).join(' + ');
            await onCommit?.(names);
            told.push(`commit ${names}`);
          },
          underWay: async (work) => {
            underWay += 1;
            try {
              return await work();
            } finally {
              underWay -= 1;
            }
          },
        },
        batches,
        mayGoOn,
        stages,
      );
    },
  };
};

test('R11: each intent is committed and known before its batch goes out, one batch at a time, results beside the next intents', async () => {
  const { told, run, answer } = row();
  const done = run(3);
  await rest();
  await answer(1);
  await answer(2);
  await answer(3);
  await done;
  expect(told).toEqual([
    'commit intent 1',
    'known 1',
    'sent 1',
    'commit intent 2',
    'known 2',
    'answered 1',
    'sent 2',
    'commit created 1 + intent 3',
    'settled 1',
    'known 3',
    'answered 2',
    'sent 3',
    'commit created 2',
    'settled 2',
    'answered 3',
    'commit created 3',
    'settled 3',
  ]);
});

test('an answer that comes before the next intents are committed waits for them', async () => {
  const { told, run, answer } = row();
  const slow = gate();
  const done = run(2, { onCommit: (names) => (names === 'intent 2' ? slow.opened : undefined) });
  await rest();
  await answer(1);
  expect(told).not.toContain('sent 2');
  slow.open();
  await answer(2);
  await done;
  expect(told.indexOf('commit intent 2')).toBeLessThan(told.indexOf('sent 2'));
});

test('R13: a commit that fails while a batch is under way ends the row only when that batch has its answer, and sends no more', async () => {
  const { told, run, answer, underWay } = row();
  let ended = false;
  const done = run(4, {
    onCommit: (names) => {
      if (names.includes('intent 3')) throw new Error('the database went away');
    },
  }).catch((error: unknown) => {
    ended = true;
    expect(underWay()).toBe(0);
    throw error;
  });
  const failed = expect(done).rejects.toThrow('the database went away');
  await rest();
  await answer(1);
  await rest();
  expect(ended).toBe(false);
  expect(underWay()).toBe(1);
  await answer(2);
  await failed;
  expect(told.filter((line) => line.startsWith('sent'))).toEqual(['sent 1', 'sent 2']);
});

test('R13: a batch that fails ends the row only when the commit beside it has ended', async () => {
  const { told, run } = row();
  const slow = gate();
  let ended = false;
  const done = run(2, {
    onCommit: (names) => (names === 'intent 2' ? slow.opened : undefined),
    onSend: () => {
      throw new Error('the lease was lost');
    },
  }).catch((error: unknown) => {
    ended = true;
    throw error;
  });
  const failed = expect(done).rejects.toThrow('the lease was lost');
  await rest();
  expect(ended).toBe(false);
  slow.open();
  await failed;
  expect(told).toEqual(['commit intent 1', 'known 1', 'sent 1', 'commit intent 2', 'known 2']);
});

test('R14: after an answer that is the last one nothing goes out; what was ready is remembered as not sent, the rest is left', async () => {
  const { told, run, answer } = row();
  const done = run(4);
  await rest();
  await answer(1, ['created', 'notSent']);
  await done;
  expect(told.slice(told.indexOf('answered 1'))).toEqual([
    'answered 1',
    'commit unsent 2',
    'commit created,notSent 1',
    'settled 1',
    'left 3',
    'left 4',
  ]);
});

test('told to stop while a batch is under way: its answer is remembered, and nothing more goes out', async () => {
  const { told, run, answer } = row();
  let stopped = false;
  const done = run(3, { mayGoOn: () => !stopped });
  await rest();
  stopped = true;
  await answer(1);
  await done;
  expect(told.slice(told.indexOf('answered 1'))).toEqual([
    'answered 1',
    'commit unsent 2',
    'commit created 1',
    'settled 1',
    'left 3',
  ]);
});

test('told to stop beforehand: nothing is made ready', async () => {
  const { told, run } = row();
  await run(2, { mayGoOn: () => false });
  expect(told).toEqual(['left 1', 'left 2']);
});

test('told to stop behind the first intents: none is sent', async () => {
  const { told, run } = row();
  let stopped = false;
  await run(2, {
    mayGoOn: () => !stopped,
    onCommit: () => {
      stopped = true;
    },
  });
  expect(told).toEqual(['commit intent 1', 'known 1', 'commit unsent 1', 'left 2']);
});

test('no batches: nothing happens', async () => {
  const { told, run } = row();
  await run(0);
  expect(told).toEqual([]);
});
