/** Step 3: what would happen, before the first write (R12); with other choices, or with the start. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { activationTexts } from '../../../shared/texts/pane/activation.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { Heading } from '../parts/heading.tsx';
import { useSpeech } from '../texts.tsx';
import type { ActivationControl } from '../use-activation.ts';
import { POLL_WAITING_MS } from '../use-activation.ts';
import { Consent, SignInAgain } from './consent.tsx';
import { Preview } from './preview-view.tsx';
import { usePreview } from './use-preview.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  readonly mailbox: MailboxView;
  readonly control: ActivationControl;
  readonly starting: boolean;
  readonly onStart: () => void;
  readonly onOther: () => void;
}

export const LookStep = ({ mailbox, control, starting, onStart, onOther }: Props) => {
  const styles = useStyles();
  const { look } = useSpeech(activationTexts);
  const making = usePreview(null);
  const mustSignIn = making.trouble?.code === 'signInAgain';
  useSeenBySuccess(mustSignIn, making.phase, making.again, control);
  if (isWaiting(control)) return <Consent control={control} />;
  if (mustSignIn)
    return (
      <SignInAgain
        activation={control.activation}
        // Else the consent alone would begin what was not looked at yet (R12).
        onSignIn={() => {
          control.begin({ start: 'afterPreview' });
        }}
      />
    );
  const made = making.phase === 'made';
  return (
    <div className={styles.column}>
      <Heading tone="person" title={look.title} text={look.text} />
      <Preview making={making} known={['notStarted']} isFirst={mailbox.counts.active === 0} />
      <div className={styles.buttons}>
        {made && (
          <Button
            appearance="primary"
            disabledFocusable={starting}
            icon={starting ? <BusyRing /> : undefined}
            onClick={onStart}
          >
            {starting ? look.starting : look.start}
          </Button>
        )}
        <Button onClick={onOther}>{look.other}</Button>
      </div>
    </div>
  );
};

const isWaiting = ({ activation: { step } }: ActivationControl): boolean =>
  step === 'waiting' || step === 'link';

/**
 * A mailbox that has not begun shows nothing of a new sign-in: it stands still before and after. What shows it is that the
 * preview can be made, so it is asked for while the window is open, and once more when that has closed.
 */
const useSeenBySuccess = (
  mustSignIn: boolean,
  phase: 'making' | 'made' | 'failed',
  again: () => void,
  control: ActivationControl,
): void => {
  const waits = isWaiting(control);
  const { cancel } = control;
  useEffect(() => {
    if (!waits || phase !== 'failed') return undefined;
    const timer = setTimeout(again, POLL_WAITING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [waits, phase, again]);
  useEffect(() => {
    if (waits && phase === 'made') cancel();
  }, [waits, phase, cancel]);
  const waited = useRef(waits);
  useEffect(() => {
    if (waited.current && !waits && mustSignIn) again();
    waited.current = waits;
  }, [waits, mustSignIn, again]);
};
