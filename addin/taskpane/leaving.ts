/**
 * Leaving what is half done: a form with unsaved changes holds the pane, and whoever wants to go somewhere else (another
 * screen, another person) asks by `askToLeave`. One pane a page, so there is at most one holder.
 */
import { useEffect, useRef } from 'react';

type Go = () => void;
/** Shows the question; calls `go` when what was typed may be dropped. */
type Ask = (go: Go) => void;

let holder: Ask | null = null;

/** At once where nothing is half done; else after the user said so, or never. */
export const askToLeave = (go: Go): void => {
  if (holder === null) go();
  else holder(go);
};

/** Is something half done? For who would rather wait than ask. */
export const isHeld = (): boolean => holder !== null;

/** Holds the pane while `ask` is not null, and the browser's window with it. */
export const useHolding = (ask: Ask | null): void => {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const holds = ask !== null;
  useEffect(() => {
    if (!holds) return undefined;
    const mine: Ask = (go) => {
      if (latest.current === null) go();
      else latest.current(go);
    };
    const warn = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    holder = mine;
    window.addEventListener('beforeunload', warn);
    return () => {
      if (holder === mine) holder = null;
      window.removeEventListener('beforeunload', warn);
    };
  }, [holds]);
};
