/** Back-up and restore on the command line. */
import type { Texts } from './language.ts';

const nl = {
  backup: 'maak een reservekopie van de hele opslag in één bestand (- is standaarduitvoer)',
  backupForce: 'overschrijf een bestaand bestand',
  backupAfter: `Kan terwijl de synchronisatie loopt; het bestand toont de opslag zoals die op één moment was.
De personen van het CRM staan er leesbaar in: bewaar het als de database zelf. Aanmeldingen staan er versleuteld in;
zonder TOKEN_KEY (die er niet in staat, bewaar hem apart) zijn ze niet te gebruiken.`,
  backupRows: 'regels',
  backupDone:
    'Reservekopie geschreven naar {file}: {persons} personen, {mailboxes} postvakken, {rows} regels.',
  restore: 'zet een reservekopie terug (- is standaardinvoer)',
  restoreReplace: 'doe weg wat er nu in de database staat',
  restoreYes: 'zonder te vragen',
  restoreAfter: `Alleen in een lege database, of met --replace. Stop eerst de worker. Lukt het niet, dan is er niets gewijzigd.
Wat sinds de reservekopie in Outlook veranderde, vindt de volgende ronde vanzelf. Wie sindsdien de koppeling beëindigde, staat er weer als actief in.`,
  restoreWhat:
    'Reservekopie van {at} (versie {product}): {persons} personen, {mailboxes} postvakken, {rows} regels.',
  restoreReplaces: 'Weggedaan wordt wat er nu staat: {persons} personen, {mailboxes} postvakken.',
  restoreKeyOther:
    'Let op: de aanmeldingen zijn met een andere TOKEN_KEY versleuteld dan nu is ingesteld. Zet de sleutel van toen terug (desnoods in TOKEN_KEYS_OLD), anders staat de synchronisatie stil.',
  restoreKeyNone:
    'Let op: er is geen TOKEN_KEY ingesteld. Zonder de sleutel van toen staat de synchronisatie stil.',
  restoreDone: 'Teruggezet: {rows} regels. Start de worker weer; de eerste ronde vergelijkt alles opnieuw.',
  restoreMigrated: 'Daarna bijgewerkt: {name}',
} as const;

export type BackupText = keyof typeof nl;

const en: Readonly<Record<BackupText, string>> = {
  backup: 'make a back-up of the whole store in one file (- is standard output)',
  backupForce: 'overwrite an existing file',
  backupAfter: `Works while the synchronisation runs; the file shows the store as it was at one moment.
The persons of the CRM are readable in it: keep it as you keep the database. Sign-ins are encrypted in it; without
TOKEN_KEY (which is not in it, keep it apart) they are of no use.`,
  backupRows: 'rows',
  backupDone: 'Back-up written to {file}: {persons} persons, {mailboxes} mailboxes, {rows} rows.',
  restore: 'restore a back-up (- is standard input)',
  restoreReplace: 'take away what is in the database now',
  restoreYes: 'without asking',
  restoreAfter: `Into an empty database only, or with --replace. Stop the worker first. Where it fails, nothing was changed.
What changed in Outlook since the back-up is found by the next pass. Whoever ended their link since then is active again.`,
  restoreWhat: 'Back-up of {at} (version {product}): {persons} persons, {mailboxes} mailboxes, {rows} rows.',
  restoreReplaces: 'What is there now is taken away: {persons} persons, {mailboxes} mailboxes.',
  restoreKeyOther:
    'Note: the sign-ins were encrypted with another TOKEN_KEY than the one that is set. Bring back the key of then (in TOKEN_KEYS_OLD if need be), or the synchronisation stands still.',
  restoreKeyNone: 'Note: no TOKEN_KEY is set. Without the key of then the synchronisation stands still.',
  restoreDone: 'Restored: {rows} rows. Start the worker again; the first pass compares everything anew.',
  restoreMigrated: 'Brought up to date after that: {name}',
};

export const backupTexts: Texts<BackupText> = { nl, en };
