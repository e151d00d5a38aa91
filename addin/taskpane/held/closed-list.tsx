/** What was decided, or closed by itself: to look back at, not to change. Taking a change back is the history's. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { heldApi } from '../../api/held.ts';
import { formatMoment } from '../format.ts';
import { useApi } from '../pane.ts';
import { ListSkeleton, ListTrouble, MoreButton } from '../parts/list-state.tsx';
import { cut, LONGEST_SENTENCE } from '../parts/values.tsx';
import { usePages } from '../use-pages.ts';
import { HeldItem } from './held-item.tsx';
import { useListStyles } from './open-list.tsx';
import { Sides } from './sides.tsx';
import { useListKeys } from './use-list-keys.ts';
import type { Speech } from './words.ts';

const useStyles = makeStyles({
  sentence: { display: 'block', marginBottom: tokens.spacingVerticalM },
});

export const ClosedList = ({ speech: { texts, language } }: { speech: Speech }) => {
  const styles = useStyles();
  const lists = useListStyles();
  const api = useApi(heldApi);
  const pages = usePages('held/closed', (asked) => api.list({ state: 'closed', ...asked }));
  const [openId, setOpenId] = useState<string | null>(null);
  const root = useRef<HTMLUListElement>(null);
  const onKeyDown = useListKeys(root, () => {
    setOpenId(null);
  });
  const { items } = pages;
  return (
    <>
      <ListTrouble trouble={pages.trouble} hasData={items !== null} onRetry={pages.reload} />
      {items === null && pages.trouble === null && <ListSkeleton />}
      {items !== null && <Text>{items.length === 0 ? texts.closed.empty : texts.closed.intro}</Text>}
      {items !== null && items.length > 0 && (
        <ul ref={root} className={lists.list} onKeyDown={onKeyDown}>
          {items.map((held) => (
            <HeldItem
              key={held.id}
              held={held}
              told={held.standing}
              moment={formatMoment(held.closedAt ?? held.openedAt, new Date(), language)}
              isOpen={held.id === openId}
              onToggle={() => {
                setOpenId(held.id === openId ? null : held.id);
              }}
            >
              <Text className={styles.sentence}>{cut(held.sentence, LONGEST_SENTENCE)}</Text>
              <Sides held={held} />
            </HeldItem>
          ))}
        </ul>
      )}
      <MoreButton pages={pages} label={texts.more} />
    </>
  );
};
