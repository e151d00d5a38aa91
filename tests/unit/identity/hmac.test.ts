/** Our HMAC is that of Node.js, for keys and texts of every length. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacSha256 } from '../../../worker/identity/hmac.ts';

test('any text under any key: the same bytes as createHmac makes, also when asked again', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 100 }),
      fc.array(fc.string({ maxLength: 200, unit: 'binary' }), { minLength: 1, maxLength: 5 }),
      (key, texts) => {
        const hmac = hmacSha256(key);
        for (const text of [...texts, ...texts])
          expect(hmac(text).toString('hex')).toBe(createHmac('sha256', key).update(text).digest('hex'));
      },
    ),
  );
});

test('RFC 4231, test case 2', () => {
  expect(hmacSha256(Buffer.from('Jefe'))('what do ya want for nothing?').toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
