/** One held change in the list: what happened to whom and since when; opened, both sides and what can be decided. */
import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right';
import { Info20Regular } from '@fluentui/react-icons/svg/info';
import { useId, type ReactNode } from 'react';
import type { HeldView } from '../../../shared/api/held.ts';
import { paneHeldTexts } from '../../../shared/texts/pane/held.ts';
import { cut, LONGEST_SENTENCE } from '../parts/values.tsx';
import { useSpeech } from '../texts.tsx';
import { decidedSentence, type Speech } from './words.ts';

const LONGEST_LISTED = 220;

const useStyles = makeStyles({
  item: {
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    overflowWrap: 'anywhere',
  },
  open: {
    borderTopColor: tokens.colorNeutralStroke1,
    borderRightColor: tokens.colorNeutralStroke1,
    borderBottomColor: tokens.colorNeutralStroke1,
    borderLeftColor: tokens.colorNeutralStroke1,
    boxShadow: tokens.shadow4,
  },
  settled: { backgroundColor: tokens.colorNeutralBackground2 },
  heading: { margin: 0, fontSize: 'inherit', fontWeight: 'inherit' },
  /** The whole of it can be pressed; what it says is not the name of the button. */
  top: {
    position: 'relative',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  button: {
    width: '100%',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    fontFamily: tokens.fontFamilyBase,
    textAlign: 'start',
    cursor: 'pointer',
    outlineStyle: 'none',
    '::after': { content: '""', position: 'absolute', inset: 0, borderRadius: tokens.borderRadiusMedium },
    ':focus-visible::after': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
  },
  padded: { padding: tokens.spacingHorizontalM },
  sign: { display: 'flex', alignItems: 'center', height: tokens.lineHeightBase300 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  noted: { color: tokens.colorNeutralForeground2 },
  name: { fontWeight: tokens.fontWeightSemibold },
  about: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  sentence: {
    margin: 0,
    marginTop: tokens.spacingVerticalXS,
    paddingLeft: `calc(20px + ${tokens.spacingHorizontalS})`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  short: {
    display: '-webkit-box',
    overflow: 'hidden',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: '5',
  },
  body: { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingHorizontalM}` },
});

interface ItemProps {
  readonly held: HeldView;
  /** What happened, or what became of it. */
  readonly told: string;
  readonly moment: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Only what is opened is made. */
  readonly children: ReactNode;
}

/** `data-held`: where the arrow keys go, and the focus after a decision. */
export const HeldItem = ({ held, told, moment, isOpen, onToggle, children }: ItemProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const id = useId();
  const sentence = cut(told, isOpen ? LONGEST_SENTENCE : LONGEST_LISTED);
  return (
    <li className={mergeClasses(styles.item, isOpen && styles.open)} data-item={held.id}>
      <div className={styles.top}>
        <h2 className={styles.heading}>
          <button
            type="button"
            className={mergeClasses(styles.head, styles.button)}
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-body` : undefined}
            aria-describedby={`${id}-sentence`}
            data-held={held.id}
            onClick={onToggle}
          >
            <span className={styles.sign} aria-hidden>
              {isOpen ? <ChevronDown20Regular /> : <ChevronRight20Regular />}
            </span>
            <span className={styles.name}>{held.personName ?? texts.personGone} </span>
            <span />
            <span className={styles.about}>
              <span>{texts.reasons[held.reason](held.sourceName)} </span>
              <span>{moment}</span>
            </span>
          </button>
        </h2>
        <p id={`${id}-sentence`} className={mergeClasses(styles.sentence, !isOpen && styles.short)}>
          {sentence}
        </p>
      </div>
      {isOpen && (
        <div id={`${id}-body`} className={styles.body}>
          {children}
        </div>
      )}
    </li>
  );
};

interface SettledProps {
  readonly held: HeldView;
  /** Where it was not decided here just now: what happened instead. */
  readonly note: string | null;
  readonly speech: Speech;
}

/** Decided on this screen, or closed under the user's hands: told in its place. */
export const SettledItem = ({ held, note, speech }: SettledProps) => {
  const styles = useStyles();
  const isGood = note === null;
  return (
    <li className={mergeClasses(styles.item, styles.settled)} data-item={held.id}>
      <div className={mergeClasses(styles.head, styles.padded)}>
        <span className={mergeClasses(styles.sign, isGood ? styles.good : styles.noted)} aria-hidden>
          {isGood ? <CheckmarkCircle20Filled /> : <Info20Regular />}
        </span>
        <span className={styles.name}>{held.personName ?? speech.texts.personGone}</span>
        <span />
        <Caption1>{note ?? decidedSentence(held, speech)}</Caption1>
      </div>
    </li>
  );
};
