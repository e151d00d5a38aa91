/**
 * The way to a link: 1 what one wants, 2 consent, 3 what would happen, 4 the start. Which step it is follows from the mailbox,
 * so that a pane that was closed in between goes on where it was; only what nobody knows yet (the choices before the
 * consent) is kept here.
 */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { activationTexts } from '../../../shared/texts/pane/activation.ts';
import type { Api } from '../../api/client.ts';
import { SignedInContext, type Place } from '../pane.ts';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useSpeech } from '../texts.tsx';
import type { ActivationControl } from '../use-activation.ts';
import type { Action, MailboxState } from '../use-mailbox.ts';
import { defaultSettings } from './choices.tsx';
import { ChooseStep, OtherChoices } from './choose-step.tsx';
import { Consent, SignInAgain } from './consent.tsx';
import { Explanation } from './explanation.tsx';
import { LookStep } from './look-step.tsx';
import { RunStep, standingOf, usePassBefore } from './run-step.tsx';
import { Steps, type StepNumber } from './steps.tsx';

export interface ActivationProps {
  readonly api: Api;
  readonly state: MailboxState;
  readonly refresh: () => Promise<MailboxView | null>;
  readonly act: (action: Action) => void;
  readonly control: ActivationControl;
  readonly onSignedOut: () => void;
  readonly onLeave: (to: Place) => void;
  /** False: only to sign in again (R14), beside the screens. */
  readonly onTheWay: boolean;
  /** Something was on screen before, whose focus is gone with it. */
  readonly takeFocus: boolean;
}

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, outlineStyle: 'none' },
});

type View = 'explain' | 'choose' | 'consent' | 'signInAgain' | 'look' | 'other' | 'run';

const stepOf: Record<View, StepNumber | null> = {
  explain: null,
  choose: 1,
  other: 1,
  consent: 2,
  signInAgain: 2,
  look: 3,
  run: 4,
};

/** `chosen`: the user is past the explanation, or asked for other choices. */
const viewOf = (mailbox: MailboxView | null, control: ActivationControl, chosen: boolean): View => {
  const { step } = control.activation;
  const notStarted = mailbox?.state === 'paused' && mailbox.because === 'notStarted';
  // The preview waits for its sign-in by itself: nothing but its success shows it.
  if (notStarted) return chosen ? 'other' : 'look';
  if (step === 'waiting' || step === 'link') return 'consent';
  if (mailbox === null || mailbox.because === 'deactivated') return chosen ? 'choose' : 'explain';
  return mailbox.state === 'signInAgain' ? 'signInAgain' : 'run';
};

const ActivationScreen = (props: ActivationProps) => {
  const { api, state, control, onSignedOut, onTheWay, takeFocus } = props;
  const styles = useStyles();
  const { steps, title } = useSpeech(activationTexts);
  const signedIn = useMemo(() => ({ api, onSignedOut }), [api, onSignedOut]);
  const [chosen, setChosen] = useState(false);
  const passes = usePassBefore(state.mailbox);
  const view = viewOf(state.mailbox, control, chosen);
  const step = onTheWay ? stepOf[view] : null;
  // Consent was given: what is chosen from here on is chosen anew.
  const isNotStarted = state.mailbox?.because === 'notStarted';
  useEffect(() => {
    if (isNotStarted) setChosen(false);
  }, [isNotStarted]);

  const top = useRef<HTMLElement>(null);
  useKeptFocus(top, () => top.current);
  const atFirst = useRef(takeFocus);
  useEffect(() => {
    if (atFirst.current) top.current?.focus();
  }, []);
  const isDone =
    view === 'run' && state.mailbox !== null && standingOf(state.mailbox, passes[0], state.asked) === 'done';
  return (
    <SignedInContext value={signedIn}>
      <section
        ref={top}
        tabIndex={-1}
        aria-label={step === null ? title : steps.section(step, steps.names[step - 1] ?? '')}
        className={styles.screen}
      >
        {step !== null && <Steps current={step} done={isDone} />}
        <Shown {...props} view={view} chosen={setChosen} passes={passes} />
      </section>
    </SignedInContext>
  );
};
export default ActivationScreen;

interface ShownProps extends ActivationProps {
  readonly view: View;
  readonly chosen: (chosen: boolean) => void;
  readonly passes: ReturnType<typeof usePassBefore>;
}

const Shown = ({ view, chosen, passes, state, control, refresh, act, onLeave }: ShownProps) => {
  const { mailbox } = state;
  const [settings, setSettings] = useState(mailbox?.settings ?? defaultSettings);
  const [passBefore, keepPassBefore] = passes;
  if (view === 'explain')
    return (
      <Explanation
        before={mailbox}
        activation={control.activation}
        onBegin={() => {
          chosen(true);
        }}
      />
    );
  if (view === 'choose')
    return (
      <ChooseStep
        settings={settings}
        onChange={setSettings}
        control={control}
        onBack={() => {
          control.cancel();
          chosen(false);
        }}
      />
    );
  if (view === 'consent' || mailbox === null) return <Consent control={control} />;
  if (view === 'signInAgain') return <SignInAgain activation={control.activation} onSignIn={control.start} />;
  if (view === 'other')
    return (
      <OtherChoices
        saved={mailbox.settings}
        onSaved={() => {
          void refresh().then(() => {
            chosen(false);
          });
        }}
        onKeep={() => {
          chosen(false);
        }}
      />
    );
  if (view === 'look')
    return (
      <LookStep
        mailbox={mailbox}
        control={control}
        starting={state.busy === 'resume'}
        onStart={() => {
          keepPassBefore();
          act('resume');
        }}
        onOther={() => {
          chosen(true);
        }}
      />
    );
  return <RunStep mailbox={mailbox} state={state} passBefore={passBefore} act={act} onLeave={onLeave} />;
};
