/**
 * The kinds of values that settings take, as zod schemas of their texts, and the words for those that several settings share. A
 * text that does not pass is told by its setting's `expected`; zod's messages are never shown.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** One text in both languages, Dutch first. */
export interface Text {
  readonly nl: string;
  readonly en: string;
}

const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const lower = z.string().transform((text) => text.trim().toLowerCase());
export const guid = lower.pipe(z.string().regex(guidPattern));
export const address = lower.pipe(z.string().regex(/^[^\s@,]+@[^\s@,]+$/));

export const listOf = <T>(item: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item).min(1));

export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

export const yesNo = lower.pipe(z.enum(['true', 'false', 'yes', 'no', '1', '0'])).transform((text) => {
  return text === 'true' || text === 'yes' || text === '1';
});

/** Only this computer answers to such a host name. */
export const isLocal = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

const origin = (accepts: (url: URL) => boolean) =>
  z.string().transform((text, context) => {
    const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
    const bare = url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
    if (url !== null && bare && url.username === '' && url.password === '' && accepts(url)) return url.origin;
    context.addIssue('origin');
    return z.NEVER;
  });
export const httpsOrigin = origin((url) => url.protocol === 'https:');
export const publicOrigin = origin(
  (url) => url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url.hostname)),
);

/** With a person's id in its place: a web address of one and the same server, whatever the id. */
export const personUrl = z.string().transform((text, context): string => {
  const template = text.trim();
  const [one, other] = ['1', 'x2'].map((id) => {
    const filled = template.replaceAll('{id}', id);
    return URL.canParse(filled) ? new URL(filled) : null;
  });
  const safe = one?.protocol === 'https:' || (one?.protocol === 'http:' && isLocal(one.hostname));
  const bare = one?.username === '' && one.password === '';
  if (template.includes('{id}') && safe && bare && one.origin === other?.origin) return template;
  context.addIssue('personUrl');
  return z.NEVER;
});

/** An address, or a network as `10.0.0.0/8`. */
export const network = lower.refine((text) => {
  const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits ?? 0) <= (family === 6 ? 128 : 32);
});

export const postgresUrl = z.string().refine((text) => {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
});

/** 32 bytes, as 64 hexadecimal digits or as base64. */
export const oldKey = z.string().transform((text, context): Uint8Array => {
  const bare = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(bare)) return new Uint8Array(Buffer.from(bare, 'hex'));
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(bare) ? Buffer.from(bare, 'base64') : null;
  if (bytes?.length === 32) return new Uint8Array(bytes);
  context.addIssue('key');
  return z.NEVER;
});

/** To seal with: not one digit all the way, as people fill in what they mean to replace later. */
export const key = oldKey.refine((bytes) => !/^(.)\1+$/.test(Buffer.from(bytes).toString('hex')));

/** Stands where a secret would be shown as an example, and is refused by its setting: whoever copies it has no known secret. */
export const makeYourOwn = '<openssl rand -hex 32>';

export const timeZone = z.string().refine((text) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
});

/** Noon of that day, which is that day in every zone of an office: a warning is no matter of hours. */
export const day = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.iso.date())
  .transform((text) => new Date(`${text}T12:00:00Z`));

export const smtpUrl = z.string().transform((text, context): string => {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  const bare = url !== null && /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '';
  const both = url !== null && (url.username === '') === (url.password === '');
  if (bare && both && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return url.href;
  context.addIssue('smtpUrl');
  return z.NEVER;
});
/** `name@office` or `Name <name@office>`, on one line. */
export const sender = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().regex(/^(?:[^<>"\r\n,]*<[^\s@,<>]+@[^\s@,<>]+>|[^\s@,<>]+@[^\s@,<>]+)$/));

/** Minutes since midnight on the wall clock; an end before the start lies on the next day. */
export interface NightWindow {
  readonly startMinute: number;
  readonly lengthMinutes: number;
}
export const nightWindow = z.string().transform((text, context): NightWindow => {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  const [startMinute, endMinute] = [1, 3].map((i) => Number(parts?.[i]) * 60 + Number(parts?.[i + 1])) as [
    number,
    number,
  ];
  if (parts !== null && startMinute !== endMinute) {
    return { startMinute, lengthMinutes: (endMinute - startMinute + 1440) % 1440 };
  }
  context.addIssue('window');
  return z.NEVER;
});

/** Also takes the list that gettext keeps in this variable (`en_US:nl`): the first language we speak. */
export const language = lower.transform((text, context): 'nl' | 'en' => {
  const spoken = text.split(':').map((part) => part.slice(0, 2));
  const first = spoken.find((part): part is 'nl' | 'en' => part === 'nl' || part === 'en');
  const plain = text === 'nl' || text === 'en';
  if (first !== undefined && (plain || /^[a-z]{2}([_.@:-]|$)/.test(text))) return first;
  if (/[_:]/.test(text)) return 'nl';
  context.addIssue('language');
  return z.NEVER;
});

/** As it may stand behind `Bearer` (RFC 6750), and too long to be guessed. */
export const metricsToken = z.string().regex(/^[A-Za-z0-9._~+/-]{24,}=*$/);

export const text = z.string().min(1);
export const path = z.string().transform((name) => resolve(name));

// ─── What is expected, in words ─────────────────────────────────────────────────────────────────

export const numberFrom = (min: number, max: number): Text => ({
  nl: `een geheel getal van ${min} tot en met ${max}`,
  en: `a whole number from ${min} to ${max}`,
});

export const aFile: Text = { nl: 'het pad van een bestand', en: 'the path of a file' };
export const aKey: Text = {
  nl: '32 willekeurige bytes, als 64 hexadecimale tekens of als base64',
  en: '32 random bytes, as 64 hexadecimal digits or as base64',
};
export const guids: Text = {
  nl: "een of meer GUID's, gescheiden door komma's",
  en: 'one or more GUIDs, by commas',
};
export const anHttpsOrigin: Text = {
  nl: 'een https-adres zonder pad, zoekdeel of wachtwoord',
  en: 'an https address without path, query or password',
};
export const someGuid = '00000000-0000-4000-8000-000000000001';
