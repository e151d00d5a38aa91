/** Step 4: the first pass, with how far it is, a way to stop, and a clear end. The brake (R12) and R14 may come between. */
import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { activationTexts, type ActivationTexts } from '../../../shared/texts/pane/activation.ts';
import { formatCount } from '../format.ts';
import type { Place } from '../pane.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { Heading, type Tone } from '../parts/heading.tsx';
import { Brake } from '../sync/brake.tsx';
import { Progress } from '../sync/figures.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import type { Action, MailboxState } from '../use-mailbox.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  progress: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  figure: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
});

interface Props {
  readonly mailbox: MailboxView;
  readonly state: MailboxState;
  /** The pass that had ended last before this start; null: there was none. */
  readonly passBefore: string | null;
  readonly act: (action: Action) => void;
  readonly onLeave: (to: Place) => void;
}

export type Standing = 'runs' | 'stopped' | 'braked' | 'done' | 'later' | 'failed';

/** What became of the start, as far as it shows. */
export const standingOf = (mailbox: MailboxView, passBefore: string | null, asked: boolean): Standing => {
  if (mailbox.state === 'braked') return 'braked';
  if (mailbox.state !== 'active') return 'stopped';
  const { lastPass, running } = mailbox;
  if (running !== null || asked || lastPass === null || lastPass.id === passBefore) return 'runs';
  switch (lastPass.result) {
    case 'done':
      return 'done';
    case 'failed':
      return 'failed';
    // A pass that was braked, parked or stopped, of a mailbox that is active (again): the next one is on its way.
    case 'running':
    case 'braked':
    case 'parked':
    case 'stopped':
      return 'runs';
    case 'later':
    case 'interrupted':
      return 'later';
  }
};

export const RunStep = (props: Props) => {
  const { mailbox, state, passBefore } = props;
  switch (standingOf(mailbox, passBefore, state.asked)) {
    case 'braked':
      return <Brake mailbox={mailbox} busy={state.busy} act={props.act} />;
    case 'stopped':
      return <Stopped {...props} />;
    case 'runs':
      return <Runs {...props} />;
    case 'done':
      return <Done {...props} />;
    case 'later':
      return <Ended {...props} tone="later" name="later" />;
    case 'failed':
      return <Ended {...props} tone="warning" name="failed" />;
  }
};

const Runs = ({ mailbox, state, act, onLeave }: Props) => {
  const styles = useStyles();
  const { run } = useSpeech(activationTexts);
  const language = useLanguage();
  const { running, counts } = mailbox;
  const progress = running?.progress ?? null;
  const stopping = state.busy === 'pause';
  return (
    <div className={styles.column}>
      <Heading tone="busy" title={run.title} text={run.text} />
      <div className={styles.progress}>
        {progress === null ? (
          <>
            <Text>{run.begins}</Text>
            <ProgressBar aria-label={run.title} thickness="large" />
          </>
        ) : (
          <Progress progress={progress} />
        )}
        <Text className={styles.figure}>
          {counts.active === 0 ? run.none : run.soFar(counts.active, formatCount(counts.active, language))}
        </Text>
      </div>
      <div className={styles.buttons}>
        <Button
          disabledFocusable={state.busy !== null}
          icon={stopping ? <BusyRing /> : undefined}
          onClick={() => {
            act('pause');
          }}
        >
          {stopping ? run.stopping : run.stop}
        </Button>
        <LeaveTo screen="relation" onLeave={onLeave}>
          {run.leave}
        </LeaveTo>
      </div>
      <Text className={styles.quiet}>{run.stopNote}</Text>
    </div>
  );
};

const Stopped = ({ mailbox: { counts }, state, act, onLeave }: Props) => {
  const styles = useStyles();
  const { run } = useSpeech(activationTexts);
  const language = useLanguage();
  const busy = state.busy !== null;
  return (
    <div className={styles.column}>
      <div role="status">
        <Heading
          tone="paused"
          title={run.stoppedTitle}
          text={run.stoppedText(counts.active, formatCount(counts.active, language))}
        />
      </div>
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={busy}
          icon={busy ? <BusyRing /> : undefined}
          onClick={() => {
            act('resume');
          }}
        >
          {run.goOn}
        </Button>
        <LeaveTo screen="sync" onLeave={onLeave}>
          {run.toSync}
        </LeaveTo>
      </div>
    </div>
  );
};

interface LeaveProps {
  readonly screen: 'relation' | 'held' | 'sync';
  readonly primary?: boolean;
  readonly onLeave: Props['onLeave'];
  readonly children: string;
}

const LeaveTo = ({ screen, primary = false, onLeave, children }: LeaveProps) => (
  <Button
    appearance={primary ? 'primary' : 'secondary'}
    onClick={() => {
      onLeave({ screen });
    }}
  >
    {children}
  </Button>
);

/** "412 contacten staan in Outlook, 3 wachten op een besluit." */
const doneSentence = ({ counts }: MailboxView, run: ActivationTexts['run'], text: string): string => {
  if (counts.active === 0 && counts.held === 0) return run.doneNobody;
  const parts = [run.done(counts.active, text), ...(counts.held > 0 ? [run.waiting(counts.held)] : [])];
  return `${parts.join(', ')}. ${run.fromNow}`;
};

const Done = ({ mailbox, onLeave }: Props) => {
  const styles = useStyles();
  const { run } = useSpeech(activationTexts);
  const language = useLanguage();
  const waits = mailbox.counts.held > 0;
  const text = formatCount(mailbox.counts.active, language);
  return (
    <div className={styles.column}>
      <div role="status">
        <Heading tone="good" title={run.doneTitle} text={doneSentence(mailbox, run, text)} />
      </div>
      <div className={styles.buttons}>
        {waits && (
          <LeaveTo screen="held" primary onLeave={onLeave}>
            {run.toHeld}
          </LeaveTo>
        )}
        <LeaveTo screen="relation" primary={!waits} onLeave={onLeave}>
          {run.toRelation}
        </LeaveTo>
      </div>
    </div>
  );
};

const Ended = ({ onLeave, tone, name }: Props & { tone: Tone; name: 'later' | 'failed' }) => {
  const styles = useStyles();
  const { run } = useSpeech(activationTexts);
  const [title, text] = name === 'later' ? [run.laterTitle, run.later] : [run.failedTitle, run.failed];
  return (
    <div className={styles.column}>
      <div role="status">
        <Heading tone={tone} title={title} text={text} />
      </div>
      <div className={styles.buttons}>
        <LeaveTo screen="relation" primary onLeave={onLeave}>
          {run.toRelation}
        </LeaveTo>
        <LeaveTo screen="sync" onLeave={onLeave}>
          {run.toSync}
        </LeaveTo>
      </div>
    </div>
  );
};

/** Kept from the moment of the start, so that a pass of an earlier link is not taken for this one's. */
export const usePassBefore = (mailbox: MailboxView | null): [string | null, () => void] => {
  const [before, setBefore] = useState<string | null>(null);
  return [
    before,
    () => {
      setBefore(mailbox?.lastPass?.id ?? null);
    },
  ];
};
