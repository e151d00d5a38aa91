/** What was asked to be taken back, and how far it is; each opens field by field. */
import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { UndoView } from '../../../shared/api/undo.ts';
import { paneHistoryTexts, type HistoryTexts } from '../../../shared/texts/pane/history.ts';
import { formatMoment } from '../format.ts';
import type { Language } from '../../../shared/texts/language.ts';
import { historyApi } from '../../api/history.ts';
import { useApi } from '../pane.ts';
import { ListSkeleton, ListTrouble, MoreButton } from '../parts/list-state.tsx';
import { RowButton, useRowListStyles } from '../parts/row-button.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { usePages } from '../use-pages.ts';
import { dayAndTime } from './days.ts';

const useStyles = makeStyles({ muted: { color: tokens.colorNeutralForeground2 } });

const whatOf = ({ scope, items }: UndoView, { undos }: HistoryTexts, language: Language): string => {
  if (scope.since !== null) return undos.since(dayAndTime(scope.since, language));
  if (scope.passId !== null) return undos.pass;
  const name = items[0]?.personName ?? null;
  return name === null ? undos.entry : `${undos.entry}: ${name}`;
};

export const Undos = ({ onOpen }: { onOpen: (undo: UndoView) => void }) => {
  const styles = useStyles();
  const lists = useRowListStyles();
  const texts = useSpeech(paneHistoryTexts);
  const language = useLanguage();
  const api = useApi(historyApi);
  const pages = usePages('undos', (asked) => api.undos(asked));
  const { items } = pages;
  return (
    <>
      <ListTrouble trouble={pages.trouble} hasData={items !== null} onRetry={pages.reload} />
      {items === null && pages.trouble === null && <ListSkeleton />}
      {items !== null && (
        <Text className={styles.muted}>{items.length === 0 ? texts.undos.empty : texts.undos.intro}</Text>
      )}
      {items !== null && items.length > 0 && (
        <ul className={lists.list}>
          {items.map((undo) => (
            <li key={undo.id}>
              <RowButton
                title={whatOf(undo, texts, language)}
                onClick={() => {
                  onOpen(undo);
                }}
              >
                <Caption1 className={styles.muted}>
                  {formatMoment(undo.askedAt, new Date(), language)}{' '}
                  {texts.undos.by(undo.askedBy?.displayName ?? texts.undos.admin)}
                </Caption1>
                <Caption1>
                  {texts.outcome.counts(undo.counts.done, undo.counts.notDone, undo.counts.pending)}
                </Caption1>
              </RowButton>
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={pages} label={texts.more} />
    </>
  );
};
