/** Every mailbox: whose, how it stands and why, how many contacts, what ran last and what comes next. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { AdminMailboxView } from '../../../shared/api/admin.ts';
import { brake } from '../../../shared/api/mailbox.ts';
import { adminTexts, type AdminTexts } from '../../../shared/texts/pane/admin.ts';
import { formatCount, formatMoment } from '../format.ts';
import { HomeSkeleton } from '../parts/skeleton.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { Label } from './label.tsx';
import { Section } from './section.tsx';
import { Table, type Column } from './table.tsx';

const useStyles = makeStyles({
  strong: { fontWeight: tokens.fontWeightSemibold },
  lines: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalXXS },
  quiet: { color: tokens.colorNeutralForeground3 },
  email: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

const colours = {
  active: 'success',
  paused: 'informative',
  signInAgain: 'warning',
  braked: 'warning',
} as const;

export const Mailboxes = ({ mailboxes }: { mailboxes: readonly AdminMailboxView[] | null }) => {
  const { mailboxes: texts } = useSpeech(adminTexts);
  return (
    <Section title={texts.title}>
      {mailboxes === null ? (
        <HomeSkeleton />
      ) : mailboxes.length === 0 ? (
        <Text>{texts.none}</Text>
      ) : (
        <MailboxTable mailboxes={mailboxes} />
      )}
    </Section>
  );
};

/** Whoever cannot go on comes first; among equals the worker's order, by name. */
const needsHelp = ({ state, lastPass }: AdminMailboxView): boolean =>
  state === 'braked' || state === 'signInAgain' || lastPass?.result === 'failed';

const MailboxTable = ({ mailboxes }: { mailboxes: readonly AdminMailboxView[] }) => {
  const { mailboxes: texts } = useSpeech(adminTexts);
  const columns: readonly Column<AdminMailboxView>[] = [
    { name: texts.employee, width: '24%', cell: ({ employee }) => <Employee employee={employee} /> },
    { name: texts.state, width: '30%', cell: (mailbox) => <State mailbox={mailbox} /> },
    { name: texts.contacts, width: '16%', cell: ({ counts }) => <Counts counts={counts} /> },
    { name: texts.lastPass, width: '16%', cell: (mailbox) => <LastPass mailbox={mailbox} /> },
    { name: texts.next, width: '14%', cell: (mailbox) => <Next mailbox={mailbox} /> },
  ];
  const stuckFirst = [...mailboxes].sort((a, b) => Number(needsHelp(b)) - Number(needsHelp(a)));
  return <Table label={texts.title} items={stuckFirst} keyOf={({ id }) => id} columns={columns} />;
};

const Employee = ({ employee }: Pick<AdminMailboxView, 'employee'>) => {
  const styles = useStyles();
  const { mailboxes: texts } = useSpeech(adminTexts);
  return (
    <div className={styles.lines}>
      <span className={styles.strong}>
        {employee.displayName === '' ? texts.unknown : employee.displayName}
      </span>
      {employee.email !== null && <span className={styles.email}>{employee.email}</span>}
    </div>
  );
};

const State = ({ mailbox }: { mailbox: AdminMailboxView }) => {
  const styles = useStyles();
  const { mailboxes: texts } = useSpeech(adminTexts);
  const why = reasonOf(mailbox, texts);
  return (
    <div className={styles.lines}>
      <Label color={colours[mailbox.state]}>{texts.states[mailbox.state]}</Label>
      {why !== null && <span>{why}</span>}
    </div>
  );
};

/** What the worker's own sentence says to the employee, said to somebody else; that sentence where the code is a new one. */
const reasonOf = (mailbox: AdminMailboxView, texts: AdminTexts['mailboxes']): string | null => {
  const { state, because, message } = mailbox;
  if (state === 'active') return null;
  if (state === 'signInAgain') return texts.signInAgain;
  if (state === 'braked') return brakedBecause(because, texts) ?? message;
  const known: Readonly<Record<string, string>> = texts.because;
  return known[because ?? ''] ?? message;
};

const brakedBecause = (because: string | null, { braked }: AdminTexts['mailboxes']): string | null => {
  const read = brake.safeParse(parsed(because));
  if (!read.success) return null;
  const { data } = read;
  return data.kind === 'manyChanges'
    ? braked.manyChanges(data.cards, data.linked)
    : braked[data.kind](data.linked);
};

const parsed = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return null;
  }
};

const Counts = ({ counts }: Pick<AdminMailboxView, 'counts'>) => {
  const styles = useStyles();
  const language = useLanguage();
  const { mailboxes: texts } = useSpeech(adminTexts);
  const others = (['creating', 'held', 'paused', 'removed'] as const).filter((name) => counts[name] > 0);
  return (
    <div className={styles.lines}>
      {(['active', ...others] as const).map((name) => (
        <span key={name} className={name === 'active' ? undefined : styles.quiet}>
          {formatCount(counts[name], language)} {texts.counts[name]}
        </span>
      ))}
    </div>
  );
};

const LastPass = ({ mailbox: { lastPass } }: { mailbox: AdminMailboxView }) => {
  const styles = useStyles();
  const language = useLanguage();
  const texts = useSpeech(adminTexts);
  if (lastPass === null) return <span className={styles.quiet}>{texts.mailboxes.never}</span>;
  // The state has said so already.
  const isSaid = lastPass.result === 'braked' || lastPass.result === 'parked';
  return (
    <div className={styles.lines}>
      <span>{formatMoment(lastPass.endedAt ?? lastPass.startedAt, new Date(), language)}</span>
      {lastPass.result === 'failed' ? (
        <Label color="warning">{texts.passes.results.failed}</Label>
      ) : (
        !isSaid && <span className={styles.quiet}>{texts.passes.results[lastPass.result]}</span>
      )}
      {lastPass.code !== null && !isSaid && (
        <span className={styles.code}>{texts.passes.code(lastPass.code)}</span>
      )}
    </div>
  );
};

const Next = ({ mailbox: { state, notBefore } }: { mailbox: AdminMailboxView }) => {
  const language = useLanguage();
  const { mailboxes: texts } = useSpeech(adminTexts);
  if (state !== 'active') return texts.waitsForPerson;
  if (notBefore === null) return texts.byItself;
  const now = new Date();
  return Date.parse(notBefore) <= now.getTime()
    ? texts.retrySoon
    : texts.retryAt(formatMoment(notBefore, now, language));
};
