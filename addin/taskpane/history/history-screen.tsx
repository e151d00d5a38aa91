/**
 * "Historie": what was changed, on which side and why, overall and of one person; taking it back; whom one looked at lately.
 * Undoes nothing by itself: a plan is shown first, and a pass does what was agreed to.
 */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { HistoryView } from '../../../shared/api/history.ts';
import type { UndoView } from '../../../shared/api/undo.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { usePane } from '../pane.ts';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { ViewSwitch } from '../parts/view-switch.tsx';
import { useSpeech } from '../texts.tsx';
import { All, OfPerson } from './entries.tsx';
import { Recent } from './recent.tsx';
import { UndoOutcome } from './undo-outcome.tsx';
import { UndoScreen, type UndoStart } from './undo-view.tsx';
import { Undos } from './undos.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hidden: { display: 'none' },
});

const HistoryScreen = () => {
  const { place } = usePane();
  const personId = place.screen === 'history' ? (place.personId ?? null) : null;
  return <History key={personId ?? ''} personId={personId} />;
};
export default HistoryScreen;

type View = 'all' | 'recent' | 'undos';
/** What stands in the place of the lists while something is taken back. */
type Undoing = { readonly start: UndoStart } | { readonly undo: UndoView };

const History = ({ personId }: { personId: string | null }) => {
  const styles = useStyles();
  const [undoing, setUndoing] = useState<Undoing | null>(null);
  /** Grows when something was taken back: what is listed is read anew. */
  const [round, setRound] = useState(0);
  const opener = useRef<Element | null>(null);
  const open = (next: Undoing) => {
    opener.current = document.activeElement;
    setUndoing(next);
  };
  const close = () => {
    setUndoing(null);
    setRound((count) => count + 1);
  };
  useEffect(() => {
    if (undoing === null && opener.current instanceof HTMLElement) opener.current.focus();
  }, [undoing]);
  return (
    <>
      {undoing !== null && 'start' in undoing && <UndoScreen start={undoing.start} onClose={close} />}
      {undoing !== null && 'undo' in undoing && (
        <UndoOutcome id={undoing.undo.id} first={undoing.undo} onBack={close} />
      )}
      {/* Kept, out of sight: back from it one is where one was. */}
      <div className={undoing === null ? styles.column : styles.hidden}>
        <Lists personId={personId} round={round} onUndo={open} />
      </div>
    </>
  );
};

interface ListsProps {
  readonly personId: string | null;
  readonly round: number;
  readonly onUndo: (undoing: Undoing) => void;
}

const Lists = ({ personId, round, onUndo }: ListsProps) => {
  const texts = useSpeech(paneHistoryTexts);
  const { place } = usePane();
  const [view, setView] = useState<View>((place.screen === 'history' ? place.view : undefined) ?? 'all');
  const onEntry = (entry: HistoryView) => {
    onUndo({ start: { entry } });
  };
  if (personId !== null) return <OfPerson personId={personId} round={round} onUndo={onEntry} />;
  return (
    <>
      <ScreenTitle title={texts.title}>{view === 'all' ? texts.intro : undefined}</ScreenTitle>
      <ViewSwitch
        label={texts.views.label}
        current={view}
        onChange={setView}
        views={(['all', 'recent', 'undos'] as const).map((each) => ({
          view: each,
          label: texts.views[each],
        }))}
      />
      {view === 'all' && (
        <All
          round={round}
          onUndo={onEntry}
          onUndoSince={() => {
            onUndo({ start: { entry: null } });
          }}
        />
      )}
      {view === 'recent' && <Recent />}
      {view === 'undos' && (
        <Undos
          key={round}
          onOpen={(undo) => {
            onUndo({ undo });
          }}
        />
      )}
    </>
  );
};
