/**
 * "Controle": what waits for a decision (R7, R5, R9), what was decided, and what is remembered for pairs. Decides nothing by
 * itself, and shows of a card that is not linked nothing but that it is there.
 */
import {
  Button,
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircle48Regular } from '@fluentui/react-icons/svg/checkmark-circle';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { paneHeldTexts } from '../../../shared/texts/pane/held.ts';
import { usePane } from '../pane.ts';
import { ListSkeleton, ListTrouble } from '../parts/list-state.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { ViewSwitch } from '../parts/view-switch.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { ClosedList } from './closed-list.tsx';
import { OpenList } from './open-list.tsx';
import { Pairs } from './pairs.tsx';
import { TogetherTold, type TogetherOutcome } from './together-told.tsx';
import { DecideTogether, reasonsTogether } from './together.tsx';
import { useHeldList, type HeldList } from './use-held.ts';
import type { Speech } from './words.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  keys: {
    color: tokens.colorNeutralForeground3,
    // Where there is a keyboard, not on a phone.
    '@media (hover: none)': { display: 'none' },
  },
  several: { alignSelf: 'start' },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  emptySign: { color: tokens.colorStatusSuccessForeground1 },
  emptyTitle: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  emptyText: { color: tokens.colorNeutralForeground2 },
});

type View = 'open' | 'closed' | 'pairs';

const HeldScreen = () => {
  const { place } = usePane();
  const wanted = place.screen === 'held' ? (place.heldId ?? null) : null;
  return <Held key={wanted ?? ''} wanted={wanted} />;
};
export default HeldScreen;

const Held = ({ wanted }: { wanted: string | null }) => {
  const styles = useStyles();
  const texts = useSpeech(paneHeldTexts);
  const language = useLanguage();
  const { mailbox } = usePane();
  const [view, setView] = useState<View>('open');
  const list = useHeldList(wanted);
  const title = useRef<HTMLHeadingElement>(null);
  const speech: Speech = { texts, language, isActive: mailbox.state === 'active' };
  // Not all of a long list is read; the mailbox knows how many there are.
  const count = list.pages.hasMore || list.shown === null ? mailbox.counts.held : list.openCount;
  return (
    <div className={styles.column}>
      <ScreenTitle title={texts.title} ref={title}>
        {view === 'open' && count > 0 ? texts.waiting(count) : undefined}
      </ScreenTitle>
      <ViewSwitch
        label={texts.views.label}
        current={view}
        onChange={setView}
        views={(['open', 'closed', 'pairs'] as const).map((each) => ({
          view: each,
          label: each === 'open' && count > 0 ? `${texts.views.open} (${count})` : texts.views[each],
        }))}
      />
      {view === 'open' && <OpenView list={list} speech={speech} title={title} wanted={wanted} />}
      {view === 'closed' && <ClosedList speech={speech} />}
      {view === 'pairs' && <Pairs speech={speech} />}
    </div>
  );
};

interface OpenViewProps {
  readonly list: HeldList;
  readonly speech: Speech;
  readonly title: RefObject<HTMLElement | null>;
  readonly wanted: string | null;
}

const OpenView = ({ list, speech, title, wanted }: OpenViewProps) => {
  const styles = useStyles();
  const { texts } = speech;
  const { mailbox } = usePane();
  const { pages, shown, settled } = list;
  const [isTogether, setTogether] = useState(false);
  const [outcome, setOutcome] = useState<TogetherOutcome | null>(null);
  const several = useRef<HTMLButtonElement>(null);
  useFocusOnWanted(wanted, shown !== null);
  const open = (shown ?? []).filter(({ id }) => !settled.has(id));
  const canTogether = reasonsTogether(open).length > 0;

  if (isTogether)
    return (
      <DecideTogether
        open={open}
        speech={speech}
        onDone={(answers, choice) => {
          setTogether(false);
          setOutcome({ answers, choice });
          take(list, answers);
        }}
        onCancel={() => {
          setTogether(false);
          setTimeout(() => several.current?.focus(), 0);
        }}
      />
    );
  return (
    <>
      <ListTrouble trouble={pages.trouble} hasData={shown !== null} onRetry={pages.reload} />
      {shown === null && pages.trouble === null && <ListSkeleton />}
      {list.missing && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{texts.missing}</MessageBarBody>
        </MessageBar>
      )}
      {mailbox.state !== 'active' && open.length > 0 && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{texts.standsStill[mailbox.state]}</MessageBarBody>
        </MessageBar>
      )}
      {outcome !== null && <TogetherTold outcome={outcome} speech={speech} />}
      {shown !== null && open.length === 0 && !pages.hasMore && (
        <Empty title={shown.length === 0 ? texts.emptyTitle : texts.allDecidedTitle}>
          {shown.length === 0 ? texts.empty : texts.allDecided}
        </Empty>
      )}
      {canTogether && (
        <Button
          ref={several}
          className={styles.several}
          size="small"
          onClick={() => {
            setTogether(true);
            setOutcome(null);
          }}
        >
          {texts.together.open}
        </Button>
      )}
      {shown !== null && shown.length > 0 && (
        <OpenList list={list} shown={shown} speech={speech} title={title} />
      )}
      {open.length > 0 && <Caption1 className={styles.keys}>{texts.keys}</Caption1>}
    </>
  );
};

const take = (list: HeldList, answers: TogetherOutcome['answers']): void => {
  const known = answers.flatMap(({ outcome, held }) => (held === null ? [] : [{ outcome, held }]));
  list.replace(known.filter(({ held }) => held.state === 'open').map(({ held }) => held));
  list.settle(
    known
      .filter(({ held }) => held.state !== 'open')
      .map(({ outcome, held }) => ({ held, note: outcome === 'decided' ? null : held.standing })),
  );
};

/** Asked to be opened from elsewhere: the keyboard goes there too, once. */
const useFocusOnWanted = (wanted: string | null, isRead: boolean): void => {
  const done = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === null || !isRead || done.current === wanted) return;
    done.current = wanted;
    document.querySelector<HTMLElement>(`[data-held="${CSS.escape(wanted)}"]`)?.focus();
  }, [wanted, isRead]);
};

const Empty = ({ title, children }: { title: string; children: string }) => {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <CheckmarkCircle48Regular className={styles.emptySign} aria-hidden />
      <h2 className={styles.emptyTitle}>{title}</h2>
      <Text className={styles.emptyText}>{children}</Text>
    </div>
  );
};
