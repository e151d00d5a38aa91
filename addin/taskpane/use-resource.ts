/**
 * Something read from the worker, and something asked of it. What was last read stays while it is read anew or when that
 * fails; an answer that comes after a newer question is dropped; a sign-in that has ended ends the session.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiFailure, troubleOf, type ApiFailure, type Trouble } from '../api/failure.ts';
import { useSignedIn } from './pane.ts';

export interface Resource<T> {
  /** Null until the first answer. */
  readonly data: T | null;
  readonly trouble: Trouble | null;
  readonly loading: boolean;
  readonly reload: () => void;
  /** What is known better than by reading it again (the answer to a change). */
  readonly set: (data: T) => void;
}

/** `key` names what is read: another key forgets what was there. Null reads nothing. */
export const useResource = <T>(key: string | null, load: () => Promise<T>): Resource<T> => {
  const { onSignedOut } = useSignedIn();
  const [held, setHeld] = useState<{
    key: string | null;
    data: T | null;
    trouble: Trouble | null;
    loading: boolean;
  }>({ key, data: null, trouble: null, loading: key !== null });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  const asked = useRef(0);

  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    if (key === null) {
      setHeld({ key, data: null, trouble: null, loading: false });
      return undefined;
    }
    setHeld((before) => ({
      ...(before.key === key ? before : { key, data: null, trouble: null }),
      loading: true,
    }));
    latest.current().then(
      (data) => {
        if (mine === asked.current) setHeld({ key, data, trouble: null, loading: false });
      },
      (error: unknown) => {
        if (mine !== asked.current) return;
        const trouble = troubleOf(error);
        if (trouble.code === 'signIn') onSignedOut();
        else setHeld((before) => ({ ...before, trouble, loading: false }));
      },
    );
    return () => {
      asked.current += 1;
    };
  }, [key, round, onSignedOut]);

  const reload = useCallback(() => {
    setRound((count) => count + 1);
  }, []);
  const set = useCallback(
    (data: T) => {
      asked.current += 1;
      setHeld({ key, data, trouble: null, loading: false });
    },
    [key],
  );
  // Of another key until the effect has run: nothing of the one before is shown.
  if (held.key !== key) return { data: null, trouble: null, loading: key !== null, reload, set };
  return { data: held.data, trouble: held.trouble, loading: held.loading, reload, set };
};

export interface Acting {
  /** Name of what is being done, for its button; null: nothing. */
  readonly busy: string | null;
  /** Why the last one did not come about; null after the next. */
  readonly failure: ApiFailure | null;
  readonly trouble: Trouble | null;
  /** One at a time: what is asked while another runs is not done. Null when it did not come about. */
  readonly run: <T>(name: string, work: () => Promise<T>) => Promise<T | null>;
  readonly clear: () => void;
}

export const useActing = (): Acting => {
  const { onSignedOut } = useSignedIn();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);
  const run = useCallback(
    async <T>(name: string, work: () => Promise<T>): Promise<T | null> => {
      if (running.current) return null;
      running.current = true;
      setBusy(name);
      setError(null);
      try {
        return await work();
      } catch (thrown) {
        if (troubleOf(thrown).code === 'signIn') onSignedOut();
        else setError(thrown);
        return null;
      } finally {
        running.current = false;
        setBusy(null);
      }
    },
    [onSignedOut],
  );
  const clear = useCallback(() => {
    setError(null);
  }, []);
  return {
    busy,
    failure: asApiFailure(error),
    trouble: error === null ? null : troubleOf(error),
    run,
    clear,
  };
};
