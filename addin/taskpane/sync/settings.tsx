/** The settings of the link, with what they would change before they are saved (R12). */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { MailboxSettings } from '../../../shared/api/mailbox.ts';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { Choices, isComplete, sameSettings } from '../activation/choices.tsx';
import { Preview } from '../activation/preview-view.tsx';
import { SaveTrouble, useSaving } from '../activation/save-settings.tsx';
import { usePreview } from '../activation/use-preview.ts';
import { usePane } from '../pane.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { useSpeech } from '../texts.tsx';
import { Part } from './part.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export const Settings = () => {
  const { mailbox } = usePane();
  const { settings: texts } = useSpeech(syncTexts);
  const [chosen, setChosen] = useState(mailbox.settings);
  /** The very settings that are looked at; null while one chooses. */
  const [looked, setLooked] = useState<MailboxSettings | null>(null);
  // One view: its title takes the focus when what was pressed is gone.
  return looked === null ? (
    <Part title={texts.title} text={texts.text}>
      <Choose
        chosen={chosen}
        onChange={setChosen}
        onLook={() => {
          setLooked(chosen);
        }}
      />
    </Part>
  ) : (
    <Part title={texts.previewTitle} text={texts.previewText}>
      <Look
        settings={looked}
        onBack={() => {
          setLooked(null);
        }}
      />
    </Part>
  );
};

interface ChooseProps {
  readonly chosen: MailboxSettings;
  readonly onChange: (settings: MailboxSettings) => void;
  readonly onLook: () => void;
}

const Choose = ({ chosen, onChange, onLook }: ChooseProps) => {
  const styles = useStyles();
  const { mailbox } = usePane();
  const { settings: texts } = useSpeech(syncTexts);
  const isSame = sameSettings(chosen, mailbox.settings);
  return (
    <div className={styles.column}>
      <Choices value={chosen} onChange={onChange} />
      <div className={styles.buttons}>
        <Button appearance="primary" disabledFocusable={isSame || !isComplete(chosen)} onClick={onLook}>
          {texts.look}
        </Button>
        {isSame && <Text className={styles.quiet}>{texts.same}</Text>}
      </div>
    </div>
  );
};

const Look = ({ settings, onBack }: { settings: MailboxSettings; onBack: () => void }) => {
  const styles = useStyles();
  const { go, refresh, announce, mailbox } = usePane();
  const { settings: texts } = useSpeech(syncTexts);
  const making = usePreview(settings);
  const saving = useSaving();
  const save = async (anyway: boolean) => {
    const saved = await saving.save(settings, anyway);
    if (saved === null) return;
    announce(mailbox.state === 'active' ? texts.saved : texts.savedStill);
    await refresh();
    go({ screen: 'sync' });
  };
  const failed = making.phase === 'failed';
  return (
    <div className={styles.column}>
      <Preview making={making} known={['notStarted']} />
      <SaveTrouble saving={saving} onAnyway={() => void save(true)} />
      <div className={styles.buttons}>
        {(making.phase === 'made' || failed) && (
          <Button
            appearance={failed ? 'secondary' : 'primary'}
            disabledFocusable={saving.busy}
            icon={saving.busy ? <BusyRing /> : undefined}
            onClick={() => void save(false)}
          >
            {saving.busy ? texts.saving : failed ? texts.withoutPreview : texts.save}
          </Button>
        )}
        <Button onClick={onBack}>{texts.back}</Button>
      </div>
    </div>
  );
};
