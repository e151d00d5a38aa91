/**
 * A preview as people read it: what to mind, the numbers, and then each list for who wants to see it. Of the first start, of
 * other settings, and of what the brake stopped (R12).
 */
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { PreviewView } from '../../../shared/api/preview.ts';
import { previewPaneTexts, type PreviewTexts } from '../../../shared/texts/pane/preview.ts';
import { formatCount } from '../format.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { sentenceFor } from '../parts/notices.tsx';
import { useLanguage, useSpeech, useTexts } from '../texts.tsx';
import { PreviewLists } from './preview-lists.tsx';
import type { PreviewMaking } from './use-preview.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  wait: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    padding: tokens.spacingVerticalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  words: { display: 'flex', flexDirection: 'column' },
  quiet: { color: tokens.colorNeutralForeground3 },
  numbers: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingVerticalM,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  heading: { margin: 0 },
  rows: { display: 'grid', gap: tokens.spacingVerticalXS, margin: 0 },
  row: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  first: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  figure: { margin: 0, fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
  reason: { paddingInlineStart: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3 },
  light: { fontWeight: tokens.fontWeightRegular },
});

interface Props {
  readonly making: PreviewMaking;
  /** What one knows already, where this stands. */
  readonly known?: readonly PreviewView['warnings'][number]['code'][];
  /** Nobody is linked yet. */
  readonly isFirst?: boolean;
}

export const Preview = ({ making, known = [], isFirst = false }: Props) => {
  const styles = useStyles();
  const { preview, phase } = making;
  return (
    <div className={styles.column} aria-busy={phase === 'making'}>
      {phase === 'making' && <Making waits={making.waits} />}
      {phase === 'failed' && <Failed making={making} />}
      {phase === 'made' && preview !== null && <Made preview={preview} known={known} isFirst={isFirst} />}
    </div>
  );
};

const Making = ({ waits }: { waits: boolean }) => {
  const styles = useStyles();
  const texts = useSpeech(previewPaneTexts);
  return (
    <div className={styles.wait} role="status">
      <BusyRing />
      <span className={styles.words}>
        <Text>{texts.making}</Text>
        <Text className={styles.quiet}>{waits ? texts.busy : texts.makingLong}</Text>
      </span>
    </div>
  );
};

const Failed = ({ making: { trouble, tooLong, again } }: { making: PreviewMaking }) => {
  const shell = useTexts();
  const texts = useSpeech(previewPaneTexts);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody role="alert">
        <MessageBarTitle>{texts.failedTitle}</MessageBarTitle>
        {tooLong || trouble === null ? texts.tooLong : sentenceFor(trouble, shell)}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={again}>
          {shell.retry}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
};

const Made = ({ preview, known, isFirst }: Required<Omit<Props, 'making'>> & { preview: PreviewView }) => {
  const texts = useSpeech(previewPaneTexts);
  const warnings = preview.warnings.filter(({ code }) => !known.includes(code));
  return (
    <>
      {warnings.map(({ code, message }) => (
        <MessageBar
          key={`${code} ${message}`}
          intent={code === 'reachesBrake' || code === 'braked' ? 'warning' : 'info'}
          layout="multiline"
        >
          <MessageBarBody>
            <MessageBarTitle>{code === 'reachesBrake' ? texts.brakeTitle : texts.attention}</MessageBarTitle>
            {message}
          </MessageBarBody>
        </MessageBar>
      ))}
      <Numbers preview={preview} isFirst={isFirst} />
      <PreviewLists preview={preview} />
    </>
  );
};

const changes = ['linked', 'resumed', 'toRemote', 'toCrm', 'held', 'paused', 'removed', 'discarded'] as const;

/** Whether a pass would write, pause, end or ask anything. */
export const changesNothing = (preview: PreviewView): boolean =>
  [preview.created, preview.repaired, ...changes.map((name) => preview[name])].every(
    ({ total }) => total === 0,
  );

/** Where nobody is linked yet, "nothing changes" means that nobody would come. */
const emptySentence = (preview: PreviewView, isFirst: boolean, texts: PreviewTexts): string | null => {
  if (!changesNothing(preview)) return null;
  if (!isFirst) return texts.nothing;
  return preview.leftOut.total === 0 ? texts.nobody : texts.nobodyChosen;
};

const Numbers = ({ preview, isFirst }: { preview: PreviewView; isFirst: boolean }) => {
  const styles = useStyles();
  const texts = useSpeech(previewPaneTexts);
  const language = useLanguage();
  const empty = emptySentence(preview, isFirst, texts);
  const figure = (count: number) => formatCount(count, language);
  return (
    <section className={styles.numbers}>
      <Subtitle2 as="h2" className={styles.heading}>
        {texts.numbers}
      </Subtitle2>
      {empty !== null && <Text>{empty}</Text>}
      <dl className={styles.rows}>
        {(preview.created.total > 0 || (isFirst && empty === null)) && (
          <Row term={texts.created} figure={figure(preview.created.total)} isFirst />
        )}
        {changes
          .filter((name) => preview[name].total > 0)
          .map((name) => (
            <Row key={name} term={texts[name]} figure={figure(preview[name].total)} />
          ))}
        {preview.waiting.stay > 0 && <Row term={texts.waiting} figure={figure(preview.waiting.stay)} />}
        {preview.leftOut.total > 0 && <Row term={texts.leftOut} figure={figure(preview.leftOut.total)} />}
        {preview.leftOut.reasons.map(({ because, count, message }) => (
          <Row key={because} term={message} figure={figure(count)} isReason />
        ))}
      </dl>
      {preview.counts.conflicts > 0 && <Text>{texts.conflicts(preview.counts.conflicts)}</Text>}
    </section>
  );
};

interface RowProps {
  readonly term: string;
  readonly figure: string;
  readonly isFirst?: boolean;
  readonly isReason?: boolean;
}

const Row = ({ term, figure, isFirst = false, isReason = false }: RowProps) => {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.row, isFirst && styles.first, isReason && styles.reason)}>
      <dt>{term}</dt>
      <dd className={mergeClasses(styles.figure, isReason && styles.light)}>{figure}</dd>
    </div>
  );
};
