/** While consent is given in the other window, also for signing in again (R14); and why the last try ended without it. */
import { Button, makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import { activationTexts } from '../../../shared/texts/pane/activation.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { Heading } from '../parts/heading.tsx';
import { sentenceFor } from '../parts/notices.tsx';
import { useSpeech, useTexts } from '../texts.tsx';
import type { Activation, ActivationControl } from '../use-activation.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  quiet: { color: tokens.colorNeutralForeground3 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export const Consent = ({ control: { activation, start, cancel } }: { control: ActivationControl }) => {
  const styles = useStyles();
  const { consent } = useSpeech(activationTexts);
  return (
    <div className={styles.column}>
      <div role="status">
        <Heading tone="busy" title={consent.waitingTitle} text={consent.waiting} />
      </div>
      {activation.step === 'link' ? (
        <>
          <Text>{consent.noWindow}</Text>
          <div className={styles.buttons}>
            <Button as="a" appearance="primary" href={activation.url} target="_blank" rel="noreferrer">
              {consent.openWindow}
            </Button>
          </div>
        </>
      ) : (
        <Text className={styles.quiet}>{consent.lost}</Text>
      )}
      <div className={styles.buttons}>
        <Button onClick={start}>{consent.again}</Button>
        <Button onClick={cancel}>{consent.cancel}</Button>
      </div>
    </div>
  );
};

interface SignInAgainProps {
  readonly activation: Activation;
  readonly onSignIn: () => void;
}

/** The sign-in has ended before all was done; `Ended` says why the last try did not help. */
export const SignInAgain = ({ activation, onSignIn }: SignInAgainProps) => {
  const styles = useStyles();
  const { signInAgain, choose } = useSpeech(activationTexts);
  const opening = activation.step === 'opening';
  return (
    <div className={styles.column}>
      <Heading tone="warning" title={signInAgain.title} text={signInAgain.text} />
      <Ended activation={activation} />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={opening}
          icon={opening ? <BusyRing /> : undefined}
          onClick={onSignIn}
        >
          {opening ? choose.opening : signInAgain.action}
        </Button>
      </div>
    </div>
  );
};

/** Why the last try ended without a link. */
export const Ended = ({ activation }: { activation: Activation }) => {
  const texts = useTexts();
  const { consent } = useSpeech(activationTexts);
  if (activation.step !== 'idle' || activation.ended === null) return null;
  const { ended } = activation;
  return (
    <MessageBar intent={typeof ended === 'string' ? 'info' : 'error'} layout="multiline">
      <MessageBarBody>
        {typeof ended === 'string' ? consent[ended] : sentenceFor(ended, texts)}
      </MessageBarBody>
    </MessageBar>
  );
};
