/** The probe on the sandbox, with time that the test drives: its waits move the sandbox's clock. */
import { randomUUID } from 'node:crypto';
import { asId } from '../../shared/ids.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { Outlook, OutlookCard, Sandbox } from '../../sandbox/index.ts';
import type { Answer, CleanedUp, ProbeReport, QuestionId } from '../../worker/probe/answers.ts';
import { probe, probeCleanUp } from '../../worker/probe/run.ts';
import type { Human, HumanStep } from '../../worker/probe/room.ts';
import { clockOn, graphOn, petra, type OpenedGraph } from './outlook-remote.ts';

const mailboxId = asId<MailboxId>('0f9b4c52-7a1d-4c8e-9b1f-3d2c5e6a7b80');

export type Hands = Partial<
  Record<HumanStep, (outlook: Outlook, values: Readonly<Record<string, string>>) => void>
>;

export interface Probed extends ProbeReport {
  readonly of: (question: QuestionId) => Answer;
}

export interface ProbeOnSandbox {
  readonly graph: OpenedGraph;
  readonly run: (options?: {
    /** What a person does in Outlook when told to; absent: nobody is there. */
    readonly hands?: Hands;
    readonly signal?: AbortSignal;
    readonly onQuestion?: (question: QuestionId) => void;
  }) => Promise<Probed>;
  readonly cleanUp: () => Promise<CleanedUp>;
}

export const cardNamed = (outlook: Outlook, surname: string): OutlookCard =>
  outlook.cards().find(({ values }) => values.surname === surname)!;

export const probeOn = (sandbox: Sandbox): ProbeOnSandbox => {
  const graph = graphOn(sandbox, { timeoutMs: 5_000 });
  const open = (signal: AbortSignal) => graph.channel(mailboxId, signal);
  return {
    graph,
    run: async ({ hands, signal = new AbortController().signal, onQuestion = () => undefined } = {}) => {
      const human: Human | null =
        hands === undefined
          ? null
          : {
              waitMs: 90_000,
              tell: (step, values) => hands[step]?.(sandbox.outlook(petra), values),
            };
      const report = await probe({
        open,
        clock: clockOn(sandbox),
        newId: randomUUID,
        human,
        patienceMs: 60_000,
        signal,
        onQuestion: (question) => onQuestion(question),
      });
      return { ...report, of: (question) => report.answers.find((each) => each.question === question)! };
    },
    cleanUp: () => probeCleanUp({ open, signal: new AbortController().signal }),
  };
};
