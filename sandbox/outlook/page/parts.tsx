/** What all three views are made of: the command bar, white panels, rows of a list, and what stands in an empty one. */
import {
  Avatar,
  Button,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
  type ButtonProps,
} from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';

const useStyles = makeStyles({
  view: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 0,
  },
  ribbon: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    height: '44px',
    flexShrink: 0,
    overflowX: 'auto',
    '& > *': { flexShrink: 0 },
    '& button': { whiteSpace: 'nowrap' },
    paddingInline: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    // Seen in contrast themes only.
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
  },
  command: {
    minWidth: 'auto',
    flexShrink: 0,
    paddingInline: tokens.spacingHorizontalS,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'nowrap',
  },
  panels: { display: 'flex', gap: tokens.spacingHorizontalS, flexGrow: 1, minHeight: 0 },
  panel: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    minHeight: 0,
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
    // Seen in contrast themes only.
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
  },
  list: { width: 'clamp(220px, 23vw, 320px)', flexShrink: 0 },
  detail: { flexGrow: 1, flexBasis: 0 },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  rows: { listStyleType: 'none', margin: 0, padding: 0, overflowY: 'auto', flexGrow: 1 },
  scroll: {
    overflowY: 'auto',
    flexGrow: 1,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    borderLeft: `3px solid transparent`,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
  },
  row: {
    flexGrow: 1,
    minWidth: 0,
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'left',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  open: {
    backgroundColor: tokens.colorBrandBackground2,
    borderLeftColor: tokens.colorBrandStroke1,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
  },
  fresh: {
    animationName: { from: { backgroundColor: tokens.colorPaletteYellowBackground2 }, to: {} },
    animationDuration: '4s',
    '@media (prefers-reduced-motion: reduce)': { animationDuration: '1ms' },
  },
  text: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS, minWidth: 0 },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  bold: { fontWeight: tokens.fontWeightSemibold },
  unread: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
  empty: {
    display: 'grid',
    placeItems: 'center',
    flexGrow: 1,
    padding: tokens.spacingHorizontalXXL,
    color: tokens.colorNeutralForeground3,
    textAlign: 'center',
  },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** A button of the command bar. */
export const Command = (props: ButtonProps) => {
  const styles = useStyles();
  return <Button appearance="subtle" {...props} className={styles.command} />;
};

/** A stranger may have written it: what is shown in a row is never longer than this. */
const MOST_LETTERS = 200;
const short = (text: string): string =>
  text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;

export const ViewFrame = ({ commands, children }: { commands: ReactNode; children: ReactNode }) => {
  const styles = useStyles();
  return (
    <div className={styles.view}>
      <div className={styles.ribbon} role="toolbar">
        {commands}
      </div>
      <div className={styles.panels}>{children}</div>
    </div>
  );
};

interface ListPanelProps {
  readonly label: string;
  readonly head: ReactNode;
  /** Said when there are no rows. */
  readonly empty: string | null;
  readonly children: ReactNode;
}

export const ListPanel = ({ label, head, empty, children }: ListPanelProps) => {
  const styles = useStyles();
  return (
    <section className={mergeClasses(styles.panel, styles.list)} aria-label={label}>
      <div className={styles.head}>{head}</div>
      {empty === null ? (
        <ul className={styles.rows} aria-label={label}>
          {children}
        </ul>
      ) : (
        <Empty>{empty}</Empty>
      )}
    </section>
  );
};

export const DetailPanel = ({ head, children }: { head?: ReactNode; children: ReactNode }) => {
  const styles = useStyles();
  return (
    <main className={mergeClasses(styles.panel, styles.detail)}>
      {head !== undefined && <div className={styles.head}>{head}</div>}
      {children}
    </main>
  );
};

/** The part of a panel that scrolls. */
export const Scroll = ({ children }: { children: ReactNode }) => (
  <div className={useStyles().scroll}>{children}</div>
);

export const Empty = ({ children }: { children: ReactNode }) => {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <Text>{children}</Text>
    </div>
  );
};

interface RowProps {
  readonly name: string;
  /** In the place of the face. */
  readonly sign?: ReactElement;
  /** Beside the button, e.g. a box to tick. */
  readonly before?: ReactNode;
  readonly first: string;
  readonly aside?: ReactNode;
  readonly second?: string;
  readonly third?: string;
  /** Said before the rest, and shown by the weight of the letters. */
  readonly unread?: string | null;
  readonly isOpen: boolean;
  /** Changes when something happened to it: the row lights up. */
  readonly freshAs?: number | null;
  readonly onOpen: () => void;
}

export const Row = ({
  name,
  sign,
  before,
  first,
  aside,
  second,
  third,
  unread,
  isOpen,
  freshAs,
  onOpen,
}: RowProps) => {
  const styles = useStyles();
  const isUnread = unread !== undefined && unread !== null;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <li ref={row} className={mergeClasses(styles.item, isOpen && styles.open)}>
      {before}
      <button
        key={freshAs ?? 0}
        type="button"
        className={mergeClasses(styles.row, Boolean(freshAs) && styles.fresh)}
        aria-current={isOpen ? 'true' : undefined}
        onClick={onOpen}
      >
        {sign ?? <Avatar name={short(name)} color="colorful" size={36} aria-hidden />}
        <span className={styles.text}>
          {isUnread && <span className={styles.hidden}>{unread}. </span>}
          <span className={styles.line}>
            <span className={mergeClasses(styles.cut, isUnread && styles.bold)}>{short(first)}</span>
            {aside}
          </span>
          {second !== undefined && (
            <span className={styles.line}>
              <span className={mergeClasses(styles.cut, isUnread && styles.unread)}>{short(second)}</span>
            </span>
          )}
          {third !== undefined && third !== '' && (
            <span className={mergeClasses(styles.cut, styles.quiet)}>{short(third)}</span>
          )}
        </span>
      </button>
    </li>
  );
};

export const Quiet = ({ children }: { children: ReactNode }) => (
  <span className={useStyles().quiet}>{children}</span>
);

/** A value that follows another one only after it has rested. */
export const useRested = <T,>(value: T, ms: number): T => {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [value, ms]);
  return rested;
};

/** `14:05` today, else the day. */
export const shortTime = (iso: string, language: string, now = new Date()): string => {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString()
    ? at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })
    : at.toLocaleDateString(language, { weekday: 'short', day: 'numeric', month: 'numeric' });
};

export const longTime = (iso: string, language: string): string =>
  new Date(iso).toLocaleString(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
