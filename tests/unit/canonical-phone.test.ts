/** R4: numbers that are read without libphonenumber are read as it reads them. */
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { canonicalPhone, type Country } from '../../shared/canonical.ts';

/** What it is to be: E.164 where the number may be one, else its digits. */
const byLibrary = (typed: string, country: Country): string => {
  const parsed = parsePhoneNumberFromString(typed, { defaultCountry: country, extract: false });
  if (parsed?.isPossible() === true) return parsed.number;
  const digits = typed.replace(/\D+/gu, '');
  return digits === '' ? typed.toLowerCase() : digits;
};

const country = fc.constantFrom<Country>('NL', 'BE');
const separator = fc.constantFrom('', '', '', ' ', '-', '  ', ' -');
/** Around what the short way takes: a digit too many or too few, two separators on end, other countries. */
const written = fc
  .tuple(
    fc.constantFrom(
      '0',
      '00',
      '+31',
      '+31 ',
      '+32-',
      '+32',
      '+33',
      '+310',
      '+31 0',
      '31',
      '0031',
      '0032',
      '',
    ),
    fc.array(fc.tuple(fc.constantFrom(...'0123456789'), separator), { minLength: 6, maxLength: 12 }),
  )
  .map(([start, rest]) => `${start}${rest.map(([digit, mark]) => digit + mark).join('')}`.trim());

test('R4: any number with spaces and hyphens, in either country, is read as libphonenumber reads it', () => {
  fc.assert(
    fc.property(written, country, (typed, of) => {
      expect(canonicalPhone(typed, of)).toBe(byLibrary(typed, of));
    }),
    { numRuns: 5_000 },
  );
});

test.each<[string, Country, string]>([
  ['020-123 45 67', 'NL', '+31201234567'],
  ['06 12345678', 'NL', '+31612345678'],
  ['+31 6-12345678', 'BE', '+31612345678'],
  ['02 123 45 67', 'BE', '+3221234567'],
  ['0471 23 45 67', 'BE', '+32471234567'],
  ['+32 471 23 45 67', 'NL', '+32471234567'],
  ['+31 (0)20 1234567', 'NL', '+31201234567'],
  ['020 1234567 tst. 12', 'NL', '+31201234567x12'],
])('R4: %s in %s is %s', (typed, of, canonical) => {
  expect(canonicalPhone(typed, of)).toBe(canonical);
});
