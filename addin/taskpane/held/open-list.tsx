/** What waits: one under the other, one opened at a time. What was just decided stays where it stood and says so. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useRef, type RefObject } from 'react';
import type { HeldView } from '../../../shared/api/held.ts';
import { formatMoment } from '../format.ts';
import { usePane } from '../pane.ts';
import { MoreButton } from '../parts/list-state.tsx';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { Decide } from './decide.tsx';
import { HeldItem, SettledItem } from './held-item.tsx';
import type { HeldList } from './use-held.ts';
import { nextHead, useListKeys } from './use-list-keys.ts';
import { decidedSentence, type Speech } from './words.ts';

export const useListStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
});

interface Props {
  readonly list: HeldList;
  readonly shown: readonly HeldView[];
  readonly speech: Speech;
  /** Where the focus goes when nothing is left to decide. */
  readonly title: RefObject<HTMLElement | null>;
}

export const OpenList = ({ list, shown, speech, title }: Props) => {
  const styles = useListStyles();
  const { announce } = usePane();
  const root = useRef<HTMLUListElement>(null);
  const { settled, openId, setOpenId, settle, replace, pages } = list;
  const close = useCallback(() => {
    setOpenId(null);
  }, [setOpenId]);
  const onKeyDown = useListKeys(root, close);
  useKeptFocus(root, () => {
    const head = (which: string) => root.current?.querySelector<HTMLElement>(`[data-held]${which}`);
    return head('[aria-expanded="true"]') ?? head('') ?? title.current;
  });

  const onSettled = (held: HeldView, note: string | null) => {
    // Closed, never opened by itself: a second click must not decide the next one.
    (nextHead(root.current, held.id) ?? title.current)?.focus();
    settle([{ held, note }]);
    announce(note ?? decidedSentence(held, speech));
  };
  return (
    <>
      <ul ref={root} className={styles.list} onKeyDown={onKeyDown}>
        {shown.map((held) => {
          const done = settled.get(held.id);
          if (done !== undefined)
            return <SettledItem key={held.id} held={done.held} note={done.note} speech={speech} />;
          const isOpen = held.id === openId;
          return (
            <HeldItem
              key={held.id}
              held={held}
              told={held.sentence}
              moment={formatMoment(held.openedAt, new Date(), speech.language)}
              isOpen={isOpen}
              onToggle={() => {
                setOpenId(isOpen ? null : held.id);
              }}
            >
              <Decide
                held={held}
                onSettled={onSettled}
                onChanged={(now) => {
                  replace([now]);
                }}
                onGone={pages.reload}
              />
            </HeldItem>
          );
        })}
      </ul>
      <MoreButton pages={pages} label={speech.texts.more} />
    </>
  );
};
