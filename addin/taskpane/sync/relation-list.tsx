/** One of the four lists: each person with the reason, to be searched, page by page. A held one opens where it is decided. */
import {
  Button,
  Caption1,
  Field,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useEffect, useRef, useState } from 'react';
import type { RelationListName, RelationPage } from '../../../shared/api/mailbox.ts';
import { syncTexts } from '../../../shared/texts/pane/sync.ts';
import { mailboxApi } from '../../api/mailbox.ts';
import { useApi, usePane } from '../pane.ts';
import { BusyRing } from '../parts/busy-ring.tsx';
import { ReadTrouble } from '../parts/notices.tsx';
import { cut } from '../parts/values.tsx';
import { useSpeech, useTexts } from '../texts.tsx';
import { usePages } from '../use-pages.ts';
import { useAnew } from './use-anew.ts';
import { unseen } from '../parts/unseen.ts';
import { useSettled } from '../use-settled.ts';

/** From here on one looks for somebody by name. */
const MANY = 8;
const LONGEST_NAME = 120;

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  person: {
    display: 'flex',
    flexDirection: 'column',
    width: '100%',
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    textAlign: 'start',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  more: { alignSelf: 'start', marginInlineStart: tokens.spacingHorizontalS },
  hidden: unseen,
});

interface Props {
  readonly list: RelationListName;
  readonly total: number | null;
  /** Another: somebody may have moved from one list to another. */
  readonly round: string;
}

type Person = RelationPage['items'][number] & { readonly id: string };

export const RelationList = ({ list, total, round }: Props) => {
  const styles = useStyles();
  const { lists } = useSpeech(syncTexts);
  const api = useApi(mailboxApi);
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const pages = usePages<Person>(`${list} ${q}`, async ({ limit, before }) => {
    const page = await api.relations({ list, limit, before, q: q === '' ? null : q });
    return { next: page.next, items: page.items.map((item) => ({ ...item, id: item.personId })) };
  });
  useAnew(pages.reload, round);
  const { items } = pages;
  return (
    <div className={styles.column}>
      <Text className={styles.quiet}>{lists.means[list]}</Text>
      {(typed !== '' || (total ?? 0) > MANY) && (
        <Field label={lists.search}>
          <Input
            type="search"
            contentBefore={<SearchRegular aria-hidden />}
            maxLength={200}
            value={typed}
            onChange={(_, { value }) => {
              setTyped(value);
            }}
          />
        </Field>
      )}
      {pages.trouble !== null && <ReadTrouble trouble={pages.trouble} onRetry={pages.reload} />}
      {items === null && pages.trouble === null && <Loading />}
      {items !== null && items.length === 0 && (
        <Text role="status">{q === '' ? lists.empty[list] : lists.notFound}</Text>
      )}
      {items !== null && items.length > 0 && <People items={items} list={list} pages={pages} />}
    </div>
  );
};

const People = ({
  items,
  list,
  pages,
}: {
  items: readonly Person[];
  list: RelationListName;
  pages: ReturnType<typeof usePages<Person>>;
}) => {
  const styles = useStyles();
  const { lists } = useSpeech(syncTexts);
  const rows = useRef<HTMLUListElement>(null);
  const firstNew = useRef<number | null>(null);
  useEffect(() => {
    // The button may be gone; the first of the new ones takes the focus.
    if (firstNew.current === null || items.length <= firstNew.current) return;
    rows.current?.children.item(firstNew.current)?.querySelector('button')?.focus();
    firstNew.current = null;
  }, [items]);
  return (
    <>
      <ul ref={rows} aria-label={lists[list]} className={styles.list}>
        {items.map((item) => (
          <li key={item.id}>
            <PersonRow item={item} list={list} />
          </li>
        ))}
      </ul>
      <span role="status" className={styles.hidden}>
        {lists.shown(items.length)}
      </span>
      {pages.hasMore && (
        <Button
          size="small"
          className={styles.more}
          disabledFocusable={pages.loadingMore}
          icon={pages.loadingMore ? <BusyRing /> : undefined}
          onClick={() => {
            firstNew.current = items.length;
            pages.more();
          }}
        >
          {lists.showMore}
        </Button>
      )}
    </>
  );
};

const PersonRow = ({ item, list }: { item: Person; list: RelationListName }) => {
  const styles = useStyles();
  const { go } = usePane();
  const { lists } = useSpeech(syncTexts);
  const { personId, personName, organisation, message, heldId } = item;
  const toHeld = (list === 'held' || list === 'failing') && heldId !== null;
  return (
    <button
      type="button"
      className={styles.person}
      onClick={() => {
        go(toHeld ? { screen: 'held', heldId } : { screen: 'relation', personId });
      }}
    >
      <Text className={styles.name}>{cut(personName ?? lists.unnamed, LONGEST_NAME)}</Text>
      {organisation !== null && <Caption1>{cut(organisation, LONGEST_NAME)}</Caption1>}
      {list !== 'inStep' && <Caption1 className={styles.quiet}>{message}</Caption1>}
    </button>
  );
};

const Loading = () => {
  const { loading } = useTexts();
  const styles = useStyles();
  return (
    <Skeleton aria-label={loading} className={styles.column}>
      <SkeletonItem size={36} />
      <SkeletonItem size={36} />
    </Skeleton>
  );
};
