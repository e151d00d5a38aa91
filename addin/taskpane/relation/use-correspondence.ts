/**
 * The open item and who is behind it. Follows Outlook: what was asked for an item that is no longer open is dropped, and
 * the last person stays (not to be used) until the next is known. Never shows one person's data under another's name: an
 * item that could not be looked up has no persons.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Api } from '../../api/client.ts';
import { troubleOf, type Trouble } from '../../api/failure.ts';
import { personsApi } from '../../api/persons.ts';
import type { PersonView } from '../../../shared/api/persons.ts';
import type { Host } from '../../office/host.ts';
import { addressKey, isAddress, type Correspondent, type MailItem } from '../../office/item.ts';
import { useApi, usePane } from '../pane.ts';
import { createLookups, withPerson, type Known, type KnownAt, type Lookups } from './lookups.ts';

/** What is on the screen. */
export interface Shown {
  readonly item: MailItem | null;
  readonly known: KnownAt;
  /** Of whom the user wants to see more; null: not chosen. */
  readonly wanted: string | null;
}

interface Session {
  readonly lookups: Lookups;
  last: Shown | null;
}

/** By the session's own client: signing in as somebody else begins with nothing. */
const sessions = new WeakMap<Api, Session>();

/** Mails that are flicked through come faster than this, and only the last of them is asked for. */
const FLICK_MS = 300;
const REST_MS = 120;

export interface Correspondence {
  /** Null until the first answer. */
  readonly shown: Shown | null;
  /** Another item is open and is being looked up: what is shown is of the one before. */
  readonly following: boolean;
  readonly trouble: Trouble | null;
  readonly open: Correspondent | null;
  readonly want: (address: string) => void;
  /** Reads the item and asks again. */
  readonly follow: () => void;
  /** What was changed is forgotten, and this is known instead. */
  readonly setPerson: (person: PersonView) => void;
  readonly setKnown: (address: string, known: Known) => void;
}

export const useCorrespondence = (): Correspondence => {
  const { api, host, onSignedOut } = usePane();
  const persons = useApi(personsApi);
  const session = sessionOf(api, persons.lookup);
  const [shown, setShown] = useState<Shown | null>(session.last);
  const [following, setFollowing] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const asked = useRef(0);

  const show = useCallback(
    (next: Shown) => {
      session.last = next;
      setShown(next);
    },
    [session],
  );

  const drop = useCallback(() => {
    asked.current += 1;
  }, []);

  const read = useCallback(async () => {
    drop();
    const mine = asked.current;
    const isOld = () => mine !== asked.current;
    const item = await host.readItem();
    if (isOld()) return;
    const addresses = (item?.correspondents ?? []).map(({ address }) => address).filter(isAddress);
    const before = session.last;
    const same = before !== null && isSame(before.item, item);
    const partly = new Map([...(same ? before.known : []), ...session.lookups.last(addresses)]);
    /** Whom the user chose stays, also when they chose while this was read. */
    const as = (known: KnownAt): Shown => ({
      item,
      known,
      wanted: isSame(session.last?.item ?? null, item) ? (session.last?.wanted ?? null) : null,
    });
    if (!session.lookups.isFresh(addresses)) {
      // The person who is shown is in this item as well: the list may grow around them.
      if (before !== null && staysOpen(before, as(partly))) show(as(partly));
      else setFollowing(before !== null);
    }
    try {
      const known = await session.lookups.of(addresses);
      if (isOld()) return;
      show(as(known));
      setTrouble(null);
    } catch (error) {
      if (isOld()) return;
      const why = troubleOf(error);
      if (why.code === 'signIn') {
        onSignedOut();
        return;
      }
      show(as(partly));
      setTrouble(why);
    }
    setFollowing(false);
  }, [host, session, show, drop, onSignedOut]);

  const follow = useCallback(() => void read(), [read]);
  useFollowing(host, follow, drop);
  useRenewed(() => {
    session.lookups.drop();
    follow();
  });

  const change = useCallback(
    (how: (known: KnownAt) => KnownAt) => {
      session.lookups.drop();
      if (session.last !== null) show({ ...session.last, known: how(session.last.known) });
    },
    [session, show],
  );
  return {
    shown,
    following,
    trouble,
    open: shown === null ? null : openOf(shown),
    follow,
    want: useCallback(
      (address) => {
        if (session.last !== null) show({ ...session.last, wanted: addressKey(address) });
      },
      [session, show],
    ),
    setPerson: useCallback(
      (person) => {
        change((known) => withPerson(known, person));
      },
      [change],
    ),
    setKnown: useCallback(
      (address, at) => {
        change((known) => new Map(known).set(addressKey(address), at));
      },
      [change],
    ),
  };
};

const sessionOf = (api: Api, lookup: Parameters<typeof createLookups>[0]): Session => {
  const known = sessions.get(api);
  if (known !== undefined) return known;
  const session = { lookups: createLookups(lookup), last: null };
  sessions.set(api, session);
  return session;
};

/** Whom the user chose, else the first who is known, else the first. */
export const openOf = ({ item, known, wanted }: Shown): Correspondent | null => {
  const all = item?.correspondents ?? [];
  return (
    all.find(({ address }) => addressKey(address) === wanted) ??
    all.find(({ address }) => (known.get(addressKey(address))?.persons.length ?? 0) > 0) ??
    all[0] ??
    null
  );
};

const keyOf = (item: MailItem | null): string =>
  (item?.correspondents ?? []).map(({ address }) => addressKey(address)).join(' ');

/** The same item as far as can be seen; a draft stays the same while it is addressed. */
const isSame = (one: MailItem | null, other: MailItem | null): boolean =>
  one?.kind === other?.kind &&
  (keyOf(one) === keyOf(other) || one?.kind === 'compose' || one?.kind === 'appointmentCompose');

const staysOpen = (before: Shown, next: Shown): boolean => {
  const [was, is] = [openOf(before), openOf(next)];
  if (was === null || is === null) return was === is;
  return was.address === is.address && (next.known.has(addressKey(is.address)) || !isAddress(is.address));
};

/** Another item, another recipient, the pane looked at again, back on line. */
const useFollowing = (host: Host, follow: () => void, drop: () => void): void => {
  useEffect(() => {
    let lastMs = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hurried = () => {
      const isFlick = Date.now() - lastMs < FLICK_MS;
      lastMs = Date.now();
      clearTimeout(timer);
      drop();
      if (isFlick) timer = setTimeout(follow, REST_MS);
      else follow();
    };
    const looked = () => {
      if (document.visibilityState === 'visible') follow();
    };
    const stops = [host.onItemChanged(hurried), host.onRecipientsChanged(hurried)];
    document.addEventListener('visibilitychange', looked);
    window.addEventListener('focus', looked);
    window.addEventListener('online', follow);
    follow();
    return () => {
      clearTimeout(timer);
      drop();
      for (const stop of stops) stop();
      document.removeEventListener('visibilitychange', looked);
      window.removeEventListener('focus', looked);
      window.removeEventListener('online', follow);
    };
  }, [host, follow, drop]);
};

/** A pass has ended or a decision was taken: what is known of persons may be old. */
const useRenewed = (renew: () => void): void => {
  const { mailbox } = usePane();
  const mark = `${mailbox.lastPass?.id ?? ''} ${mailbox.counts.held}`;
  const seen = useRef(mark);
  useEffect(() => {
    if (seen.current === mark) return;
    seen.current = mark;
    renew();
  }, [mark, renew]);
};
