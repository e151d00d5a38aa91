/** Notices in words: one mail for a user's own, one for all that the administrators have to know. */
import { noticeTexts, type NoticeText } from '../../shared/texts/notices.ts';
import { fill, type Language } from '../../shared/texts/language.ts';
import type { Notice } from './due.ts';
import type { Mail } from './mail.ts';

export interface Wording {
  readonly language: Language;
  readonly timeZone: string;
  /** Origin of the worker, or null. */
  readonly publicUrl: string | null;
}

type Said = Omit<Mail, 'to'>;

const dayOf = (at: Date | null, { language, timeZone }: Wording): string =>
  at === null
    ? ''
    : new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'long', timeZone }).format(
        at,
      );

const mailOf = (subject: string, parts: readonly string[], { language }: Wording): Said => {
  const { greeting, closing } = noticeTexts[language];
  return {
    subject,
    text: `${[greeting, ...parts, '-- ', closing].join('\n\n')}\n`.replace('-- \n\n', '-- \n'),
  };
};

export const mailToUser = (notice: Notice, wording: Wording): Said => {
  const texts = noticeTexts[wording.language];
  const kind = notice.kind === 'signInEnds' ? 'signInEnds' : 'signInAgain';
  const day = dayOf(notice.endsAt, wording);
  return mailOf(
    fill(texts[`${kind}.subject`], { day }),
    [fill(texts[kind], { day }), texts.wherePane],
    wording,
  );
};

export const mailToAdministrators = (notices: readonly Notice[], wording: Wording): Said => {
  const texts = noticeTexts[wording.language];
  const parked = notices.filter(({ kind }) => kind === 'mailboxParked').length;
  const parts = notices
    .filter(({ kind }) => kind !== 'mailboxParked')
    .map(({ kind, endsAt }) => fill(texts[kind as NoticeText], { day: dayOf(endsAt, wording) }));
  if (parked === 1) parts.push(texts['mailboxParked.one']);
  if (parked > 1) parts.push(fill(texts['mailboxParked.many'], { n: parked }));
  if (wording.publicUrl !== null) parts.push(fill(texts.whereAdmin, { url: `${wording.publicUrl}/admin` }));
  return mailOf(texts['administrator.subject'], parts, wording);
};
