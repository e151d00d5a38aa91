/** R7: what is decided without asking for a person and another party, as somebody wanted; and forgetting it. */
import { Button, Caption1, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import type { PairView } from '../../../shared/api/held.ts';
import { heldApi } from '../../api/held.ts';
import { formatMoment } from '../format.ts';
import { useApi, usePane } from '../pane.ts';
import { ListSkeleton, ListTrouble } from '../parts/list-state.tsx';
import { ActionTrouble } from '../parts/notices.tsx';
import { useKeptFocus } from '../parts/use-kept-focus.ts';
import { useActing, useResource } from '../use-resource.ts';
import { useListStyles } from './open-list.tsx';
import type { Speech } from './words.ts';

const useStyles = makeStyles({
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  by: { color: tokens.colorNeutralForeground2 },
  forget: { alignSelf: 'start', marginTop: tokens.spacingVerticalXS },
  /** Takes the focus when the last one goes. */
  text: { outlineStyle: 'none' },
});

export const Pairs = ({ speech: { texts, language } }: { speech: Speech }) => {
  const styles = useStyles();
  const lists = useListStyles();
  const api = useApi(heldApi);
  const { announce } = usePane();
  const { data, trouble, reload, set } = useResource('held/pairs', () => api.pairs());
  const { busy, trouble: refused, run } = useActing();
  const text = useRef<HTMLElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useKeptFocus(root, () => root.current?.querySelector<HTMLElement>('button') ?? text.current);

  const forget = ({ id }: PairView) => {
    void run(id, () => api.forgetPair(id)).then((left) => {
      if (left === null) return;
      set(left);
      announce(texts.pairs.forgotten);
    });
  };
  return (
    <div ref={root} className={lists.list}>
      <ListTrouble trouble={trouble} hasData={data !== null} onRetry={reload} />
      {data === null && trouble === null && <ListSkeleton />}
      {data !== null && (
        <Text ref={text} tabIndex={-1} className={styles.text}>
          {data.items.length === 0 ? texts.pairs.empty : texts.pairs.intro}
        </Text>
      )}
      {refused !== null && (
        <div role="alert">
          <ActionTrouble trouble={refused} />
        </div>
      )}
      {data !== null && data.items.length > 0 && (
        <ul className={lists.list}>
          {data.items.map((pair) => (
            <li key={pair.id} className={styles.item}>
              <Text>{pair.sentence}</Text>
              <Caption1 className={styles.by}>
                {texts.pairs.by(pair.byName, formatMoment(pair.at, new Date(), language))}
              </Caption1>
              <Button
                size="small"
                className={styles.forget}
                disabledFocusable={busy !== null}
                icon={busy === pair.id ? <Spinner size="extra-tiny" /> : undefined}
                aria-label={texts.pairs.forgetFor(pair.personName ?? texts.personGone, pair.donor.name)}
                onClick={() => {
                  forget(pair);
                }}
              >
                {texts.pairs.forget}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
