/**
 * What of the installation ends on a day that is known: the app's certificate or secret, and the worker's own TLS certificate.
 * A client secret does not tell its end; the administrator does (CLIENT_SECRET_EXPIRES). A file that cannot be read is
 * the doctor's finding, not an ending.
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Ending, EndingKind } from '../../shared/api/admin.ts';
import type { Settings } from '../settings.ts';

export const DAY_MS = 86_400_000;
/** Soon enough to be told, and late enough not to be forgotten again. */
export const TELL_FROM_DAYS = 30;

const certificateEnd = async (file: string): Promise<Date | null> => {
  try {
    const endsAt = new Date(new X509Certificate(await readFile(file)).validTo);
    return Number.isNaN(endsAt.getTime()) ? null : endsAt;
  } catch {
    return null;
  }
};

type EndingSettings = Pick<Settings, 'credential' | 'clientSecretExpires' | 'tls'>;

const known = ({
  credential,
  clientSecretExpires,
  tls,
}: EndingSettings): [EndingKind, Promise<Date | null>][] => [
  ['clientSecret', Promise.resolve(credential?.kind === 'secret' ? clientSecretExpires : null)],
  [
    'clientCertificate',
    credential?.kind === 'certificate' ? certificateEnd(credential.certificateFile) : Promise.resolve(null),
  ],
  ['tlsCertificate', tls === null ? Promise.resolve(null) : certificateEnd(tls.certFile)],
];

/** Those that end within 30 days or have ended, the soonest first. Reads the files anew, since they are renewed in place. */
export const endingsSoon = async (settings: EndingSettings, now: Date): Promise<Ending[]> => {
  const endings: Ending[] = [];
  for (const [what, reading] of known(settings)) {
    const endsAt = await reading;
    if (endsAt !== null && endsAt.getTime() - now.getTime() <= TELL_FROM_DAYS * DAY_MS) {
      endings.push({ what, endsAt: endsAt.toISOString() });
    }
  }
  return endings.sort((a, b) => (a.endsAt < b.endsAt ? -1 : 1));
};
