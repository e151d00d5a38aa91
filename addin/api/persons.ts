/** Persons of the office: who is at these addresses, one person, and what I may do about them; why is in why.ts. */
import { mailbox } from '../../shared/api/mailbox.ts';
import {
  addressChoice,
  person,
  personList,
  personLookupResult,
  personSeen,
  recentPersons,
  type MineChange,
  type PersonChange,
  type PersonCreate,
} from '../../shared/api/persons.ts';
import { queryOf, type Call } from './call.ts';

const path = (id: string, rest = ''): string => `/api/persons/${encodeURIComponent(id)}${rest}`;

export const personsApi = (call: Call) => ({
  /** At most MAX_LOOKUP addresses of at most 320 characters. */
  lookup: (addresses: readonly string[]) =>
    call('POST', '/api/persons/lookup', personLookupResult, { addresses }),
  /** Null forgets the choice. */
  choose: (address: string, personId: string | null) =>
    call('PUT', '/api/persons/choices', addressChoice, { address, personId }),
  search: (q: string, limit = 8) => call('GET', `/api/persons${queryOf({ q, limit })}`, personList),
  one: (id: string) => call('GET', path(id), person),
  create: (wanted: PersonCreate) => call('POST', '/api/persons', person, wanted),
  /** Refused with `stale` and the person as it is now (`detail.current`) when it was changed meanwhile. */
  change: (id: string, change: PersonChange) => call('PATCH', path(id), person, change),
  setMine: (id: string, change: MineChange) => call('PUT', path(id, '/mine'), person, change),
  /** Not in my Outlook, and in it again. */
  exclude: (id: string) => call('PUT', `/api/mailbox/excluded/${encodeURIComponent(id)}`, mailbox),
  include: (id: string) => call('DELETE', `/api/mailbox/excluded/${encodeURIComponent(id)}`, mailbox),
  /** Puts this person among those looked at lately. */
  seen: (id: string) => call('PUT', path(id, '/seen'), personSeen),
  recent: () => call('GET', '/api/persons/recent', recentPersons),
});
export type PersonsApi = ReturnType<typeof personsApi>;
