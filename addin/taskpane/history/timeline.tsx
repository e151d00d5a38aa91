/** Entries by day, the latest first. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { HistoryView } from '../../../shared/api/history.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { ListSkeleton, ListTrouble, MoreButton } from '../parts/list-state.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import type { Pages } from '../use-pages.ts';
import { byDay, dayLabel } from './days.ts';
import { Entry } from './entry.tsx';

const useStyles = makeStyles({
  day: {
    margin: 0,
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  empty: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly pages: Pages<HistoryView>;
  readonly empty: string;
  readonly onPerson: ((personId: string) => void) | null;
  readonly onUndo: (entry: HistoryView) => void;
}

export const Timeline = ({ pages, empty, onPerson, onUndo }: Props) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const language = useLanguage();
  const { items } = pages;
  return (
    <>
      <ListTrouble trouble={pages.trouble} hasData={items !== null} onRetry={pages.reload} />
      {items === null && pages.trouble === null && <ListSkeleton />}
      {items?.length === 0 && <Text className={styles.empty}>{empty}</Text>}
      {byDay(items ?? []).map(({ key, entries }) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <h2 id={`day-${key}`} className={styles.day}>
            {dayLabel(key, new Date(), language, texts)}
          </h2>
          <ul className={styles.list}>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} onPerson={onPerson} onUndo={onUndo} />
            ))}
          </ul>
        </section>
      ))}
      <MoreButton pages={pages} label={texts.more} />
    </>
  );
};
