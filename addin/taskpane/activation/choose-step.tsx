/** Step 1: whom one wants in Outlook. It ends in the consent, for which a window opens. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { MailboxSettings } from '../../../shared/api/mailbox.ts';
import { activationTexts } from '../../../shared/texts/pane/activation.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { Heading } from '../parts/heading.tsx';
import { useSpeech } from '../texts.tsx';
import type { ActivationControl } from '../use-activation.ts';
import { Choices, isComplete } from './choices.tsx';
import { Ended } from './consent.tsx';
import { SaveTrouble, useSaving } from './save-settings.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  readonly settings: MailboxSettings;
  readonly onChange: (settings: MailboxSettings) => void;
  readonly control: ActivationControl;
  readonly onBack: () => void;
}

export const ChooseStep = ({ settings, onChange, control, onBack }: Props) => {
  const styles = useStyles();
  const { choose } = useSpeech(activationTexts);
  const { activation, begin } = control;
  const opening = activation.step === 'opening';
  return (
    <div className={styles.column}>
      <Heading tone="person" title={choose.title} text={choose.text} />
      <Choices value={settings} onChange={onChange} />
      <Ended activation={activation} />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={opening || !isComplete(settings)}
          icon={opening ? <BusyRing /> : undefined}
          onClick={() => {
            begin({ start: 'afterPreview', settings });
          }}
        >
          {opening ? choose.opening : choose.next}
        </Button>
        <Button onClick={onBack}>{choose.back}</Button>
      </div>
    </div>
  );
};

interface OtherProps {
  readonly saved: MailboxSettings;
  readonly onSaved: () => void;
  readonly onKeep: () => void;
}

/** The same choices once more, after a preview that was not to one's liking. Nothing has begun, so they are saved at once. */
export const OtherChoices = ({ saved, onSaved, onKeep }: OtherProps) => {
  const styles = useStyles();
  const { look } = useSpeech(activationTexts);
  const [settings, setSettings] = useState(saved);
  const saving = useSaving();
  const save = async (anyway: boolean) => {
    if ((await saving.save(settings, anyway)) !== null) onSaved();
  };
  return (
    <div className={styles.column}>
      <Heading tone="person" title={look.otherTitle} text={look.otherText} />
      <Choices value={settings} onChange={setSettings} />
      <SaveTrouble saving={saving} onAnyway={() => void save(true)} />
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={saving.busy || !isComplete(settings)}
          icon={saving.busy ? <BusyRing /> : undefined}
          onClick={() => void save(false)}
        >
          {saving.busy ? look.saving : look.saveAndLook}
        </Button>
        <Button onClick={onKeep}>{look.keep}</Button>
      </div>
    </div>
  );
};
