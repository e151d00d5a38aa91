/**
 * A preview being made: one at a time, ended when nobody looks any more. Where the worker is at it for somebody else, or
 * must wait for Microsoft a short while, it is asked for again by itself.
 */
import { useCallback, useEffect, useState } from 'react';
import type { MailboxSettings } from '../../../shared/api/mailbox.ts';
import type { PreviewView } from '../../../shared/api/preview.ts';
import { asApiFailure, troubleOf, type Trouble } from '../../api/failure.ts';
import { mailboxApi, PREVIEW_TIMEOUT_MS } from '../../api/mailbox.ts';
import { useApi, useSignedIn } from '../pane.ts';

/** Items of each list; its number says how many more there are. */
export const PREVIEW_ITEMS = 200;
/** Longest wait that is waited out in silence, and how often. */
const WAIT_MOST_MS = 15_000;
const TRIES = 8;

export interface PreviewMaking {
  readonly phase: 'making' | 'made' | 'failed';
  readonly preview: PreviewView | null;
  readonly trouble: Trouble | null;
  /** Another preview is made first. */
  readonly waits: boolean;
  /** Failed because no answer came in the time there is. */
  readonly tooLong: boolean;
  readonly again: () => void;
}

const waitOf = (error: unknown, tries: number): number | null => {
  const failure = asApiFailure(error);
  if (failure === null || tries >= TRIES) return null;
  const waitMs = failure.retryAfterMs ?? 5_000;
  return ['tooMany', 'unavailable'].includes(failure.code) && waitMs <= WAIT_MOST_MS ? waitMs : null;
};

const later = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
  });

/** `settings`: instead of those of the mailbox; the same object for the same question. */
export const usePreview = (settings: MailboxSettings | null): PreviewMaking => {
  const api = useApi(mailboxApi);
  const { onSignedOut } = useSignedIn();
  const [state, setState] = useState<Omit<PreviewMaking, 'again'>>({
    phase: 'making',
    preview: null,
    trouble: null,
    waits: false,
    tooLong: false,
  });
  const [round, setRound] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const make = async (tries: number): Promise<void> => {
      const startedMs = performance.now();
      try {
        const preview = await api.preview(
          { ...(settings === null ? {} : { settings }), limit: PREVIEW_ITEMS },
          stop.signal,
        );
        if (!stop.signal.aborted)
          setState({ phase: 'made', preview, trouble: null, waits: false, tooLong: false });
      } catch (error) {
        if (stop.signal.aborted) return;
        const waitMs = waitOf(error, tries);
        const trouble = troubleOf(error);
        if (waitMs !== null) {
          setState((before) => ({ ...before, phase: 'making', waits: trouble.code === 'tooMany' }));
          await later(waitMs, stop.signal);
          await make(tries + 1);
        } else if (trouble.code === 'signIn') onSignedOut();
        else {
          const tooLong = trouble.code === 'offline' && performance.now() - startedMs >= PREVIEW_TIMEOUT_MS;
          setState((before) => ({ ...before, phase: 'failed', trouble, waits: false, tooLong }));
        }
      }
    };
    setState((before) => ({ ...before, phase: 'making', trouble: null, waits: false, tooLong: false }));
    void make(0);
    return () => {
      stop.abort();
    };
  }, [api, round, settings, onSignedOut]);

  return {
    ...state,
    again: useCallback(() => {
      setRound((count) => count + 1);
    }, []),
  };
};
