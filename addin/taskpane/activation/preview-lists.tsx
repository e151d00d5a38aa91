/** The persons behind the numbers of a preview, a list each that opens; what needs an eye comes first. */
import { Button, Caption1, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { PreviewView } from '../../../shared/api/preview.ts';
import { previewPaneTexts } from '../../../shared/texts/pane/preview.ts';
import { formatCount } from '../format.ts';
import { cut, LONGEST_SENTENCE, Value } from '../parts/values.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { unseen } from '../parts/unseen.ts';

/** Persons that are shown at once. */
const PAGE = 20;

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column' },
  heading: { margin: 0, marginBottom: tokens.spacingVerticalXS },
  list: { borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
  summary: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  items: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXS} ${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    listStyleType: 'none',
  },
  item: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere', outlineStyle: 'none' },
  name: { fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3 },
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, margin: 0 },
  label: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  more: { alignSelf: 'start' },
});

type Who = { readonly personId: string | null; readonly personName: string | null };
type Listed<Item> = { readonly total: number; readonly items: readonly Item[]; readonly more: number };

/** What needs an eye first. */
const order = [
  'held',
  'toCrm',
  'removed',
  'discarded',
  'paused',
  'toRemote',
  'linked',
  'resumed',
  'created',
  'leftOut',
] as const;
type ListName = (typeof order)[number];

export const PreviewLists = ({ preview }: { preview: PreviewView }) => {
  const styles = useStyles();
  const texts = useSpeech(previewPaneTexts);
  const shown = order.filter((name) => preview[name].total > 0);
  if (shown.length === 0) return null;
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.heading}>
        {texts.look}
      </Subtitle2>
      {shown.map((name) => (
        <ListOf key={name} name={name} preview={preview} />
      ))}
    </section>
  );
};

const ListOf = ({ name, preview }: { name: ListName; preview: PreviewView }) => {
  switch (name) {
    case 'held':
      return <People name={name} list={preview.held} body={(item) => <Held item={item} />} />;
    case 'toCrm':
    case 'toRemote':
      return <People name={name} list={preview[name]} body={(item) => <Change item={item} />} />;
    case 'paused':
    case 'leftOut':
      return <People name={name} list={preview[name]} body={(item) => <Reason item={item} />} />;
    case 'removed':
    case 'discarded':
    case 'linked':
    case 'resumed':
    case 'created':
      return <People name={name} list={preview[name]} />;
  }
};

interface PeopleProps<Item extends Who> {
  readonly name: ListName;
  readonly list: Listed<Item>;
  readonly body?: (item: Item) => ReactNode;
}

const People = <Item extends Who>({ name, list, body }: PeopleProps<Item>) => {
  const styles = useStyles();
  const texts = useSpeech(previewPaneTexts);
  const language = useLanguage();
  const [shown, setShown] = useState(PAGE);
  const [isOpen, setOpen] = useState(false);
  const rows = useRef<HTMLUListElement>(null);
  const hidden = list.items.length - shown;
  useEffect(() => {
    // The button may be gone by now; the first of the new ones takes the focus.
    const first = rows.current?.children.item(shown - PAGE);
    if (shown > PAGE && first instanceof HTMLElement) first.focus();
  }, [shown]);
  return (
    <details
      className={styles.list}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className={styles.summary}>
        {texts[name]} <span className={styles.count}>({formatCount(list.total, language)})</span>
      </summary>
      {/* Ten lists of two hundred are not drawn before one looks. */}
      {isOpen && (
        <ul ref={rows} className={styles.items}>
          {list.items.slice(0, shown).map((item, index) => (
            <li key={`${item.personId ?? ''} ${String(index)}`} tabIndex={-1} className={styles.item}>
              <Text className={body === undefined ? undefined : styles.name}>
                {cut(item.personName ?? texts.unnamed, LONGEST_SENTENCE)}
              </Text>
              {body?.(item)}
            </li>
          ))}
          {hidden > 0 && (
            <li className={styles.item}>
              <Button
                size="small"
                className={styles.more}
                onClick={() => {
                  setShown(shown + PAGE);
                }}
              >
                {texts.showMore(Math.min(PAGE, hidden))}
              </Button>
            </li>
          )}
          {hidden <= 0 && list.more > 0 && (
            <li>
              <Text className={styles.quiet}>{texts.more(formatCount(list.more, language))}</Text>
            </li>
          )}
        </ul>
      )}
    </details>
  );
};

const Reason = ({ item }: { item: { readonly message: string } }) => {
  const styles = useStyles();
  return <Text className={styles.quiet}>{item.message}</Text>;
};

type ChangeItem = PreviewView['toCrm']['items'][number];

const Change = ({ item }: { item: ChangeItem }) => {
  const styles = useStyles();
  const texts = useSpeech(previewPaneTexts);
  if (item.fields.length === 0) return <Text className={styles.quiet}>{texts.onlyName}</Text>;
  return (
    <dl className={styles.fields}>
      {item.fields.map(({ field, label, from, to, overruled }) => (
        <div key={field}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.value}>
            <Value field={field} value={from} against={to} /> <span aria-hidden>→</span>
            <Hidden text={` ${texts.becomes} `} /> <Value field={field} value={to} against={from} />
          </dd>
          {overruled !== null && overruled.value !== null && (
            <dd className={styles.value}>
              <Caption1 className={styles.quiet}>
                {texts.overruled(cut(overruled.value, LONGEST_SENTENCE))}
              </Caption1>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
};

type HeldItem = PreviewView['held']['items'][number];

const Held = ({ item }: { item: HeldItem }) => {
  const styles = useStyles();
  const texts = useSpeech(previewPaneTexts);
  const id = useId();
  return (
    <>
      <Text>{cut(item.sentence, LONGEST_SENTENCE)}</Text>
      <dl className={styles.fields}>
        {item.fields.map(({ field, label, crm, remote }) => (
          <div key={`${id}${field}`}>
            <dt className={styles.label}>{label}</dt>
            <dd className={styles.value}>
              {texts.inCrm}: <Value field={field} value={crm} against={remote} />
            </dd>
            <dd className={styles.value}>
              {texts.inOutlook}: <Value field={field} value={remote} against={crm} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
};

const useHidden = makeStyles({
  hidden: unseen,
});
const Hidden = ({ text }: { text: string }) => <span className={useHidden().hidden}>{text}</span>;
