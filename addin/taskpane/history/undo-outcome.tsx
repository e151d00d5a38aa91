/** What became of an undo, field by field; looked at again and again until a pass has settled all of it. */
import {
  Button,
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Info20Regular } from '@fluentui/react-icons/svg/info';
import { useEffect, useRef } from 'react';
import type { UndoView } from '../../../shared/api/undo.ts';
import { paneHistoryTexts, type HistoryTexts } from '../../../shared/texts/pane/history.ts';
import { historyApi } from '../../api/history.ts';
import { useApi } from '../pane.ts';
import { ListTrouble } from '../parts/list-state.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { Value } from '../parts/values.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { usePlanStyles } from './undo-plan.tsx';
import { fieldWords } from './words.ts';

const LOOK_MS = 2_000;
/** No pass comes to it by itself. */
const LOOK_WAITING_MS = 15_000;

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
  },
  sign: { display: 'flex', alignItems: 'center', height: tokens.lineHeightBase300 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  noted: { color: tokens.colorNeutralForeground2 },
  body: { display: 'flex', flexDirection: 'column' },
  back: { alignSelf: 'start' },
});

/** In one sentence, from its figures. */
export const outcomeSentence = ({ counts, items }: UndoView, { outcome }: HistoryTexts): string => {
  const { pending, done } = counts;
  if (pending === items.length) return outcome.asked;
  if (pending > 0) return outcome.busy(done, items.length);
  if (done === items.length) return outcome.done(done);
  return done === 0 ? outcome.nothing : outcome.partly(done, items.length);
};

interface Props {
  readonly id: string;
  /** As it was last told. */
  readonly first: UndoView;
  readonly onBack: () => void;
}

export const UndoOutcome = ({ id, first, onBack }: Props) => {
  const styles = useStyles();
  const plan = usePlanStyles();
  const texts = useSpeech(paneHistoryTexts);
  const api = useApi(historyApi);
  const { data, trouble, reload } = useResource(`undo/${id}`, () => api.undo(id));
  const now = data ?? first;
  useLookAgain(now, reload);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  return (
    <div className={styles.column}>
      <ScreenTitle title={texts.outcome.title} ref={title} />
      <Text role="status">{outcomeSentence(now, texts)}</Text>
      <ListTrouble trouble={trouble} hasData onRetry={reload} />
      {now.waitsFor !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{now.waitsFor.sentence}</MessageBarBody>
        </MessageBar>
      )}
      <section aria-labelledby="undo-outcome">
        <h2 id="undo-outcome" className={plan.title}>
          {texts.outcome.what}
        </h2>
        <ul className={plan.list}>
          {now.items.map((item) => (
            <Outcome key={item.entryId} item={item} />
          ))}
        </ul>
      </section>
      <Button appearance="primary" className={styles.back} onClick={onBack}>
        {texts.outcome.back}
      </Button>
    </div>
  );
};

const useLookAgain = ({ counts, waitsFor }: UndoView, reload: () => void): void => {
  const waits = counts.pending > 0;
  const everyMs = waitsFor === null ? LOOK_MS : LOOK_WAITING_MS;
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [waits, everyMs, reload]);
};

const Sign = ({ outcome }: { outcome: UndoView['items'][number]['outcome'] }) => {
  const styles = useStyles();
  if (outcome === 'pending') return <Spinner size="extra-tiny" />;
  return outcome === 'done' ? (
    <CheckmarkCircle20Filled className={styles.good} />
  ) : (
    <Info20Regular className={styles.noted} />
  );
};

const Outcome = ({ item }: { item: UndoView['items'][number] }) => {
  const styles = useStyles();
  const plan = usePlanStyles();
  const texts = useSpeech(paneHistoryTexts);
  const field = fieldWords({ field: item.field, source: 'sync' }, texts, useLanguage());
  return (
    <li className={styles.row}>
      <span className={styles.sign} aria-hidden>
        <Sign outcome={item.outcome} />
      </span>
      <span className={styles.body}>
        <Text>
          <span className={plan.name}>{item.personName ?? texts.personGone}</span>
          {` · ${field}`}
        </Text>
        <Text>
          <Value field={item.field} value={item.to} against={item.from} className={plan.name} />
        </Text>
        <Caption1 className={plan.muted}>{item.sentence}</Caption1>
      </span>
    </li>
  );
};
