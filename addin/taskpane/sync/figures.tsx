/** The figures of the passes: how far the running one is, when the last was and what it did, when the next comes. */
import { makeStyles, ProgressBar, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { PassView } from '../../../shared/api/passes.ts';
import { syncTexts, type SyncTexts } from '../../../shared/texts/pane/sync.ts';
import { formatCount, formatMoment } from '../format.ts';
import { useLanguage, useSpeech } from '../texts.tsx';

const useStyles = makeStyles({
  progress: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  between: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  heading: { margin: 0 },
  list: { display: 'grid', gap: tokens.spacingVerticalXS, margin: 0, marginTop: tokens.spacingVerticalS },
  row: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  term: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, textAlign: 'end' },
  done: {
    margin: 0,
    marginTop: tokens.spacingVerticalXS,
    paddingInlineStart: tokens.spacingHorizontalL,
    color: tokens.colorNeutralForeground2,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export const Progress = ({ progress }: { progress: NonNullable<PassView['progress']> }) => {
  const styles = useStyles();
  const texts = useSpeech(syncTexts);
  const language = useLanguage();
  const labelId = useId();
  const { phase, done, total } = progress;
  const known = total !== null && total > 0;
  const [doneText, totalText] = [formatCount(done, language), formatCount(total ?? 0, language)];
  return (
    <div className={styles.progress}>
      <div className={styles.between}>
        <Text id={labelId}>{texts.phase[phase]}</Text>
        <Text className={styles.quiet}>
          {known ? texts.progress(doneText, totalText) : texts.progressOpen(doneText)}
        </Text>
      </div>
      <ProgressBar
        aria-labelledby={labelId}
        thickness="large"
        {...(known
          ? { value: Math.min(done / total, 1), 'aria-valuetext': texts.progress(doneText, totalText) }
          : {})}
      />
    </div>
  );
};

const Row = ({ term, value }: { term: string; value: string }) => {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{value}</dd>
    </div>
  );
};

export const Passes = ({ mailbox, asked }: { mailbox: MailboxView; asked: boolean }) => {
  const styles = useStyles();
  const { passes, actions } = useSpeech(syncTexts);
  const language = useLanguage();
  const now = new Date();
  const { lastPass, running, nextPassAt } = mailbox;
  const last =
    lastPass === null ? passes.never : formatMoment(lastPass.endedAt ?? lastPass.startedAt, now, language);
  return (
    <section>
      <Subtitle2 as="h2" className={styles.heading}>
        {passes.title}
      </Subtitle2>
      <dl className={styles.list}>
        <Row term={passes.last} value={last} />
      </dl>
      {lastPass !== null && <Done pass={lastPass} />}
      {nextPassAt !== null && running === null && (
        <dl className={styles.list}>
          <Row
            term={passes.next}
            value={
              Date.parse(nextPassAt) <= now.getTime() ? passes.soon : formatMoment(nextPassAt, now, language)
            }
          />
        </dl>
      )}
      {asked && running === null && (
        <Text role="status" className={styles.quiet}>
          {actions.asked}
        </Text>
      )}
    </section>
  );
};

/** What a pass did, in words; empty lines are left out. */
const Done = ({ pass }: { pass: PassView }) => {
  const styles = useStyles();
  const { passes } = useSpeech(syncTexts);
  if (pass.counts === null) return null;
  const lines = sentences(pass.counts, passes);
  if (lines.length === 0)
    return pass.result === 'done' ? <Text className={styles.quiet}>{passes.nothing}</Text> : null;
  return (
    <ul aria-label={passes.title} className={styles.done}>
      {lines.map((line) => (
        <li key={line}>
          <Text>{line}</Text>
        </li>
      ))}
    </ul>
  );
};

const sentences = (counts: NonNullable<PassView['counts']>, passes: SyncTexts['passes']): string[] =>
  (['created', 'toRemote', 'toCrm', 'conflicts', 'held', 'removed', 'discarded'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => passes[name](counts[name]));
