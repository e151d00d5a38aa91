/** The figures that tell in a glance whether anybody needs help; what needs attention says so, not by colour alone. */
import {
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { Warning16Filled } from '@fluentui/react-icons/svg/warning';
import type { AdminStatus, Ending } from '../../../shared/api/admin.ts';
import { adminTexts, type AdminTexts } from '../../../shared/texts/pane/admin.ts';
import { formatCount, formatDay } from '../format.ts';
import { useLanguage, useSpeech, useTexts } from '../texts.tsx';
import { Section } from './section.tsx';

const URGENT_MS = 7 * 24 * 3_600_000;

const useStyles = makeStyles({
  ends: { marginBottom: tokens.spacingVerticalS },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(132px, 1fr))',
    gap: tokens.spacingHorizontalS,
    margin: 0,
  },
  tile: {
    display: 'flex',
    flexDirection: 'column-reverse',
    justifyContent: 'space-between',
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  attention: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
    borderTopColor: tokens.colorStatusWarningBorder1,
    borderRightColor: tokens.colorStatusWarningBorder1,
    borderBottomColor: tokens.colorStatusWarningBorder1,
    borderLeftColor: tokens.colorStatusWarningBorder1,
  },
  term: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  figure: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    marginTop: tokens.spacingVerticalS,
  },
  fact: { display: 'flex', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0 },
});

interface Figure {
  readonly name: keyof AdminTexts['status'] & keyof Figures;
  /** Somebody has to do something when it is not zero. */
  readonly asks: boolean;
}
interface Figures {
  readonly active: number;
  readonly paused: number;
  readonly signInAgain: number;
  readonly braked: number;
  readonly held: number;
  readonly failing: number;
  readonly runningPasses: number;
}

const shown: readonly Figure[] = [
  { name: 'active', asks: false },
  { name: 'signInAgain', asks: true },
  { name: 'braked', asks: true },
  { name: 'failing', asks: true },
  { name: 'paused', asks: false },
  { name: 'held', asks: false },
  { name: 'runningPasses', asks: false },
];

export const Status = ({ status }: { status: AdminStatus | null }) => {
  const styles = useStyles();
  const shell = useTexts();
  const { status: texts } = useSpeech(adminTexts);
  if (status === null)
    return (
      <Section title={texts.title}>
        <Skeleton aria-label={shell.loading} className={styles.tiles}>
          {shown.map(({ name }) => (
            <SkeletonItem key={name} size={64} />
          ))}
        </Skeleton>
      </Section>
    );
  const figures: Figures = { ...status.mailboxes, ...status };
  return (
    <Section title={texts.title}>
      {status.endings.map((ending) => (
        <Ends key={ending.what} ending={ending} now={status.now} />
      ))}
      <dl className={styles.tiles}>
        {shown.map(({ name, asks }) => (
          <Tile key={name} term={texts[name]} figure={figures[name]} attention={asks && figures[name] > 0} />
        ))}
      </dl>
      <dl className={styles.facts}>
        <Fact term={texts.database} value={databaseIs(status, texts)} />
        <Fact term={texts.jobs} value={status.jobs ? texts.jobsRun : texts.jobsElsewhere} />
        <Fact term={texts.version} value={status.version} />
      </dl>
    </Section>
  );
};

/** Told from 30 days before; a red one is over or ends within a week. */
const Ends = ({ ending: { what, endsAt }, now }: { ending: Ending; now: string }) => {
  const styles = useStyles();
  const language = useLanguage();
  const { status: texts } = useSpeech(adminTexts);
  const urgent = Date.parse(endsAt) - Date.parse(now) < URGENT_MS;
  return (
    <MessageBar intent={urgent ? 'error' : 'warning'} layout="multiline" className={styles.ends}>
      <MessageBarBody>{texts.ends[what](formatDay(endsAt, language))}</MessageBarBody>
    </MessageBar>
  );
};

const databaseIs = ({ database }: AdminStatus, { databaseIs: is }: AdminTexts['status']): string =>
  !database.reachable ? is.gone : database.migrated ? is.ready : is.old;

const Tile = ({ term, figure, attention }: { term: string; figure: number; attention: boolean }) => {
  const styles = useStyles();
  const language = useLanguage();
  const { status: texts } = useSpeech(adminTexts);
  return (
    <div className={mergeClasses(styles.tile, attention && styles.attention)}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.figure}>
        {formatCount(figure, language)}
        {attention && <Warning16Filled aria-label={texts.attention} />}
      </dd>
    </div>
  );
};

const Fact = ({ term, value }: { term: string; value: string }) => {
  const styles = useStyles();
  return (
    <div className={styles.fact}>
      <dt className={styles.quiet}>{term}:</dt>
      <dd className={styles.value}>{value}</dd>
    </div>
  );
};
