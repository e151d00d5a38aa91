/**
 * What vCard has no property for, and where we put it: X-properties of our own. A surname is never split: "de Vries"
 * stays one unless our own property says which part is the prefix ("Van Damme" is a Belgian's whole surname).
 */
export const ownProperties = {
  kind: 'x-relatiebrug-soort',
  initials: 'x-relatiebrug-voorletters',
  surnamePrefix: 'x-relatiebrug-tussenvoegsel',
  relationManager: 'x-relatiebrug-relatiebeheerder',
  owners: 'x-relatiebrug-eigenaren',
  former: 'x-relatiebrug-voormalig',
} as const;

/** Without the prefix before it, when it really stands there. */
export const withoutPrefix = (surname: string, prefix: string | null): string => {
  if (prefix === null) return surname;
  const start = `${prefix} `;
  return surname.toLowerCase().startsWith(start.toLowerCase()) ? surname.slice(start.length).trim() : surname;
};
