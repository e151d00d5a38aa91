/** How the link stands: in one sentence, with what can be done about it at once. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { signInAgainTexts, type SignInAgainTexts } from '../../../shared/texts/pane/sign-in-again.ts';
import { syncTexts, type SyncTexts } from '../../../shared/texts/pane/sync.ts';
import { Ended } from '../activation/consent.tsx';
import { usePane } from '../pane.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { Heading, type Tone } from '../parts/heading.tsx';
import { SignInNotice } from '../parts/sign-in-notice.tsx';
import { useSpeech } from '../texts.tsx';
import type { Action } from '../use-mailbox.ts';
import { Brake } from './brake.tsx';
import { Progress } from './figures.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export const Standing = () => {
  const styles = useStyles();
  const { mailbox, state, act, control, go } = usePane();
  const texts = useSpeech(syncTexts);
  const signIn = useSpeech(signInAgainTexts);
  const progress = mailbox.running?.progress ?? null;
  return (
    <div className={styles.column}>
      {mailbox.state === 'braked' ? (
        <Brake
          mailbox={mailbox}
          busy={state.busy}
          act={act}
          onLook={() => {
            go({ screen: 'sync', part: 'preview' });
          }}
        />
      ) : (
        <div role="status">
          <Heading {...tell(mailbox, texts, signIn)} />
        </div>
      )}
      <Ended activation={control.activation} />
      {mailbox.state !== 'signInAgain' && <SignInNotice />}
      {progress !== null && <Progress progress={progress} />}
      {mailbox.state !== 'braked' && (
        <div className={styles.buttons}>
          <Buttons />
        </div>
      )}
    </div>
  );
};

interface Told {
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}

/** What is told first: what waits for the user, then what runs, then how the last pass ended. */
const tell = (mailbox: MailboxView, texts: SyncTexts, signIn: SignInAgainTexts): Told => {
  const { state, explain } = texts;
  switch (mailbox.state) {
    case 'signInAgain':
      return { tone: 'warning', title: signIn.title, text: signIn.ended };
    case 'braked':
      return { tone: 'warning', title: state.braked, text: explain.braked };
    case 'paused':
      return {
        tone: 'paused',
        title: state.paused,
        text: mailbox.because === 'byAdmin' ? explain.pausedByAdmin : explain.paused,
      };
    case 'active':
      return tellActive(mailbox, texts);
  }
};

const tellActive = ({ running, lastPass }: MailboxView, { state, explain }: SyncTexts): Told => {
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

const Buttons = () => {
  const {
    mailbox,
    act,
    control,
    state: { busy, asked },
  } = usePane();
  const { actions } = useSpeech(syncTexts);
  const signIn = useSpeech(signInAgainTexts);
  const button = (action: Action, label: string, primary: boolean, waits = false) => (
    <Button
      appearance={primary ? 'primary' : 'secondary'}
      disabledFocusable={busy !== null || waits}
      icon={busy === action ? <BusyRing /> : undefined}
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
          {signIn.action}
        </Button>
      );
    case 'braked':
      return null;
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
