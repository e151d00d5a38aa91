/**
 * My mailbox as the worker knows it, kept fresh: often while a pass runs, seldom otherwise, at once when the user looks
 * again (another mail, the window in front, back on line). What was last known stays on screen when a call fails.
 */
import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { MailboxView } from '../../shared/api/mailbox.ts';
import type { Me } from '../../shared/api/me.ts';
import type { Api } from '../api/client.ts';
import { troubleOf, type Trouble } from '../api/failure.ts';

export const POLL_RUNNING_MS = 2_000;
export const POLL_RESTING_MS = 30_000;

export type Action = 'syncNow' | 'pause' | 'resume';

export interface MailboxState {
  readonly me: Me | null;
  /** Null: not activated (or not read yet, while `me` is null). */
  readonly mailbox: MailboxView | null;
  /** Why the last read failed; null while all is well. */
  readonly trouble: Trouble | null;
  /** Why the last action failed. */
  readonly refused: Trouble | null;
  readonly busy: Action | null;
  /** A pass was asked for and has not been seen yet. */
  readonly asked: boolean;
}

type Event =
  | { type: 'read'; me: Me; mailbox: MailboxView | null }
  | { type: 'readFailed'; trouble: Trouble }
  | { type: 'acting'; action: Action }
  | { type: 'acted'; action: Action; mailbox: MailboxView }
  | { type: 'actionFailed'; trouble: Trouble }
  | { type: 'forgotten' };

const nothing: MailboxState = {
  me: null,
  mailbox: null,
  trouble: null,
  refused: null,
  busy: null,
  asked: false,
};

const reduce = (state: MailboxState, event: Event): MailboxState => {
  switch (event.type) {
    case 'read':
      return {
        ...state,
        me: event.me,
        mailbox: event.mailbox,
        trouble: null,
        asked: stillAsked(state, event.mailbox),
      };
    case 'readFailed':
      return { ...state, trouble: event.trouble };
    case 'acting':
      return { ...state, busy: event.action, refused: null };
    case 'acted':
      return {
        ...state,
        busy: null,
        mailbox: event.mailbox,
        asked: event.action !== 'pause' && !hasNewPass(state, event.mailbox),
      };
    case 'actionFailed':
      return { ...state, busy: null, refused: event.trouble };
    case 'forgotten':
      return state.refused === null ? state : { ...state, refused: null };
  }
};

/** Asked until a pass is seen that was not there before. */
const stillAsked = (state: MailboxState, now: MailboxView | null): boolean =>
  state.asked && now !== null && !hasNewPass(state, now);

const hasNewPass = (state: MailboxState, now: MailboxView): boolean =>
  now.running !== null || now.lastPass?.id !== state.mailbox?.lastPass?.id;

export interface MailboxControl {
  readonly state: MailboxState;
  /** Gives the mailbox as it was read just now; null when there is none or it could not be read. */
  readonly refresh: () => Promise<MailboxView | null>;
  readonly act: (action: Action) => void;
  /** What was refused has been read. */
  readonly forget: () => void;
}

export const useMailbox = (api: Api, onSignedOut: () => void): MailboxControl => {
  const [state, dispatch] = useReducer(reduce, nothing);
  /** Grows with every action: an answer that was on its way meanwhile is old and is dropped. */
  const generation = useRef(0);
  /** What is on screen: "go on" is said to that, not to what it has become meanwhile (R12). */
  const seen = useRef(state.mailbox);
  useEffect(() => {
    seen.current = state.mailbox;
  });

  const fail = useCallback(
    (type: 'readFailed' | 'actionFailed', error: unknown) => {
      const trouble = troubleOf(error);
      if (trouble.code === 'signIn') onSignedOut();
      else dispatch({ type, trouble });
    },
    [onSignedOut],
  );

  const refresh = useCallback(async () => {
    const asOf = generation.current;
    try {
      const me = await api.me();
      const mailbox = me.mailbox === null ? null : await api.mailbox();
      if (asOf === generation.current) dispatch({ type: 'read', me, mailbox });
      return mailbox;
    } catch (error) {
      if (asOf === generation.current) fail('readFailed', error);
      return null;
    }
  }, [api, fail]);

  const act = useCallback(
    (action: Action) => {
      generation.current += 1;
      dispatch({ type: 'acting', action });
      ask(api, action, seen.current).then(
        (mailbox) => {
          generation.current += 1;
          dispatch({ type: 'acted', action, mailbox });
        },
        (error: unknown) => {
          fail('actionFailed', error);
          // It may have been refused because things are otherwise by now.
          void refresh();
        },
      );
    },
    [api, fail, refresh],
  );

  const forget = useCallback(() => {
    dispatch({ type: 'forgotten' });
  }, []);
  useEffect(() => void refresh(), [refresh]);
  usePolling(refresh, isRunning(state) || state.asked ? POLL_RUNNING_MS : POLL_RESTING_MS);
  return { state, refresh, act, forget };
};

const ask = async (api: Api, action: Action, seen: MailboxView | null): Promise<MailboxView> => {
  if (action !== 'resume') return api[action]();
  // No button says "go on" before the mailbox was read.
  return seen === null ? api.mailbox() : api.resume(seen);
};

const isRunning = ({ mailbox }: MailboxState): boolean => mailbox !== null && mailbox.running !== null;

/** Calls again and again while the pane can be seen, and at once when it comes back into view or on line. */
const usePolling = (work: () => Promise<unknown>, everyMs: number): void => {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void work();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [work, everyMs]);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void work();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [work]);
};
