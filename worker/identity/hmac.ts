/**
 * HMAC-SHA-256 (RFC 2104) of many short texts under one key. A first sync takes some fifteen fingerprints a card: Node.js'
 * `createHmac` sets up two streams for each, and each answer in a buffer of its own is dear to make and to collect. Two one-shot
 * hashes over bytes that are kept take a third of the time of either (20,000 texts, cold: 3.4 µs each against 6 to 8).
 */
import { createHash, hash } from 'node:crypto';

const blockBytes = 64;
const hashBytes = 32;
/** Room for nearly all texts; a longer one gets bytes of its own. */
const textBytes = 960;

/** A block of the key, each byte turned by `pad`. */
const padded = (key: Uint8Array, pad: number): Buffer => {
  const block = Buffer.alloc(blockBytes, pad);
  // A longer key counts by its hash.
  const short = key.length > blockBytes ? createHash('sha256').update(key).digest() : key;
  short.forEach((byte, index) => {
    block[index] = byte ^ pad;
  });
  return block;
};

/** The 32 bytes of each text's HMAC, as base64url without padding (43 characters). */
export const hmacSha256 = (key: Uint8Array): ((text: string) => string) => {
  const innerBlock = padded(key, 0x36);
  const inner = Buffer.concat([innerBlock, Buffer.alloc(textBytes)]);
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(hashBytes)]);
  /** The key's inner block with the text behind it. */
  const withText = (text: string): Buffer => {
    // A character of a string takes three bytes at most.
    if (text.length * 3 > textBytes) return Buffer.concat([innerBlock, Buffer.from(text)]);
    return inner.subarray(0, blockBytes + inner.write(text, blockBytes));
  };
  return (text) => {
    outer.write(hash('sha256', withText(text), 'binary'), blockBytes, 'latin1');
    return hash('sha256', outer, 'base64url');
  };
};
