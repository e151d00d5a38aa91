/**
 * The open held changes, with what was decided on this screen left where it stood until the screen is left: so that one
 * sees what became of it, and nothing jumps away. What is open under the user's hands and closes by itself stays too.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { HeldView } from '../../../shared/api/held.ts';
import { heldApi, type HeldApi } from '../../api/held.ts';
import { useApi, usePane } from '../pane.ts';
import { usePages, type Pages } from '../use-pages.ts';

export interface Settled {
  readonly held: HeldView;
  /** How it came to be so, where it was not this user's decision just now. */
  readonly note: string | null;
}

export interface HeldList {
  readonly pages: Pages<HeldView>;
  /** Open and settled, newest first; null until the first answer. */
  readonly shown: readonly HeldView[] | null;
  readonly settled: ReadonlyMap<string, Settled>;
  /** Of what is still open; at least so many while not all is read. */
  readonly openCount: number;
  readonly openId: string | null;
  readonly setOpenId: (id: string | null) => void;
  /** What was asked to be opened is not there. */
  readonly missing: boolean;
  readonly settle: (all: readonly Settled[]) => void;
  /** As they are now, still open. */
  readonly replace: (all: readonly HeldView[]) => void;
}

/** Most of what waits for its pass that is looked after. */
const LOOKED_AFTER = 10;

export const useHeldList = (wantedId: string | null): HeldList => {
  const api = useApi(heldApi);
  const { mailbox, refresh } = usePane();
  const [openId, setOpenId] = useState(wantedId);
  const [missing, setMissing] = useState(false);
  const [settled, setSettled] = useState<ReadonlyMap<string, Settled>>(new Map());
  const now = useRef({ openId, settled });
  useEffect(() => {
    now.current = { openId, settled };
  });

  const put = useCallback((all: readonly Settled[]) => {
    if (all.length > 0)
      setSettled((before) => new Map([...before, ...all.map((one) => [one.held.id, one] as const)]));
  }, []);
  const pages = usePages('held/open', async (asked) => {
    const page = await api.list({ state: 'open', ...asked });
    if (asked.before !== null) return page;
    put(await readAgain(api, [...now.current.settled.values()]));
    const absent = absentOf(page.items, now.current);
    if (absent === null) return page;
    const held = await orNull(api.one(absent));
    if (held === null) setMissing(true);
    else if (held.state !== 'open') put([{ held, note: held.standing }]);
    else return { ...page, items: [held, ...page.items] };
    return page;
  });

  // Somebody decided elsewhere, or a pass opened, closed or carried out something.
  const { reload } = pages;
  const signs = `${mailbox.counts.held} ${mailbox.lastPass?.id ?? ''}`;
  const seen = useRef(signs);
  useEffect(() => {
    if (seen.current !== signs) reload();
    seen.current = signs;
  }, [signs, reload]);

  const { items, set } = pages;
  const settle = useCallback(
    (all: readonly Settled[]) => {
      put(all);
      setOpenId((before) => (all.some(({ held }) => held.id === before) ? null : before));
      void refresh();
    },
    [put, refresh],
  );
  const replace = useCallback(
    (all: readonly HeldView[]) => {
      const anew = new Map(all.map((held) => [held.id, held]));
      if (items !== null && anew.size > 0) set(items.map((one) => anew.get(one.id) ?? one));
    },
    [items, set],
  );
  const shown = items === null ? null : merged(items, settled);
  return {
    pages,
    shown,
    settled,
    openCount: (shown ?? []).filter(({ id }) => !settled.has(id)).length,
    openId,
    setOpenId,
    missing: missing && openId === wantedId,
    settle,
    replace,
  };
};

const orNull = async (asked: Promise<HeldView>): Promise<HeldView | null> => {
  try {
    return await asked;
  } catch {
    return null;
  }
};

/** Decided here and not carried out when last read. */
const readAgain = async (api: HeldApi, settled: readonly Settled[]): Promise<Settled[]> => {
  const pending = settled.filter(({ held }) => held.decision?.outcome === 'pending').slice(0, LOOKED_AFTER);
  const read = await Promise.all(
    pending.map(async ({ held, note }) => {
      const later = await orNull(api.one(held.id));
      // Not what it was told as: not known any better.
      return later === null || later.state === 'open' ? null : { held: later, note };
    }),
  );
  return read.filter((one) => one !== null);
};

/** What the user has open, or asked to have open, and the list no longer has. */
const absentOf = (
  items: readonly HeldView[],
  { openId, settled }: { openId: string | null; settled: ReadonlyMap<string, Settled> },
): string | null =>
  openId === null || settled.has(openId) || items.some(({ id }) => id === openId) ? null : openId;

const merged = (items: readonly HeldView[], settled: ReadonlyMap<string, Settled>): HeldView[] => {
  const all = items.map((item) => settled.get(item.id)?.held ?? item);
  const listed = new Set(items.map(({ id }) => id));
  for (const { held } of settled.values()) {
    if (listed.has(held.id)) continue;
    const place = all.findIndex(({ openedAt }) => openedAt < held.openedAt);
    all.splice(place === -1 ? all.length : place, 0, held);
  }
  return all;
};
