/** Small notes of what others did to this mailbox while one was looking elsewhere: Relatiebrug's writes, new mail. */
import { Button, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { useEffect, useRef, useState } from 'react';
import type { AuditEntry, OutlookCard } from './controls.ts';
import { changedFields, nameOfCard } from './people/fields.ts';
import { usePageLanguage, useTexts, type PageLanguage, type Texts } from './texts.ts';
import type { MailboxState } from './use-mailbox.ts';

const SHOWN_MS = 8_000;
const MOST = 3;

interface Note {
  readonly id: number;
  readonly text: string;
  /** The contact to show, where it is about one. */
  readonly contact: string | null;
}

const useStyles = makeStyles({
  stack: {
    position: 'fixed',
    left: '84px',
    bottom: tokens.spacingVerticalL,
    zIndex: 10,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    width: '340px',
  },
  note: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusLarge,
    borderLeft: `4px solid ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    overflowWrap: 'anywhere',
  },
});

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Of the app's writes that came together: one sentence each way, however many there were. */
const tell = (
  entries: readonly AuditEntry[],
  cards: readonly OutlookCard[],
  t: Texts['news'],
  fields: Texts['people']['fields'],
  language: PageLanguage,
): Omit<Note, 'id'>[] => {
  const nameOf = (id: string): string | null => {
    const card = cards.find((each) => each.id === id);
    return card === undefined ? null : cut(nameOfCard(card));
  };
  const about = (
    action: AuditEntry['action'],
    one: (name: string, entry: AuditEntry) => string,
    many: (n: number) => string,
  ): Omit<Note, 'id'>[] => {
    const found = told.filter((entry) => entry.action === action && nameOf(entry.cardId) !== null);
    const ids = new Set(found.map(({ cardId }) => cardId));
    const [first] = found;
    if (first === undefined) return [];
    if (ids.size > 1) return [{ text: many(ids.size), contact: null }];
    return [{ text: one(nameOf(first.cardId) ?? '', first), contact: first.cardId }];
  };
  const made = new Set(entries.filter(({ action }) => action === 'created').map(({ cardId }) => cardId));
  const later = entries.filter(({ action, cardId }) => action !== 'updated' || !made.has(cardId));
  const said = (entry: AuditEntry): string =>
    new Intl.ListFormat(language).format(changedFields(entry).map((name) => fields[name].toLowerCase()));
  const told = later.filter((entry) => entry.action !== 'updated' || said(entry) !== '');
  return [
    ...about('created', t.created, t.createdMany),
    ...about('updated', (name, entry) => t.updated(name, said(entry)), t.updatedMany),
    ...about('deleted', t.deleted, (n) => t.deleted(String(n))),
  ];
};

interface Props {
  readonly mailbox: MailboxState;
  /** A note of the page's own; another object is another note. */
  readonly extra: { readonly text: string } | null;
  readonly onContact: (id: string) => void;
}

export const News = ({ mailbox, extra, onContact }: Props) => {
  const styles = useStyles();
  const t = useTexts();
  const language = usePageLanguage();
  const [notes, setNotes] = useState<readonly Note[]>([]);
  const seen = useRef({ change: 0, mail: null as ReadonlySet<string> | null, made: 0 });

  const add = (fresh: readonly Omit<Note, 'id'>[]): void => {
    if (fresh.length === 0) return;
    const numbered = fresh.map((note) => ({ ...note, id: (seen.current.made += 1) }));
    setNotes((before) => [...before, ...numbered].slice(-MOST));
    for (const { id } of numbered)
      setTimeout(() => {
        setNotes((before) => before.filter((note) => note.id !== id));
      }, SHOWN_MS);
  };

  useEffect(() => {
    const fresh = mailbox.changes.filter(({ number, by }) => number > seen.current.change && by === 'app');
    seen.current.change = mailbox.changes.at(-1)?.number ?? 0;
    const cards = [...(mailbox.cards ?? []), ...mailbox.deletedCards];
    add(tell(fresh, cards, t.news, t.people.fields, language));
  }, [mailbox.changes]);
  useEffect(() => {
    const inbox = (mailbox.mail ?? []).filter(({ folder }) => folder === 'inbox');
    const { mail: before } = seen.current;
    seen.current.mail = mailbox.mail === null ? null : new Set(inbox.map(({ id }) => id));
    if (before === null) return;
    const fresh = inbox.filter(({ id, isRead }) => !isRead && !before.has(id));
    add(fresh.map(({ from }) => ({ text: t.news.arrived(cut(from.name || from.address)), contact: null })));
  }, [mailbox.mail]);
  useEffect(() => {
    if (extra !== null) add([{ text: extra.text, contact: null }]);
  }, [extra]);

  return (
    <div className={styles.stack} role="log" aria-label={t.news.label}>
      {notes.map(({ id, text, contact }) => (
        <div key={id} className={styles.note}>
          <Text size={200}>{text}</Text>
          {contact !== null ? (
            <Link
              onClick={() => {
                onContact(contact);
              }}
            >
              {t.news.show}
            </Link>
          ) : (
            <span />
          )}
          <Button
            appearance="transparent"
            size="small"
            icon={<Dismiss16Regular />}
            aria-label={t.people.cancel}
            onClick={() => {
              setNotes((before) => before.filter((note) => note.id !== id));
            }}
          />
        </div>
      ))}
    </div>
  );
};
