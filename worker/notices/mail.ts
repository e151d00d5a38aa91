/**
 * Hands a mail to the office's own mail server (SMTP_URL). Plain text, no trackers, marked as made by a machine so that no
 * out-of-office answers it. A password is only sent over TLS, but to this computer itself.
 */
import { createTransport } from 'nodemailer';
import { isLocal } from '../settings-kinds.ts';

/** Short: whoever stops the worker does not wait for a mail server. */
const WITHIN_MS = 5_000;
const defaultPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Throws what the server or the network says; the text of such an error may name people and is not for logs. */
export type SendMail = (mail: Mail) => Promise<void>;

export interface MailSettings {
  /** Holds a password: never log it. */
  readonly url: string;
  readonly from: string;
}

export const createMailer = ({ url, from }: MailSettings): SendMail => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/gu, ''),
    port: port === '' ? defaultPorts[protocol] : Number(port),
    secure: protocol === 'smtps:',
    requireTLS: username !== '' && !isLocal(hostname),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: WITHIN_MS,
    greetingTimeout: WITHIN_MS,
    socketTimeout: WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text }) => {
    await transport.sendMail({
      from,
      to: [...to],
      subject,
      text,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
  };
};
