/** How many changes wait, by reason: enough to see that somebody needs help, nothing of what they say. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { heldReasons } from '../../../shared/api/held.ts';
import { adminTexts } from '../../../shared/texts/pane/admin.ts';
import { adminApi, type AdminApi } from '../../api/admin.ts';
import type { FailureCode } from '../../api/failure.ts';
import { formatCount, formatDay } from '../format.ts';
import { useApi } from '../pane.ts';
import { ListSkeleton } from '../parts/list-state.tsx';
import { ReadTrouble } from '../parts/notices.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { Section } from './section.tsx';

/** The worker gives no more at once. */
const PAGE = 200;
/** Beyond this it is counted that there are many; nobody decides by the exact figure. */
const MOST_PAGES = 10;

const useStyles = makeStyles({
  list: { display: 'grid', gap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  row: { display: 'grid', gridTemplateColumns: '1fr auto', columnGap: tokens.spacingHorizontalM },
  figure: { fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

type Reason = (typeof heldReasons)[number];
interface Waiting {
  readonly reason: Reason;
  readonly count: number;
  readonly since: string;
}
interface Counted {
  readonly reasons: readonly Waiting[];
  readonly total: number;
  readonly isAll: boolean;
}

const countHeld = async (admin: AdminApi): Promise<Counted> => {
  const reasons = new Map<Reason, Waiting>();
  let total = 0;
  let before: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await admin.held({ limit: PAGE, before });
    for (const { reason, openedAt } of items) {
      const known = reasons.get(reason);
      const since = known !== undefined && known.since < openedAt ? known.since : openedAt;
      reasons.set(reason, { reason, count: (known?.count ?? 0) + 1, since });
    }
    total += items.length;
    before = next;
    if (next === null) break;
  }
  const most = [...reasons.values()].sort((a, b) => b.count - a.count);
  return { reasons: most, total, isAll: before === null };
};

interface Props {
  /** Another number: read anew. */
  readonly round: number;
  /** The page says this already, for all of it. */
  readonly said: FailureCode | null;
}

export const HeldReasons = ({ round, said }: Props) => {
  const styles = useStyles();
  const language = useLanguage();
  const { held: texts } = useSpeech(adminTexts);
  const admin = useApi(adminApi);
  const { data, trouble, reload } = useResource('held', () => countHeld(admin));
  useEffect(() => {
    if (round > 0) reload();
  }, [round, reload]);
  return (
    <Section title={texts.title} intro={texts.intro}>
      {trouble !== null && trouble.code !== said && <ReadTrouble trouble={trouble} onRetry={reload} />}
      {data === null && trouble === null && <ListSkeleton />}
      {data?.total === 0 && <Text>{texts.none}</Text>}
      {data !== null && data.total > 0 && (
        <ul className={styles.list}>
          {data.reasons.map(({ reason, count, since }) => (
            <li key={reason} className={styles.row}>
              <span>{texts.reasons[reason]}</span>
              <span className={styles.figure}>{formatCount(count, language)}</span>
              <Text size={200} className={styles.quiet}>
                {texts.since(formatDay(since, language))}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {data?.isAll === false && (
        <Text className={styles.quiet}>{texts.atLeast(formatCount(data.total, language))}</Text>
      )}
    </Section>
  );
};
