/** How the link stands: in one sentence, with what can be done about it; then the figures. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { z } from 'zod';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { PaneTexts } from '../../../shared/texts/pane/shell.ts';
import { Ended } from '../activation/activate.tsx';
import { Counts, Passes, Progress } from './figures.tsx';
import { Heading, type Tone } from '../parts/heading.tsx';
import { formatDay } from '../format.ts';
import { useLanguage, useTexts } from '../texts.tsx';
import type { ActivationControl } from '../use-activation.ts';
import type { Action, MailboxState } from '../use-mailbox.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  readonly mailbox: MailboxView;
  readonly state: MailboxState;
  readonly act: (action: Action) => void;
  readonly control: ActivationControl;
}

export const Standing = ({ mailbox, state, act, control }: Props) => {
  const styles = useStyles();
  const texts = useTexts();
  const told = tell(mailbox, texts);
  const progress = mailbox.running?.progress ?? null;
  return (
    <div className={styles.column}>
      <div role="status">
        <Heading {...told} />
      </div>
      <Ended activation={control.activation} />
      {mailbox.signInEndsAt !== null && <SignInEnds at={mailbox.signInEndsAt} control={control} />}
      {progress !== null && <Progress progress={progress} />}
      <div className={styles.buttons}>
        <Buttons mailbox={mailbox} state={state} act={act} control={control} />
      </div>
      <Counts counts={mailbox.counts} settled={mailbox.lastPass !== null} />
      <Passes mailbox={mailbox} asked={state.asked} />
    </div>
  );
};

/** R14: told before it happens. A mailbox that is synced renews its sign-in by itself and never gets here. */
const SignInEnds = ({ at, control }: { at: string; control: ActivationControl }) => {
  const { explain, actions } = useTexts();
  const language = useLanguage();
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{explain.signInEnds(formatDay(at, language))}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={control.start}>
          {actions.signInAgain}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
};

interface Told {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

/** What is told first: what waits for the user, then what runs, then how the last pass ended. */
const tell = (mailbox: MailboxView, { state, explain }: PaneTexts): Told => {
  switch (mailbox.state) {
    case 'signInAgain':
      return { tone: 'warning', title: state.signInAgain, text: explain.signInAgain };
    case 'braked':
      return { tone: 'warning', title: state.braked, text: brakeSentence(mailbox.because, explain) };
    case 'paused':
      return { tone: 'paused', title: state.paused, text: explain.paused };
    case 'active':
      return tellActive(mailbox, { state, explain });
  }
};

/** The reason comes with its figures, `{"kind":"manyChanges","cards":30,"linked":90}`; one that is not known gets the general sentence. */
const brakeSentence = (because: string | null, explain: PaneTexts['explain']): string => {
  const { kind, cards, linked } = readBrake(because);
  if (kind === 'emptyCrm' || kind === 'emptyRemote') return `${explain.brakedEmpty} ${explain.brakedAnswers}`;
  const why =
    cards === undefined || linked === undefined ? explain.braked : explain.brakedCards(cards, linked);
  return `${why} ${explain.brakedAnswers}`;
};

const brake = z.object({ kind: z.string(), cards: z.int().optional(), linked: z.int().optional() });

const readBrake = (because: string | null): Partial<z.infer<typeof brake>> => {
  try {
    return brake.parse(JSON.parse(because ?? ''));
  } catch {
    return because === null ? {} : { kind: because };
  }
};

const tellActive = (
  { running, lastPass }: MailboxView,
  { state, explain }: Pick<PaneTexts, 'state' | 'explain'>,
): Told => {
  if (lastPass === null) {
    const text = running === null ? explain.waitingForFirst : explain.firstSync;
    return { tone: 'busy', title: state.firstSync, text };
  }
  if (running !== null) return { tone: 'busy', title: state.running, text: explain.running };
  switch (lastPass.result) {
    case 'failed':
      return { tone: 'warning', title: state.failed, text: explain.failed };
    case 'later':
    case 'stopped':
    case 'interrupted':
      return { tone: 'later', title: state.later, text: explain.later };
    // Braked and parked passes led to a state of their own; that the mailbox is active means it was answered.
    case 'running':
    case 'done':
    case 'braked':
    case 'parked':
      return { tone: 'good', title: state.active, text: explain.active };
  }
};

const Buttons = ({ mailbox, state: { busy, asked }, act, control }: Props) => {
  const { actions } = useTexts();
  const button = (action: Action, label: string, primary: boolean, waits = false) => (
    <Button
      appearance={primary ? 'primary' : 'secondary'}
      disabledFocusable={busy !== null || waits}
      icon={busy === action ? <Spinner size="tiny" /> : undefined}
      onClick={() => {
        act(action);
      }}
    >
      {label}
    </Button>
  );
  switch (mailbox.state) {
    case 'signInAgain':
      return (
        <Button
          appearance="primary"
          disabledFocusable={control.activation.step === 'opening'}
          onClick={control.start}
        >
          {actions.signInAgain}
        </Button>
      );
    case 'braked':
      return (
        <>
          {button('resume', actions.goOn, true)}
          {button('pause', actions.stayStopped, false)}
        </>
      );
    case 'paused':
      return button('resume', actions.resume, true);
    case 'active':
      return (
        <>
          {button('syncNow', actions.syncNow, true, mailbox.running !== null || asked)}
          {button('pause', actions.pause, false)}
        </>
      );
  }
};
