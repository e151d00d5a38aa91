/**
 * Names a state of the world by a short text, so that one state is asked about once and nobody reads a person's data in
 * a key. Not cryptographic: keys are compared within one link only.
 */

/** cyrb53 (public domain, bryc): 53 bits, well spread for short texts. */
const cyrb53 = (text: string, seed: number): string => {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
};

/** 28 hexadecimal digits; equal for equal JSON. */
export const fingerprint = (value: unknown): string => {
  const text = JSON.stringify(value);
  return cyrb53(text, 1) + cyrb53(text, 2);
};
