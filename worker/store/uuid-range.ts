/** Ids as people type them: the beginning of a UUID, as lists show it, found through the index of the whole id. */

/** As long as lists show it; shorter ones would hit something else one day. */
export const shownIdLength = 8;

const shape = 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx';

/** Null: this is no beginning of a UUID, or too short a one. */
export const uuidsBeginningWith = (
  typed: string,
): { readonly first: string; readonly last: string } | null => {
  const beginning = typed.trim().toLowerCase();
  if (beginning.length < shownIdLength || beginning.length > shape.length) return null;
  const fits = [...beginning].every((sign, at) =>
    shape[at] === '-' ? sign === '-' : /[0-9a-f]/u.test(sign),
  );
  if (!fits) return null;
  const rest = shape.slice(beginning.length);
  return { first: beginning + rest.replaceAll('x', '0'), last: beginning + rest.replaceAll('x', 'f') };
};

/** As we write them; what comes from outside may be none, and PostgreSQL would refuse it. */
export const isUuid = (text: string): boolean =>
  text.length === shape.length && text === text.toLowerCase() && uuidsBeginningWith(text) !== null;
