/**
 * The person a user means: by id (the CRM's, or that of the file it came from), by e-mail address, or by a name that
 * only one person has. Two that fit are both named, never guessed between.
 */
import type { Person } from '../../shared/person.ts';
import { displayNameOf } from '../api/persons/present.ts';
import { CommandError } from './errors.ts';
import { exits } from './output.ts';
import type { Run } from './program.ts';

/** How many of those that fit are told. */
const TOLD = 8;

/** As people tell two of one name apart. */
const described = (person: Person): string => {
  const { workEmail, privateEmail } = person.fields;
  const more = [person.organisation?.name, workEmail ?? privateEmail].filter(
    (part) => part !== null && part !== undefined,
  );
  return `  ${person.id}  ${displayNameOf(person)}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
};

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}@]+/gu, ' ')
    .trim()
    .toLowerCase();

/** "Petra de Vries", "Vries, Petra de" and "de Vries, Petra" are each the whole name. */
const isWholeName = (person: Person, asked: string): boolean => {
  const { firstName, initials, surnamePrefix, lastName } = person.fields;
  const words = (...parts: (string | null)[]): string =>
    folded(parts.filter((part) => part !== null).join(' '));
  return [firstName, initials].some(
    (called) =>
      called !== null &&
      [
        words(called, surnamePrefix, lastName),
        words(lastName, called, surnamePrefix),
        words(surnamePrefix, lastName, called),
      ].includes(asked),
  );
};

/** One only: that one. */
const only = (persons: readonly Person[]): Person | undefined =>
  persons.length === 1 ? persons[0] : undefined;

/** Throws CommandError `noPerson` or `severalPersons` (which lists them). */
export const personNamed = async (run: Run, name: string): Promise<Person> => {
  const { crm } = await run.office();
  const wanted = name.trim();
  const byId =
    [...(await crm.persons([wanted.toLowerCase() as Person['id']])).values()][0] ??
    (await crm.findByExternalId([wanted])).get(wanted);
  if (byId !== undefined) return byId;
  const found = wanted.includes('@') ? await crm.findByEmail(wanted) : await crm.search(wanted, 50);
  const asked = folded(wanted);
  const exact = found.filter((person) => isWholeName(person, asked));
  const one = only(found) ?? only(exact);
  if (one !== undefined) return one;
  if (found.length === 0) throw new CommandError('noPerson', { name });
  const among = exact.length > 0 ? exact : found;
  const list = among.slice(0, TOLD).map(described);
  const more = among.length > TOLD ? ['  …'] : [];
  throw new CommandError('severalPersons', { name, list: [...list, ...more].join('\n') }, exits.usage);
};
