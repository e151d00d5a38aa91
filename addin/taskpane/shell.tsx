/**
 * Signed in: the way to a link, or the four screens with what stands around them. Only the home screen comes with the
 * pane; the others are loaded when one goes there.
 */
import { Caption1, Link, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Api } from '../api/client.ts';
import type { Host } from '../office/host.ts';
import { Boundary } from './boundary.tsx';
import { askToLeave } from './leaving.ts';
import { Navigation } from './navigation.tsx';
import { PaneContext, type Pane, type Place } from './pane.ts';
import { ActionTrouble, ReadTrouble, StartFailed } from './parts/notices.tsx';
import { HomeSkeleton } from './parts/skeleton.tsx';
import { RelationScreen } from './relation/relation-screen.tsx';
import { useTexts } from './texts.tsx';
import { needsSignIn, useActivation } from './use-activation.ts';
import { useMailbox } from './use-mailbox.ts';
import { unseen } from './parts/unseen.ts';

const ActivationScreen = lazy(() => import('./activation/activation-screen.tsx'));
const HeldScreen = lazy(() => import('./held/held-screen.tsx'));
const HistoryScreen = lazy(() => import('./history/history-screen.tsx'));
const SyncScreen = lazy(() => import('./sync/sync-screen.tsx'));

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  screen: { outlineStyle: 'none' },
  hidden: unseen,
  foot: {
    display: 'flex',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    paddingTop: tokens.spacingVerticalS,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  name: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
});

interface Props {
  readonly api: Api;
  readonly host: Host;
  readonly onSignedOut: () => void;
}

export const Shell = ({ api, host, onSignedOut }: Props) => {
  const styles = useStyles();
  const { state, refresh, act, forget } = useMailbox(api, onSignedOut);
  const control = useActivation({ api, host, mailbox: state.mailbox, refresh, onSignedOut });
  const [place, setPlace] = useState<Place>({ screen: 'relation' });
  /** Stays on until the user leaves it, also when the first pass has begun; null: nothing was shown yet. */
  const [onTheWay, setOnTheWay] = useState<boolean | null>(null);
  const [sentence, setSentence] = useState('');
  const announce = useCallback((next: string) => {
    // The same sentence twice is still said twice: a trailing space makes it another text.
    setSentence((before) => (before === next ? `${next} ` : next));
  }, []);
  // A pinned pane: another mail is a moment at which the user looks.
  useEffect(() => host.onItemChanged(() => void refresh()), [host, refresh]);

  // What was refused is no longer about what is shown now.
  useEffect(() => {
    forget();
  }, [place, forget]);

  const { me, mailbox, trouble, refused } = state;
  const leave = useCallback((to: Place) => {
    setOnTheWay(false);
    setPlace(to);
  }, []);
  // A form with unsaved changes is asked first.
  const go = useCallback((to: Place) => {
    askToLeave(() => {
      setPlace(to);
    });
  }, []);
  const pane = useMemo<Pane | null>(
    () =>
      me === null || mailbox === null
        ? null
        : {
            api,
            host,
            me,
            mailbox,
            state,
            place,
            go,
            refresh,
            act,
            control,
            onSignedOut,
            announce,
          },
    [api, host, me, mailbox, state, place, go, refresh, act, control, onSignedOut, announce],
  );

  const waits = control.activation.step === 'waiting' || control.activation.step === 'link';
  const mustBegin = pane === null || isBeforeStart(pane);
  const atActivation = mustBegin || onTheWay === true || (waits && needsSignIn(pane.mailbox));
  const takeFocus = useTakesOver(me === null ? null : atActivation ? 'activation' : 'screens');

  if (me === null) {
    if (trouble === null) return <HomeSkeleton />;
    return <StartFailed {...trouble} onRetry={() => void refresh()} />;
  }
  if (onTheWay === null || (mustBegin && !onTheWay)) setOnTheWay(mustBegin);
  return (
    <div className={styles.column}>
      {trouble !== null && <ReadTrouble trouble={trouble} onRetry={() => void refresh()} />}
      {refused !== null && <ActionTrouble trouble={refused} />}
      {atActivation ? (
        <Loaded>
          <ActivationScreen
            api={api}
            state={state}
            refresh={refresh}
            act={act}
            control={control}
            onSignedOut={onSignedOut}
            onLeave={leave}
            onTheWay={mustBegin || onTheWay === true}
            takeFocus={takeFocus}
          />
        </Loaded>
      ) : (
        <PaneContext value={pane}>
          <Screens pane={pane} takeFocus={takeFocus} />
        </PaneContext>
      )}
      <div role="status" className={styles.hidden}>
        {sentence}
      </div>
      <Foot name={me.employee?.displayName ?? host.mailboxAddress} />
    </div>
  );
};

/** Consented but not begun (the preview comes first), or ended: then the screens have nothing to show yet. */
const isBeforeStart = ({ mailbox: { state, because } }: Pane): boolean =>
  state === 'paused' && (because === 'notStarted' || because === 'deactivated');

/** What is loaded when one goes there: a file that does not come takes nothing else along. */
const Loaded = ({ children }: { children: ReactNode }) => (
  <Boundary>
    <Suspense fallback={<HomeSkeleton />}>{children}</Suspense>
  </Boundary>
);

/**
 * The activation takes the place of the screens, or they its: what had the focus is gone, so the newcomer takes it. What is
 * shown first does not: it would take it from Outlook.
 */
const useTakesOver = (view: 'activation' | 'screens' | null): boolean => {
  const [seen, setSeen] = useState({ view, takesOver: false });
  if (seen.view === view) return seen.takesOver;
  const next = { view, takesOver: seen.view !== null };
  setSeen(next);
  return next.takesOver;
};

const Screens = ({ pane, takeFocus }: { pane: Pane; takeFocus: boolean }) => {
  const styles = useStyles();
  const { nav } = useTexts();
  const { place } = pane;
  const top = useRef<HTMLElement>(null);
  const shown = useRef<Place | null>(takeFocus ? null : place);
  useEffect(() => {
    // Going somewhere takes the focus along; the first screen, and another mail, do not move it.
    if (shown.current !== place) top.current?.focus();
    shown.current = place;
  }, [place]);
  return (
    <>
      <Navigation place={place} held={pane.mailbox.counts.held} go={pane.go} />
      <section ref={top} tabIndex={-1} aria-label={nav[place.screen]} className={styles.screen}>
        <Loaded key={place.screen}>
          <ScreenOf place={place} />
        </Loaded>
      </section>
    </>
  );
};

const ScreenOf = ({ place }: { place: Place }) => {
  switch (place.screen) {
    case 'relation':
      return <RelationScreen />;
    case 'held':
      return <HeldScreen />;
    case 'history':
      return <HistoryScreen />;
    case 'sync':
      return <SyncScreen />;
  }
};

const Foot = ({ name }: { name: string | null }) => {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <footer className={styles.foot}>
      <Caption1 className={styles.name}>{name === null ? texts.appName : texts.signedInAs(name)}</Caption1>
      <Link href="/help.html" target="_blank" rel="noreferrer">
        <Caption1>{texts.help}</Caption1>
      </Link>
    </footer>
  );
};
