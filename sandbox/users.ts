/**
 * The invented people who can sign in, in an invented tenant, and one stranger of another tenant. Ids are fixed,
 * so that a restarted sandbox has the same people.
 */

export interface SandboxUser {
  /** Entra's object id (`oid`); names the mailbox too. */
  readonly id: string;
  /** Entra's tenant id (`tid`). */
  readonly tenantId: string;
  /** Sign-in name. */
  readonly userPrincipalName: string;
  readonly mail: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly password: string;
  readonly preferredLanguage: string;
}

export interface SandboxUsers {
  all(): readonly SandboxUser[];
  /** By object id, sign-in name or address (letter case ignored). */
  find(idOrName: string): SandboxUser | undefined;
  /** Like `find`, but a mistake in a test must not pass unseen. */
  get(idOrName: string): SandboxUser;
  add(user: Pick<SandboxUser, 'userPrincipalName' | 'displayName'> & Partial<SandboxUser>): SandboxUser;
  reset(): void;
}

export const HOME_TENANT = '6f0a3c1e-8f1b-4d53-9d3e-2c5b7a9e4d10';
export const FOREIGN_TENANT = 'c4d2b8a6-1e97-4f60-8a35-5b6d0f2e7c91';

const PASSWORD = 'zonnebloem-fiets-42';

const person = (
  id: string,
  givenName: string,
  surname: string,
  userPrincipalName: string,
  tenantId = HOME_TENANT,
): SandboxUser => ({
  id,
  tenantId,
  userPrincipalName,
  mail: userPrincipalName,
  displayName: `${givenName} ${surname}`,
  givenName,
  surname,
  password: PASSWORD,
  preferredLanguage: tenantId === HOME_TENANT ? 'nl-NL' : 'en-GB',
});

const FIRST_USERS: readonly SandboxUser[] = [
  person('1b7e4a52-3c0d-4f8e-a6b1-90d2e5c7f301', 'Petra', 'de Vries', 'petra@kantoor-voorbeeld.example'),
  person('2c8f5b63-4d1e-4a9f-b7c2-a1e3f6d80402', 'Karim', 'el Amrani', 'karim@kantoor-voorbeeld.example'),
  person(
    '3d906c74-5e2f-4ba0-88d3-b2f407e91503',
    'Sofie',
    'Van den Bossche',
    'sofie@kantoor-voorbeeld.example',
  ),
  person('4ea17d85-6f30-4cb1-99e4-c30518fa2604', 'Joost', 'ten Hoeve', 'joost@kantoor-voorbeeld.example'),
  person(
    '5fb28e96-7041-4dc2-aaf5-d416290b3705',
    'Morag',
    'Stranger',
    'morag@other-office.example',
    FOREIGN_TENANT,
  ),
];

export function createUsers(): SandboxUsers {
  let users: SandboxUser[] = [];
  /** By id and by both names: there may be ten thousand. */
  const byName = new Map<string, SandboxUser>();
  const find = (idOrName: string): SandboxUser | undefined => byName.get(idOrName.toLowerCase());
  const take = (user: SandboxUser): void => {
    users.push(user);
    for (const name of [user.mail, user.userPrincipalName, user.id]) byName.set(name.toLowerCase(), user);
  };
  const begin = (): void => {
    users = [];
    byName.clear();
    FIRST_USERS.forEach(take);
  };
  begin();
  return {
    all: () => users,
    find,
    get(idOrName) {
      const user = find(idOrName);
      if (!user) throw new Error(`no such user in the sandbox: ${idOrName}`);
      return user;
    },
    add(given) {
      if (find(given.userPrincipalName)) throw new Error(`user exists: ${given.userPrincipalName}`);
      const [givenName = given.displayName, ...rest] = given.displayName.split(' ');
      const user: SandboxUser = {
        id: `00000000-0000-4000-8000-${String(users.length + 1).padStart(12, '0')}`,
        tenantId: HOME_TENANT,
        mail: given.userPrincipalName,
        givenName,
        surname: rest.join(' '),
        password: PASSWORD,
        preferredLanguage: 'nl-NL',
        ...given,
      };
      take(user);
      return user;
    },
    reset: begin,
  };
}
