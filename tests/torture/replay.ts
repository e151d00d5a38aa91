/**
 * Replays a scenario in this process: the real pass, Graph adapter and CRM on a real database, with the sandbox at the wire
 * and its clock. At the end all statements must hold: at rest as it is, and again when every question has been answered.
 *
 * What only other processes show (kill -9 between two instructions, a store that goes away) is nearest to a crash at a
 * call through a port here; a scenario that was recorded live may therefore hold when it is replayed.
 */
import { crashAt } from '../support/crash.ts';
import { Ledger } from '../support/ledger.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../support/office.ts';
import { createHeldChanges } from '../../worker/store/held-changes.ts';
import { perform } from './perform.ts';
import type { Scenario, Step } from './scenario.ts';
import type { World } from './world.ts';

/** Longer than any Retry-After and any look-up that waits. */
const longPauseMs = 700_000;
const betweenPassesMs = 2_000;
const maxRounds = 8;

export interface ReplayOptions {
  /** Put between the pass and its ports, in every pass: a bug that is planted to see that it is found. */
  readonly wrap?: Wrap;
  /** After each step, with what it came to. */
  readonly onStep?: (step: Step, number: number, done: boolean) => void;
  /** Before the office is closed, to look at what became of it. */
  readonly onEnd?: (world: World) => Promise<void>;
}

const isTold = (error: unknown): string => (error as { message?: string } | null)?.message ?? String(error);

class OfficeWorld implements World {
  readonly ledger: Ledger;

  constructor(
    readonly office: Office,
    readonly boxes: readonly Mailboxed[],
    private readonly wrap: Wrap,
  ) {
    this.ledger = new Ledger(office.sandbox, boxes, { db: office.db, crm: office.crm });
  }

  get sandbox() {
    return this.office.sandbox;
  }

  async quiet(box: number): Promise<boolean> {
    try {
      await this.office.rest(this.boxes[box]!, this.wrap);
      return true;
    } catch {
      return false;
    }
  }

  async pass(box: number): Promise<void> {
    await this.office.pass(this.boxes[box]!, 'syncNow', this.wrap);
    await this.sandbox.clock.advance(betweenPassesMs);
  }

  async crash(box: number, call: number, when: 'before' | 'after'): Promise<void> {
    const crash = crashAt(call, when);
    const { wrap } = this;
    const both: Wrap = {
      ...crash,
      ...wrap,
      crm: (crm) => crash.crm!(wrap.crm?.(crm) ?? crm),
      store: (store) => crash.store!(wrap.store?.(store) ?? store),
      remotes: (remotes) => crash.remotes!(wrap.remotes?.(remotes) ?? remotes),
    };
    await this.office.pass(this.boxes[box]!, 'syncNow', both).catch(() => undefined);
    await this.sandbox.clock.advance(betweenPassesMs);
  }

  /** The server is others' too; here nothing but the connections could go, and a pass has none left open. */
  restart(): Promise<void> {
    return Promise.resolve();
  }

  signIn(box: number): Promise<void> {
    return this.office.mailboxes.resume(this.boxes[box]!.mailboxId).then(() => undefined);
  }

  async #restAll(): Promise<void> {
    for (const [box] of this.boxes.entries()) await perform(this, { do: 'resume', box });
    // What one mailbox carries to the CRM goes on to the others.
    for (let round = 0; round < 2; round += 1)
      for (const box of this.boxes) await this.office.rest(box, this.wrap);
  }

  async rest(): Promise<string[]> {
    this.sandbox.faults.clear();
    await this.sandbox.clock.advance(longPauseMs);
    try {
      await this.#restAll();
      const problems = await this.ledger.problems();
      const before = JSON.stringify(await this.ledger.fingerprint());
      for (const box of this.boxes) await this.office.rest(box, this.wrap);
      const after = JSON.stringify(await this.ledger.fingerprint());
      return before === after ? problems : [...problems, 'not silent: a further pass wrote'];
    } catch (error) {
      return [isTold(error)];
    }
  }

  /** Every question is answered, the safest way, until none is left. */
  async settle(): Promise<string[]> {
    for (let round = 0; round < maxRounds; round += 1) {
      let decided = 0;
      for (const [box, { mailboxId }] of this.boxes.entries()) {
        const open = await createHeldChanges(this.office.db).listOpen(mailboxId);
        for (let pick = open.length - 1; pick >= 0; pick -= 1) {
          const { done } = await perform(this, { do: 'decide', box, pick, choice: 'safe' });
          if (done) decided += 1;
        }
      }
      const problems = await this.rest();
      if (problems.length > 0 || decided === 0) return problems;
    }
    return ['still asked after everything was answered'];
  }
}

const begin = async (office: Office, { policies, switches }: Scenario): Promise<Mailboxed[]> => {
  office.sandbox.switches.set(switches);
  const boxes: Mailboxed[] = [];
  for (const [index, conflictPolicy] of policies.entries()) {
    const userPrincipalName = `postvak${index}@kantoor-voorbeeld.example`;
    office.sandbox.users.add({ userPrincipalName, displayName: `Postvak ${index}` });
    boxes.push(await office.activate(userPrincipalName, { conflictPolicy }));
  }
  return boxes;
};

const play = async (
  world: OfficeWorld,
  steps: readonly Step[],
  onStep: ReplayOptions['onStep'],
): Promise<readonly string[]> => {
  for (const [number, step] of steps.entries()) {
    try {
      const { done, problems = [] } = await perform(world, step);
      onStep?.(step, number, done);
      const seen = [...problems, ...(await world.ledger.watch())];
      if (seen.length > 0) return [...new Set(seen)];
    } catch (error) {
      return [`threw at step ${number} (${step.do}): ${isTold(error)}`];
    }
  }
  const problems = await world.rest();
  return problems.length > 0 ? problems : world.settle();
};

/** Sentences about what does not hold; empty when all is well. Stops at the first step after which something is wrong. */
export const replay = async (
  scenario: Scenario,
  { wrap = {}, onStep, onEnd }: ReplayOptions = {},
): Promise<readonly string[]> => {
  const office = await createOffice({ seed: scenario.seed });
  try {
    const world = new OfficeWorld(office, await begin(office, scenario), wrap);
    await world.ledger.watchCrm();
    const problems = await play(world, scenario.steps, onStep);
    await onEnd?.(world);
    return problems;
  } finally {
    await office.close();
  }
};
