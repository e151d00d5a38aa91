/** What an undo would do, field by field, and what it would leave as it is with the reason. Nothing has happened yet. */
import { Caption1, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { UndoPlanView } from '../../../shared/api/undo.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { Value } from '../parts/values.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { fieldWords } from './words.ts';

const narrow = '@media (max-width: 399px)';

export const usePlanStyles = makeStyles({
  title: {
    margin: 0,
    marginBottom: tokens.spacingVerticalS,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    overflowWrap: 'anywhere',
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  muted: { color: tokens.colorNeutralForeground2 },
  pair: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    margin: `${tokens.spacingVerticalXS} 0 0`,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    [narrow]: { gridTemplateColumns: '1fr' },
  },
  cell: { minWidth: 0, padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
  second: {
    borderLeft: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    [narrow]: {
      borderLeft: 'none',
      borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    },
  },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  said: { margin: 0 },
});

type Item = UndoPlanView['items'][number];
type LeftOut = UndoPlanView['leftOut'][number];

const Head = ({ item }: { item: Pick<LeftOut, 'personName' | 'field'> }) => {
  const styles = usePlanStyles();
  const texts = useSpeech(paneHistoryTexts);
  const field = fieldWords({ field: item.field, source: 'sync' }, texts, useLanguage());
  return (
    <Text>
      <span className={styles.name}>{item.personName ?? texts.personGone}</span>
      {` · ${field}`}
    </Text>
  );
};

const Planned = ({ item }: { item: Item }) => {
  const styles = usePlanStyles();
  const { plan } = useSpeech(paneHistoryTexts);
  return (
    <li>
      <Head item={item} />
      {item.entries > 1 && <Caption1 className={styles.muted}> ({plan.together(item.entries)})</Caption1>}
      <dl className={styles.pair}>
        <div className={styles.cell}>
          <dt className={styles.term}>{plan.now}</dt>
          <dd className={styles.said}>
            <Value field={item.field} value={item.now} />
          </dd>
        </div>
        <div className={mergeClasses(styles.cell, styles.second)}>
          <dt className={styles.term}>{plan.becomes}</dt>
          <dd className={styles.said}>
            <Value field={item.field} value={item.becomes} against={item.now} className={styles.name} />
          </dd>
        </div>
      </dl>
    </li>
  );
};

export const UndoPlan = ({ plan: { items, leftOut } }: { plan: UndoPlanView }) => {
  const styles = usePlanStyles();
  const { plan } = useSpeech(paneHistoryTexts);
  return (
    <>
      {items.length > 0 && (
        <section aria-labelledby="undo-items">
          <h2 id="undo-items" className={styles.title}>
            {plan.items(items.length)}
          </h2>
          <ul className={styles.list}>
            {items.map((item) => (
              <Planned key={item.entryId} item={item} />
            ))}
          </ul>
        </section>
      )}
      {items.length === 0 && (
        <section aria-labelledby="undo-none">
          <h2 id="undo-none" className={styles.title}>
            {plan.nothingTitle}
          </h2>
          <Text>{plan.nothing}</Text>
        </section>
      )}
      {leftOut.length > 0 && (
        <section aria-labelledby="undo-left">
          <h2 id="undo-left" className={styles.title}>
            {plan.leftOut(leftOut.length)}
          </h2>
          <ul className={styles.list}>
            {leftOut.map((item) => (
              <li key={`${item.entryId} ${item.because}`}>
                <Head item={item} />
                <br />
                <Caption1 className={styles.muted}>{item.sentence}</Caption1>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
