import { canonical, isEmailAddress, parseDate } from '../../shared/canonical.ts';

describe('R4: values are compared in a canonical form', () => {
  test.each([
    ['020-1234567', '+31201234567'],
    ['06-12345678', '+31612345678'],
    ['0031612345678', '+31612345678'],
    ['+31 (0)20 123 45 67', '+31201234567'],
    ['0800-1234', '+318001234'],
    ['(020) 123 4567 tst. 12', '+31201234567x12'],
    ['020-1234567 toestel 9', '+31201234567x9'],
    ['geheim', 'geheim'],
    ['', null],
    ['   ', null],
  ])('the phone %j compares as %j', (typed, expected) => {
    expect(canonical('phone', typed, 'NL')).toBe(expected);
  });

  test('a Belgian office reads its national numbers as Belgian', () => {
    expect(canonical('phone', '0470 12 34 56', 'BE')).toBe('+32470123456');
  });

  test('a number with another extension is another number', () => {
    expect(canonical('phone', '020-1234567 tst. 12', 'NL')).not.toBe(
      canonical('phone', '020-1234567 tst. 13', 'NL'),
    );
  });

  test('an e-mail address compares in lower case, a name in NFC and trimmed', () => {
    expect(canonical('email', ' Info@ABC.nl ', 'NL')).toBe('info@abc.nl');
    expect(canonical('text', ' Rene\u0301 ', 'NL')).toBe('Ren\u00e9');
    expect(canonical('text', 'de Vries', 'NL')).not.toBe(canonical('text', 'De Vries', 'NL'));
  });

  test('a date exists or is none', () => {
    expect(parseDate('2024-02-29')).toBe('2024-02-29');
    expect(parseDate('2023-02-29')).toBeNull();
    expect(parseDate('1-2-2023')).toBeNull();
  });

  test('what no mail server would take is no address', () => {
    expect(isEmailAddress('a@msn.com')).toBe(true);
    for (const bad of ['a@msn.com,', 'a', 'a@b', '@b.nl', 'a b@c.nl', ''])
      expect(isEmailAddress(bad)).toBe(false);
  });
});
