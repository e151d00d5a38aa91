/** `keys`: which token key seals what, and sealing everything with the new one. */
import type { Texts } from './language.ts';

const nl = {
  keys: 'de sleutel waarmee aanmeldingen verzegeld zijn: bekijken en wisselen',
  keysStatus: 'toon hoeveel met welke sleutel verzegeld is',
  keysRotate: 'verzegel alles opnieuw met de sleutel die nu verzegelt',
  keysRotateAfter: `Zo wisselt u van sleutel:
  1. Maak een nieuwe sleutel: openssl rand -hex 32
  2. Zet hem in TOKEN_KEY (of als eerste regel in het bestand van TOKEN_KEY_FILE) en de vorige in TOKEN_KEYS_OLD
     (of als tweede regel). Herstart elke worker.
  3. relatiebrug keys rotate
  4. relatiebrug keys status: staat alles onder de nieuwe sleutel, haal de vorige dan weg en herstart nog eens.
Mag herhaald en onderbroken worden, ook terwijl workers lopen. Een worker die alleen de vorige sleutel kent, wacht tot hij
herstart is en verliest niets. Bewaar een vorige sleutel zolang er reservekopieën zijn die ermee verzegeld zijn.`,
  keysNotifications: 'laat de meldingen van Outlook met een nieuw herkenningswoord beginnen',
  keysNotificationsAfter: `Elk abonnement op meldingen heeft een eigen herkenningswoord. Hierna wordt geen oud meer geloofd, en maakt de worker
binnen enkele minuten nieuwe abonnementen. Wat intussen in Outlook verandert, komt met de ronde mee die daarop volgt.`,
  keysForgotten: 'Abonnementen die niet meer geloofd worden: {n}. De worker maakt nieuwe.',
  keysForgottenNoWorker: 'Er loopt geen worker. Start `relatiebrug serve` of `relatiebrug work`.',
  keysColKey: 'SLEUTEL',
  keysColState: 'STAND',
  keysColSignIns: 'AANMELDINGEN',
  keysColFingerprints: 'VINGERAFDRUKSLEUTELS',
  keysColUnderWay: 'NU BEZIG',
  'keyState.current': 'verzegelt nu',
  'keyState.old': 'opent alleen',
  'keyState.missing': 'niet ingesteld',
  keysAllCurrent: 'Alles is verzegeld met de sleutel die nu verzegelt. Een vorige sleutel kan weg.',
  keysSomeOld:
    'Nog niet alles is overgezet. Draai `relatiebrug keys rotate`; haal de vorige sleutel nog niet weg.',
  keysUnderWay:
    'Aanmeldingen die nu bezig zijn, zijn binnen tien minuten vanzelf voorbij. Haal de vorige sleutel daarna weg.',
  keysSomeMissing:
    'Van {n} rij(en) is de sleutel niet ingesteld. Zet hem terug in TOKEN_KEYS_OLD en draai `relatiebrug keys rotate`. Is hij voorgoed weg, dan meldt wie het betreft zich opnieuw aan; er gaat geen contact verloren.',
  keysProgress: 'Verzegeld: {done} van {of}',
  keysRotated: 'Opnieuw verzegeld: {n}.',
  keysRotatedNothing: 'Alles was al verzegeld met de sleutel die nu verzegelt.',
  keysDamaged:
    '{n} rij(en) zijn beschadigd en niet te openen. Wie het betreft krijgt vanzelf de vraag zich opnieuw aan te melden.',
  keysLeft: 'Onderbroken: nog {n} te gaan. Draai de opdracht opnieuw; wat gedaan is, blijft gedaan.',
} as const;

export type KeysText = keyof typeof nl;

const en: Readonly<Record<KeysText, string>> = {
  keys: 'the key that sign-ins are sealed with: look at it, and change it',
  keysStatus: 'show how much is sealed with which key',
  keysRotate: 'seal everything again with the key that seals now',
  keysRotateAfter: `How to change the key:
  1. Make a new key: openssl rand -hex 32
  2. Put it into TOKEN_KEY (or as the first line into the file of TOKEN_KEY_FILE), and the previous one into
     TOKEN_KEYS_OLD (or as the second line). Restart every worker.
  3. relatiebrug keys rotate
  4. relatiebrug keys status: when everything is under the new key, take the previous one away and restart once more.
May be repeated and broken off, also while workers run. A worker that knows only the previous key waits until it is
restarted, and loses nothing. Keep a previous key for as long as there are back-ups that were sealed with it.`,
  keysNotifications: 'have the notifications of Outlook begin with a new client state',
  keysNotificationsAfter: `Each subscription to notifications has a client state of its own. After this no old one is believed, and the worker
makes new subscriptions within minutes. What changes in Outlook meanwhile comes with the pass that follows.`,
  keysForgotten: 'Subscriptions that are believed no more: {n}. The worker makes new ones.',
  keysForgottenNoWorker: 'No worker runs. Start `relatiebrug serve` or `relatiebrug work`.',
  keysColKey: 'KEY',
  keysColState: 'STATE',
  keysColSignIns: 'SIGN-INS',
  keysColFingerprints: 'FINGERPRINT KEYS',
  keysColUnderWay: 'UNDER WAY',
  'keyState.current': 'seals now',
  'keyState.old': 'opens only',
  'keyState.missing': 'not configured',
  keysAllCurrent: 'Everything is sealed with the key that seals now. A previous key can go.',
  keysSomeOld:
    'Not everything has been brought over. Run `relatiebrug keys rotate`; do not take the previous key away yet.',
  keysUnderWay:
    'Sign-ins under way end by themselves within ten minutes. Take the previous key away after that.',
  keysSomeMissing:
    'The key of {n} row(s) is not configured. Put it back into TOKEN_KEYS_OLD and run `relatiebrug keys rotate`. If it is gone for good, those concerned sign in again; no contact is lost.',
  keysProgress: 'Sealed: {done} of {of}',
  keysRotated: 'Sealed again: {n}.',
  keysRotatedNothing: 'Everything was sealed with the key that seals now already.',
  keysDamaged:
    '{n} row(s) are damaged and cannot be opened. Those concerned are asked by themselves to sign in again.',
  keysLeft: 'Broken off: {n} still to go. Run the command again; what was done stays done.',
};

export const keysTexts: Texts<KeysText> = { nl, en };
