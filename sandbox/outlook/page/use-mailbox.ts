/** What stands in the mailbox, looked at anew every second: contacts and mail move as others change them. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  createControls,
  type AuditEntry,
  type ContactFolder,
  type Controls,
  type MailItem,
  type OutlookCard,
  type PageUser,
} from './controls.ts';

const LOOK_EVERY_MS = 1_000;
/** Looks without an answer after which the page says that nobody is there. */
const MISSES = 3;

export interface MailboxState {
  /** Null until the first look. */
  readonly cards: readonly OutlookCard[] | null;
  readonly deletedCards: readonly OutlookCard[];
  readonly folders: readonly ContactFolder[];
  readonly mail: readonly MailItem[] | null;
  /** What was done to contacts since the page was opened, oldest first, by anybody. */
  readonly changes: readonly AuditEntry[];
  readonly answers: boolean;
}

export interface UsedMailbox extends MailboxState {
  readonly controls: Controls;
  /** Looks at once, after something was done here. */
  readonly look: () => Promise<void>;
}

const NOTHING: MailboxState = {
  cards: null,
  deletedCards: [],
  folders: [],
  mail: null,
  changes: [],
  answers: true,
};
const KEPT_CHANGES = 500;

export const useMailbox = (user: PageUser): UsedMailbox => {
  const controls = useMemo(() => createControls(user), [user]);
  const [state, setState] = useState(NOTHING);
  const seen = useRef({ contacts: -1, mail: -1, misses: 0 });

  const readContacts = useCallback(
    async (upTo: number, after: number) => {
      const [cards, deletedCards, folders, fresh] = await Promise.all([
        controls.cards(),
        controls.deletedCards(),
        controls.folders(),
        // Before the first look nothing is news.
        after < 0 ? Promise.resolve([]) : controls.audit(after),
      ]);
      const known = fresh.filter(({ number }) => number <= upTo);
      setState((before) => ({
        ...before,
        cards,
        deletedCards,
        folders,
        changes: [...before.changes, ...known].slice(-KEPT_CHANGES),
      }));
    },
    [controls],
  );

  const look = useCallback(async () => {
    try {
      const { contacts, mail } = await controls.revisions();
      const before = seen.current;
      seen.current = { contacts, mail, misses: 0 };
      if (contacts !== before.contacts) await readContacts(contacts, before.contacts);
      if (mail !== before.mail) {
        const items = await controls.mail();
        setState((now) => ({ ...now, mail: items }));
      }
      setState((now) => (now.answers ? now : { ...now, answers: true }));
    } catch {
      // Whatever was not read is read at the next look.
      seen.current = { contacts: -1, mail: -1, misses: seen.current.misses + 1 };
      if (seen.current.misses >= MISSES) setState((now) => ({ ...now, answers: false }));
    }
  }, [controls, readContacts]);

  useEffect(() => {
    seen.current = { contacts: -1, mail: -1, misses: 0 };
    setState(NOTHING);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const goOn = async () => {
      await look();
      if (!isOver) timer = setTimeout(() => void goOn(), LOOK_EVERY_MS);
    };
    void goOn();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [look]);

  return { ...state, controls, look };
};
