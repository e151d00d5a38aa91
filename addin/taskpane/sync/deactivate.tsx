/** Ending the link: says what stays and how one begins again, asks once. The shell then shows the start of the activation. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ShieldCheckmark16Filled } from '@fluentui/react-icons/svg/shield-checkmark';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { mailboxApi } from '../../api/mailbox.ts';
import { Points } from '../activation/explanation.tsx';
import { formatCount } from '../format.ts';
import { useApi, usePane } from '../pane.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { sentenceFor } from '../parts/notices.tsx';
import { useLanguage, useSpeech, useTexts } from '../texts.tsx';
import { useActing } from '../use-resource.ts';
import { Part } from './part.tsx';

const useStyles = makeStyles({
  stays: {
    padding: tokens.spacingVerticalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  safe: { marginTop: '2px', color: tokens.colorStatusSuccessForeground1 },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  heading: { margin: 0 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export const Deactivate = () => {
  const styles = useStyles();
  const shell = useTexts();
  const { go, refresh } = usePane();
  const { deactivate: texts } = useSpeech(syncTexts);
  const api = useApi(mailboxApi);
  const { busy, trouble, run } = useActing();
  const end = async () => {
    if ((await run('deactivate', () => api.deactivate())) === null) return;
    await refresh();
    // Should the mailbox not be read just now, this view must not offer what was done.
    go({ screen: 'sync' });
  };
  return (
    <Part title={texts.title} text={texts.text}>
      <Stays />
      <section className={styles.part}>
        <Subtitle2 as="h2" className={styles.heading}>
          {texts.goesTitle}
        </Subtitle2>
        <Text>{texts.goes}</Text>
      </section>
      <section className={styles.part}>
        <Subtitle2 as="h2" className={styles.heading}>
          {texts.againTitle}
        </Subtitle2>
        <Text>{texts.again}</Text>
      </section>
      {trouble !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody role="alert">{sentenceFor(trouble, shell)}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          disabledFocusable={busy !== null}
          icon={busy === null ? undefined : <BusyRing />}
          onClick={() => void end()}
        >
          {busy === null ? texts.action : texts.acting}
        </Button>
        <Button
          onClick={() => {
            go({ screen: 'sync' });
          }}
        >
          {texts.keep}
        </Button>
      </div>
      <Text className={styles.quiet}>{texts.pauseInstead}</Text>
    </Part>
  );
};

const Stays = () => {
  const styles = useStyles();
  const { mailbox } = usePane();
  const { deactivate: texts } = useSpeech(syncTexts);
  const language = useLanguage();
  const { active, paused, held } = mailbox.counts;
  const cards = active + paused;
  const points = [
    texts.cards(cards, formatCount(cards, language)),
    texts.crm,
    ...(held > 0 ? [texts.held(held)] : []),
    texts.history,
  ];
  return (
    <div className={styles.stays}>
      <Points
        title={texts.staysTitle}
        points={points}
        sign={<ShieldCheckmark16Filled className={styles.safe} />}
      />
    </div>
  );
};
