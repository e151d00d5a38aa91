/** What each user has allowed each app; Entra remembers it, and so do we. */
export interface Consents {
  of(userId: string, clientId: string): ReadonlySet<string>;
  give(userId: string, clientId: string, scopes: readonly string[]): void;
  /** The user (or an administrator) takes it back: with one scope named, that one only. */
  withdraw(userId: string, clientId?: string, scope?: string): void;
  reset(): void;
}

export function createConsents(): Consents {
  const given = new Map<string, Set<string>>();
  const none: ReadonlySet<string> = new Set();
  return {
    of: (userId, clientId) => given.get(`${userId} ${clientId}`) ?? none,
    give(userId, clientId, scopes) {
      given.set(`${userId} ${clientId}`, new Set([...(given.get(`${userId} ${clientId}`) ?? []), ...scopes]));
    },
    withdraw(userId, clientId, scope) {
      for (const [key, scopes] of given) {
        if (clientId === undefined ? !key.startsWith(`${userId} `) : key !== `${userId} ${clientId}`)
          continue;
        if (scope === undefined) given.delete(key);
        else scopes.delete(scope);
      }
    },
    reset: () => given.clear(),
  };
}
