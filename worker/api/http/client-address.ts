/**
 * From which network address a request comes, for counting only: it is never logged and never let in for. What a request
 * says of itself (X-Forwarded-For) is believed of a proxy alone that the office names (TRUSTED_PROXIES): of anybody else it
 * would be a way to be somebody new with every request.
 */
import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';
import type { ApiEnv } from '../ports.ts';

/** An IPv4 address that came over an IPv6 socket is that IPv4 address; ports and brackets of a proxy fall away. */
const bare = (text: string): string => {
  const inBrackets = /^\[([^\]]+)\](?::\d+)?$/u.exec(text.trim())?.[1];
  const address = inBrackets ?? text.trim();
  const withoutPort = /^(\d+(?:\.\d+){3}):\d+$/u.exec(address)?.[1] ?? address;
  return /^::ffff:(\d+(?:\.\d+){3})$/iu.exec(withoutPort)?.[1] ?? withoutPort;
};

/** One customer has a whole /64: its addresses are one. */
const keyOf = (address: string): string => {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  const groups = tail === undefined ? front : [...front, ...zeros, ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/u, ''))
    .join(':')}::/64`;
};

const trustedIn = (proxies: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
};

/** The nearest address that is no proxy of ours; a proxy's own where it says nothing that can be read. */
export const createAddressOf = (proxies: readonly string[]): ((c: Context<ApiEnv>) => string) => {
  const isTrusted = trustedIn(proxies);
  return (c) => {
    // Without a socket (a test) nobody is told apart.
    const peer = bare((c.env as Partial<ApiEnv['Bindings']> | undefined)?.remoteAddress ?? '');
    if (!isTrusted(peer)) return keyOf(peer);
    let nearest = peer;
    const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map(bare).reverse();
    for (const hop of hops) {
      if (isIP(hop) === 0) break;
      nearest = hop;
      if (!isTrusted(hop)) break;
    }
    return keyOf(nearest);
  };
};
