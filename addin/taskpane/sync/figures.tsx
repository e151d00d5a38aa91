/** The figures below the sentence: progress of the running pass, how many, and what the last pass did. */
import { makeStyles, ProgressBar, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { PassView } from '../../../shared/api/passes.ts';
import type { PaneTexts } from '../../../shared/texts/pane/shell.ts';
import { formatCount, formatMoment } from '../format.ts';
import { useLanguage, useTexts } from '../texts.tsx';

const useStyles = makeStyles({
  progress: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  between: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  heading: { margin: 0 },
  list: { display: 'grid', gap: tokens.spacingVerticalXS, margin: 0, marginTop: tokens.spacingVerticalS },
  row: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  term: { color: tokens.colorNeutralForeground2 },
  figure: {
    margin: 0,
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'end',
    fontWeight: tokens.fontWeightSemibold,
  },
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
  const texts = useTexts();
  const labelId = useId();
  const { phase, done, total } = progress;
  const known = total !== null && total > 0;
  return (
    <div className={styles.progress}>
      <div className={styles.between}>
        <Text id={labelId}>{texts.phase[phase]}</Text>
        <Text className={styles.quiet}>{known ? texts.progress(done, total) : texts.progressOpen(done)}</Text>
      </div>
      <ProgressBar
        aria-labelledby={labelId}
        thickness="large"
        {...(known
          ? { value: Math.min(done / total, 1), 'aria-valuetext': texts.progress(done, total) }
          : {})}
      />
    </div>
  );
};

/** `settled`: a pass has ended, so that a zero is a fact. */
export const Counts = ({ counts, settled }: { counts: MailboxView['counts']; settled: boolean }) => {
  const styles = useStyles();
  const texts = useTexts();
  const language = useLanguage();
  const rows = (['creating', 'held', 'paused', 'removed'] as const).filter((name) => counts[name] > 0);
  const nobody = settled && counts.active === 0 && rows.length === 0;
  return (
    <section>
      <Subtitle2 as="h2" className={styles.heading}>
        {texts.counts.title}
      </Subtitle2>
      {nobody ? (
        <Text as="p">{texts.counts.none}</Text>
      ) : (
        <dl className={styles.list}>
          <Row term={texts.counts.inOutlook} figure={formatCount(counts.active, language)} />
          {rows.map((name) => (
            <Row key={name} term={texts.counts[name]} figure={formatCount(counts[name], language)} />
          ))}
        </dl>
      )}
    </section>
  );
};

const Row = ({ term, figure, isText = false }: { term: string; figure: string; isText?: boolean }) => {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <dt className={styles.term}>{term}</dt>
      <dd className={isText ? styles.value : styles.figure}>{figure}</dd>
    </div>
  );
};

export const Passes = ({ mailbox, asked }: { mailbox: MailboxView; asked: boolean }) => {
  const styles = useStyles();
  const texts = useTexts();
  const language = useLanguage();
  const now = new Date();
  const { lastPass, running, nextPassAt } = mailbox;
  const last =
    lastPass === null
      ? texts.passes.never
      : formatMoment(lastPass.endedAt ?? lastPass.startedAt, now, language);
  return (
    <section>
      <Subtitle2 as="h2" className={styles.heading}>
        {texts.passes.title}
      </Subtitle2>
      <dl className={styles.list}>
        <Row term={texts.passes.last} figure={last} isText />
      </dl>
      {lastPass !== null && <Done pass={lastPass} />}
      {nextPassAt !== null && running === null && (
        <dl className={styles.list}>
          <Row term={texts.passes.next} figure={formatMoment(nextPassAt, now, language)} isText />
        </dl>
      )}
      {asked && running === null && <Text className={styles.quiet}>{texts.actions.asked}</Text>}
    </section>
  );
};

/** What a pass did, in words; empty lines are left out. */
const Done = ({ pass }: { pass: PassView }) => {
  const styles = useStyles();
  const texts = useTexts();
  if (pass.counts === null) return null;
  const lines = sentences(pass.counts, texts.passes);
  if (lines.length === 0)
    return pass.result === 'done' ? <Text className={styles.quiet}>{texts.passes.nothing}</Text> : null;
  return (
    <ul className={styles.done}>
      {lines.map((line) => (
        <li key={line}>
          <Text>{line}</Text>
        </li>
      ))}
    </ul>
  );
};

const sentences = (counts: NonNullable<PassView['counts']>, passes: PaneTexts['passes']): string[] =>
  (['created', 'toRemote', 'toCrm', 'conflicts', 'held', 'removed'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => passes[name](counts[name]));
