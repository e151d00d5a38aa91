/** Every person of mine in one of four lists: in step, waiting for a decision, failing, left out; each with its reason. */
import { makeStyles, mergeClasses, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { PersonProhibitedRegular } from '@fluentui/react-icons/svg/person-prohibited';
import { QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle';
import { useEffect, useId, useState, type ReactElement } from 'react';
import type { RelationListName } from '../../../shared/api/mailbox.ts';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { mailboxApi } from '../../api/mailbox.ts';
import { formatCount } from '../format.ts';
import { useApi, usePane } from '../pane.ts';
import { ReadTrouble } from '../parts/notices.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { RelationList } from './relation-list.tsx';
import { useAnew } from './use-anew.ts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column' },
  heading: { margin: 0, marginBottom: tokens.spacingVerticalXS },
  lists: { margin: 0, padding: 0, listStyleType: 'none' },
  list: { borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
  button: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr auto 16px',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    width: '100%',
    minHeight: '40px',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  open: { fontWeight: tokens.fontWeightSemibold },
  sign: { display: 'grid', fontSize: '20px', color: tokens.colorNeutralForeground2 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  figure: { fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
  chevron: { transitionDuration: tokens.durationFast, transitionProperty: 'transform' },
  turned: { transform: 'rotate(180deg)' },
  inside: { paddingBottom: tokens.spacingVerticalM },
});

/** What needs an eye stands between the two that do not. */
const order: readonly RelationListName[] = ['inStep', 'held', 'failing', 'leftOut'];

const signs: Record<RelationListName, ReactElement> = {
  inStep: <CheckmarkCircleRegular />,
  held: <QuestionCircleRegular />,
  failing: <ErrorCircleRegular />,
  leftOut: <PersonProhibitedRegular />,
};

/** Changes whenever a pass or a decision may have moved somebody from one list to another. */
const useRound = (): string => {
  const { mailbox } = usePane();
  const { counts, lastPass, state } = mailbox;
  return JSON.stringify([counts, lastPass?.id ?? null, state]);
};

export const Relations = () => {
  const styles = useStyles();
  const { place, state } = usePane();
  const { lists } = useSpeech(syncTexts);
  const api = useApi(mailboxApi);
  const round = useRound();
  const { data, trouble, reload } = useResource('totals', () => api.relations({ list: 'held', limit: 1 }));
  useAnew(reload, round);
  const totals = data?.totals ?? null;
  const [open, setOpen] = useState(place.screen === 'sync' ? place.list : undefined);
  useEffect(() => {
    setOpen(place.screen === 'sync' ? place.list : undefined);
  }, [place]);
  const isNobody = totals !== null && order.every((name) => totals[name] === 0);
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.heading}>
        {lists.title}
      </Subtitle2>
      {trouble !== null && state.trouble === null && <ReadTrouble trouble={trouble} onRetry={reload} />}
      {isNobody && <Text>{lists.none}</Text>}
      {!isNobody && (
        <ul className={styles.lists}>
          {order.map((name) => (
            <Row
              key={name}
              name={name}
              total={totals?.[name] ?? null}
              isOpen={open === name}
              round={round}
              onToggle={() => {
                setOpen(open === name ? undefined : name);
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
};

interface RowProps {
  readonly name: RelationListName;
  readonly total: number | null;
  readonly isOpen: boolean;
  readonly round: string;
  readonly onToggle: () => void;
}

const Row = ({ name, total, isOpen, round, onToggle }: RowProps) => {
  const styles = useStyles();
  const { lists } = useSpeech(syncTexts);
  const language = useLanguage();
  const id = useId();
  const someWait = total !== null && total > 0;
  const colour =
    name === 'inStep' ? styles.good : name !== 'leftOut' && someWait ? styles.warning : undefined;
  return (
    <li className={styles.list}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        className={mergeClasses(styles.button, isOpen && styles.open)}
        onClick={onToggle}
      >
        <span aria-hidden className={mergeClasses(styles.sign, colour)}>
          {signs[name]}
        </span>
        <span>{lists[name]}</span>
        <span className={styles.figure}>{total === null ? '–' : formatCount(total, language)}</span>
        <ChevronDownRegular aria-hidden className={mergeClasses(styles.chevron, isOpen && styles.turned)} />
      </button>
      {isOpen && (
        <div id={id} className={styles.inside}>
          <RelationList list={name} total={total} round={round} />
        </div>
      )}
    </li>
  );
};
