/**
 * Mails before (and when) something ends: to the user whose sign-in it is, and to the administrators. No name of anybody, no
 * relation: what is to be done, and where.
 */
import type { Texts } from './language.ts';

const nl = {
  greeting: 'Goedendag,',
  closing: 'Dit bericht is automatisch gestuurd door Relatiebrug. Het wordt één keer gestuurd.',
  wherePane: 'Open in Outlook het taakvenster Relatiebrug en kies Opnieuw aanmelden.',
  whereAdmin: 'De stand van alle postvakken: {url}',

  'signInEnds.subject': 'Relatiebrug: uw aanmelding bij Microsoft loopt af op {day}',
  signInEnds:
    'Uw koppeling tussen het CRM en Outlook staat stil, en de aanmelding waarmee zij werkt loopt af op {day}. Uw contacten blijven hoe dan ook staan. Wilt u de koppeling houden, meld u dan voor die dag opnieuw aan.',
  'signInAgain.subject': 'Relatiebrug: meld u opnieuw aan',
  signInAgain:
    'Microsoft vraagt om een nieuwe aanmelding voor de koppeling tussen het CRM en Outlook. Tot dan wordt er niets bijgewerkt, aan geen van beide kanten. Uw contacten blijven zoals ze zijn; daarna gaat het verder waar het was.',

  'administrator.subject': 'Relatiebrug: er is iets te doen',
  clientSecret:
    'Het clientgeheim van de app-registratie loopt af op {day}. Daarna staat de synchronisatie van iedereen stil. Maak in Entra een nieuw geheim, zet het in CLIENT_SECRET en de nieuwe einddatum in CLIENT_SECRET_EXPIRES, en start de worker opnieuw.',
  clientCertificate:
    'Het certificaat van de app-registratie (CLIENT_CERTIFICATE_FILE) loopt af op {day}. Daarna staat de synchronisatie van iedereen stil. Maak een nieuw paar, voeg het certificaat toe in Entra, vervang beide bestanden en start de worker opnieuw.',
  tlsCertificate:
    'Het TLS-certificaat van de worker (TLS_CERT_FILE) loopt af op {day}. Daarna opent Outlook het taakvenster niet meer. Vernieuw het.',
  'mailboxParked.one':
    'Eén postvak wacht op een nieuwe aanmelding van zijn gebruiker. Alle andere gaan door. De gebruiker ziet het in het taakvenster en krijgt zelf ook bericht.',
  'mailboxParked.many':
    '{n} postvakken wachten op een nieuwe aanmelding van hun gebruiker. Alle andere gaan door. Zijn het er ineens veel, kijk dan of het clientgeheim of een beleid in Entra is gewijzigd.',
} as const;

export type NoticeText = keyof typeof nl;

const en: Readonly<Record<NoticeText, string>> = {
  greeting: 'Hello,',
  closing: 'This message was sent by Relatiebrug automatically. It is sent once.',
  wherePane: 'In Outlook, open the Relatiebrug task pane and choose Sign in again.',
  whereAdmin: 'How all mailboxes stand: {url}',

  'signInEnds.subject': 'Relatiebrug: your sign-in with Microsoft ends on {day}',
  signInEnds:
    'Your link between the CRM and Outlook stands still, and the sign-in it works with ends on {day}. Your contacts stay in any case. If you want to keep the link, sign in again before that day.',
  'signInAgain.subject': 'Relatiebrug: please sign in again',
  signInAgain:
    'Microsoft asks for a new sign-in for the link between the CRM and Outlook. Until then nothing is updated, on either side. Your contacts stay as they are; after that it goes on where it was.',

  'administrator.subject': 'Relatiebrug: something needs to be done',
  clientSecret:
    "The client secret of the app registration ends on {day}. After that everybody's synchronisation stands still. Make a new secret in Entra, put it into CLIENT_SECRET and its new end into CLIENT_SECRET_EXPIRES, and restart the worker.",
  clientCertificate:
    "The certificate of the app registration (CLIENT_CERTIFICATE_FILE) ends on {day}. After that everybody's synchronisation stands still. Make a new pair, add the certificate in Entra, replace both files and restart the worker.",
  tlsCertificate:
    'The TLS certificate of the worker (TLS_CERT_FILE) ends on {day}. After that Outlook no longer opens the task pane. Renew it.',
  'mailboxParked.one':
    'One mailbox waits for a new sign-in of its user. All others go on. The user sees it in the task pane and is told by mail as well.',
  'mailboxParked.many':
    '{n} mailboxes wait for a new sign-in of their users. All others go on. If there are suddenly many, look whether the client secret or a policy in Entra was changed.',
};

export const noticeTexts: Texts<NoticeText> = { nl, en };
