/** One change: whose, which field, from what to what, on which side, why; what lost by it; and taking it back. */
import { Badge, Button, Caption1, Link, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRight16Regular } from '@fluentui/react-icons/svg/arrow-right';
import { ArrowUndo16Regular } from '@fluentui/react-icons/svg/arrow-undo';
import type { HistoryView } from '../../../shared/api/history.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { Value } from '../parts/values.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { clockTime } from './days.ts';
import { cannotUndo, fieldWords } from './words.ts';
import { unseen } from '../parts/unseen.ts';

const useStyles = makeStyles({
  entry: {
    display: 'grid',
    gridTemplateColumns: '40px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} 0`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
    ':first-child': { borderTop: 'none' },
  },
  time: { color: tokens.colorNeutralForeground2, lineHeight: tokens.lineHeightBase300 },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  what: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightRegular,
  },
  field: { fontWeight: tokens.fontWeightSemibold },
  side: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  person: { textAlign: 'start', overflowWrap: 'anywhere' },
  values: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    columnGap: tokens.spacingHorizontalS,
  },
  was: { color: tokens.colorNeutralForeground2 },
  became: { fontWeight: tokens.fontWeightSemibold },
  /** The arrow goes with what it leads to, also on a line of its own. */
  to: { display: 'flex', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  arrow: { flexShrink: 0, marginTop: '2px', color: tokens.colorNeutralForeground3 },
  why: { color: tokens.colorNeutralForeground2 },
  lost: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'start',
    gap: tokens.spacingVerticalXS,
    marginTop: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderLeft: `${tokens.strokeWidthThick} solid ${tokens.colorStatusWarningBorder2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  undo: { alignSelf: 'start', marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})` },
  cannot: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    '& summary': { cursor: 'pointer', width: 'fit-content' },
  },
  badge: { alignSelf: 'start' },
  hidden: unseen,
});

interface Props {
  readonly entry: HistoryView;
  /** Null: all that is listed is this person's. */
  readonly onPerson: ((personId: string) => void) | null;
  readonly onUndo: (entry: HistoryView) => void;
}

export const Entry = ({ entry, onPerson, onUndo }: Props) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const language = useLanguage();
  const name = entry.personName ?? texts.personGone;
  return (
    <li className={styles.entry}>
      <Caption1 as="span" className={styles.time}>
        <time dateTime={entry.at}>{clockTime(entry.at, language)}</time>
      </Caption1>
      <div className={styles.body}>
        {onPerson !== null && (
          <Link
            as="button"
            className={styles.person}
            onClick={() => {
              onPerson(entry.personId);
            }}
          >
            {name}
          </Link>
        )}
        <h3 className={styles.what}>
          <span className={styles.field}>{fieldWords(entry, texts, language)}</span>
          <span className={styles.side}>{entry.side === 'crm' ? texts.wroteCrm : texts.wroteRemote}</span>
        </h3>
        <Change entry={entry} />
        <Caption1 className={styles.why}>{entry.sentence}</Caption1>
        <Standing entry={entry} />
        {entry.overruled !== null && (
          <div className={styles.lost}>
            <Caption1>{texts.overruled(entry.overruled.side)}</Caption1>
            <Value field={entry.field} value={entry.overruled.value} />
            <Undo entry={entry} onUndo={onUndo} />
          </div>
        )}
        {entry.overruled === null && <Undo entry={entry} onUndo={onUndo} />}
      </div>
    </li>
  );
};

const Change = ({ entry: { field, valuesKnown, from, to } }: { entry: HistoryView }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  // The person or the card as a whole: there is nothing that became something else.
  if (field === null) return null;
  if (!valuesKnown) return <Caption1 className={styles.why}>{texts.valuesUnknown}</Caption1>;
  return (
    <div className={styles.values}>
      <span className={styles.hidden}>{texts.from}</span>
      <Value field={field} value={from} className={styles.was} />
      <span className={styles.to}>
        <ArrowRight16Regular className={styles.arrow} aria-hidden />
        <span>
          <span className={styles.hidden}>{texts.to}</span>
          <Value field={field} value={to} className={styles.became} />
        </span>
      </span>
    </div>
  );
};

/** What else is to be known of it; nothing of most. */
const Standing = ({ entry: { outcome, undoes } }: { entry: HistoryView }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const words = [
    outcome === 'intended' ? texts.intended : null,
    outcome === 'notDone' ? texts.notDone : null,
    undoes === null ? null : texts.takenBack,
  ].filter((word) => word !== null);
  return words.map((word) => (
    <Badge key={word} appearance="tint" color="informative" className={styles.badge}>
      {word}
    </Badge>
  ));
};

const Undo = ({ entry, onUndo }: Pick<Props, 'entry' | 'onUndo'>) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const language = useLanguage();
  const cannot = cannotUndo(entry, texts, language);
  if (cannot !== null)
    return (
      <details className={styles.cannot}>
        <summary>{texts.cannot}</summary>
        {cannot}
      </details>
    );
  const isRestore = entry.overruled !== null;
  const what = `${fieldWords(entry, texts, language)}, ${entry.personName ?? texts.personGone}, ${clockTime(entry.at, language)}`;
  return (
    <Button
      size="small"
      appearance={isRestore ? 'secondary' : 'subtle'}
      className={isRestore ? undefined : styles.undo}
      icon={<ArrowUndo16Regular />}
      aria-label={(isRestore ? texts.restoreOf : texts.undoOf)(what)}
      onClick={() => {
        onUndo(entry);
      }}
    >
      {isRestore ? texts.restore : texts.undo}
    </Button>
  );
};
