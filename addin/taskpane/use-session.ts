/**
 * From nothing to an API that may be asked: reads where to sign in, tries without asking anybody, and else waits for a
 * click. Holds no token itself.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Language } from '../../shared/texts/language.ts';
import { createApi, type Api } from '../api/client.ts';
import { loadConfig } from '../api/config.ts';
import { failureCodeOf, type FailureCode } from '../api/failure.ts';
import type { Host } from '../office/host.ts';
import type { SignInFailure } from '../sign-in/failure.ts';
import { createSignIn, type SignIn } from '../sign-in/sign-in.ts';

export type Session =
  | { readonly phase: 'starting' }
  | { readonly phase: 'failed'; readonly code: FailureCode }
  | { readonly phase: 'signedOut'; readonly failure: SignInFailure | null }
  | { readonly phase: 'signingIn' }
  | { readonly phase: 'ready'; readonly api: Api };

export interface SessionControl {
  readonly session: Session;
  /** From a click: opens a window. */
  readonly signIn: () => void;
  /** A call found that a person must sign in again. */
  readonly signedOut: () => void;
  readonly retry: () => void;
}

export const useSession = (host: Host, language: Language): SessionControl => {
  const [session, setSession] = useState<Session>({ phase: 'starting' });
  const [attempt, setAttempt] = useState(0);
  const signIn = useRef<SignIn | null>(null);

  useEffect(() => {
    let stale = false;
    const show = (next: Session) => {
      if (!stale) setSession(next);
    };
    const start = async () => {
      show({ phase: 'starting' });
      signIn.current = await createSignIn(await loadConfig(), host);
      const token = await signIn.current.silent();
      if (token === null) show({ phase: 'signedOut', failure: null });
      else show({ phase: 'ready', api: createApi(signIn.current, language) });
    };
    start().catch((error: unknown) => {
      show(sessionAfter(error));
    });
    return () => {
      stale = true;
    };
  }, [host, language, attempt]);

  const ask = useCallback(async () => {
    const current = signIn.current;
    if (current === null) return;
    setSession({ phase: 'signingIn' });
    try {
      await current.ask();
      setSession({ phase: 'ready', api: createApi(current, language) });
    } catch (error) {
      setSession(sessionAfter(error));
    }
  }, [language]);

  return {
    session,
    signIn: useCallback(() => void ask(), [ask]),
    signedOut: useCallback(() => {
      setSession({ phase: 'signedOut', failure: null });
    }, []),
    retry: useCallback(() => {
      setAttempt((count) => count + 1);
    }, []),
  };
};

const sessionAfter = (error: unknown): Session =>
  (error as Partial<SignInFailure> | null)?.name === 'SignInFailure'
    ? { phase: 'signedOut', failure: error as SignInFailure }
    : { phase: 'failed', code: failureCodeOf(error) };
