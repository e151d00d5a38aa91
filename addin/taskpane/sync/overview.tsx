/** The first view of Synchronisatie: the sentence, the last and next time, the four lists, and the ways on. */
import { Caption1, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { BroomRegular } from '@fluentui/react-icons/svg/broom';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { useRef, type ReactElement } from 'react';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { usePane, type SyncPart } from '../pane.ts';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useSpeech } from '../texts.tsx';
import { Passes } from './figures.tsx';
import { Relations } from './relations.tsx';
import { Standing } from './standing.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  heading: { margin: 0 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  row: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr 16px',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    width: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
    border: 'none',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  sign: { display: 'grid', fontSize: '20px', color: tokens.colorNeutralForeground2 },
  words: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export const Overview = () => {
  const styles = useStyles();
  const { mailbox, state } = usePane();
  const root = useRef<HTMLDivElement>(null);
  // A button that was pressed may be another by now ("Pauzeren" is "Hervatten"): the first one there is goes on.
  useKeptFocus(root, () => root.current?.querySelector('button') ?? null);
  return (
    <div ref={root} className={styles.column}>
      <Standing />
      <Relations />
      <Passes mailbox={mailbox} asked={state.asked} />
      <Manage />
    </div>
  );
};

const Manage = () => {
  const styles = useStyles();
  const { mailbox } = usePane();
  const { manage } = useSpeech(syncTexts);
  const { paused } = mailbox.counts;
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.heading}>
        {manage.title}
      </Subtitle2>
      <ul className={styles.list}>
        <Way part="settings" sign={<SettingsRegular />} title={manage.settings} text={manage.settingsText} />
        {paused > 0 && (
          <Way
            part="cleanUp"
            sign={<BroomRegular />}
            title={manage.cleanUp}
            text={manage.cleanUpText(paused)}
          />
        )}
        <Way
          part="deactivate"
          sign={<PlugDisconnectedRegular />}
          title={manage.deactivate}
          text={manage.deactivateText}
        />
      </ul>
    </section>
  );
};

interface WayProps {
  readonly part: SyncPart;
  readonly sign: ReactElement;
  readonly title: string;
  readonly text: string;
}

const Way = ({ part, sign, title, text }: WayProps) => {
  const styles = useStyles();
  const { go } = usePane();
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        onClick={() => {
          go({ screen: 'sync', part });
        }}
      >
        <span aria-hidden className={styles.sign}>
          {sign}
        </span>
        <span className={styles.words}>
          <Text>{title}</Text>
          <Caption1 className={styles.quiet}>{text}</Caption1>
        </span>
        <ChevronRightRegular aria-hidden />
      </button>
    </li>
  );
};
