/** Our HMAC is that of Node.js, for keys and texts of every length. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacSha256 } from '../../../worker/identity/hmac.ts';

const texts = fc.array(
  fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    // About as long as what has room in the bytes that are kept, and longer.
    fc.string({ minLength: 300, maxLength: 1_200, unit: 'binary' }),
  ),
  { minLength: 1, maxLength: 5 },
);

test('any text under any key: the same bytes as createHmac makes, also when asked again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), texts, (key, all) => {
      const hmac = hmacSha256(key);
      for (const text of [...all, ...all])
        expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
    }),
  );
});

test('half a character (a lone surrogate) counts as createHmac counts it', () => {
  const key = Buffer.alloc(32, 7);
  expect(hmacSha256(key)('Petra \ud83d')).toBe(
    createHmac('sha256', key).update('Petra \ud83d').digest('base64url'),
  );
});

test('RFC 4231, test case 2', () => {
  const made = hmacSha256(Buffer.from('Jefe'))('what do ya want for nothing?');
  expect(Buffer.from(made, 'base64url').toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
