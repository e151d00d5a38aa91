/** What can be chosen of a link (R1, R5): on the way to it, and later among the settings. */
import type { Language } from '../language.ts';

const nl = {
  roles: {
    legend: 'Van wie',
    relationManager: 'Ik ben relatiebeheerder',
    owner: 'Ik ben eigenaar',
    atLeastOne: 'Kies er minstens één; anders komt er niemand in Outlook.',
  },
  groups: {
    legend: 'Welke groepen',
    included: 'Alleen deze groepen',
    excluded: 'Deze groepen niet',
    all: 'alle groepen',
    none: 'geen',
    chosen: (n: number) => (n === 1 ? '1 gekozen' : `${n} gekozen`),
    includedHint: 'Niets aangevinkt: alle groepen doen mee, ook wie in geen groep zit.',
    excludedHint: 'Wie in zo’n groep zit, komt niet in Outlook. Dit gaat voor.',
    both: (names: string) => `In beide lijsten gekozen: ${names}. Weglaten gaat voor.`,
    search: 'Groep zoeken',
    persons: (n: number) => (n === 1 ? '1 van u' : `${n} van u`),
    gone: 'bestaat niet meer',
    nothing: 'Er zijn in het CRM geen groepen.',
    notFound: 'Geen groep met deze naam.',
    loading: 'Groepen worden opgehaald…',
    failed: 'De groepen konden niet worden opgehaald. U kunt ook zonder verder; later kiezen kan altijd.',
    retry: 'Opnieuw ophalen',
    unknown: 'Een gekozen groep bestaat niet meer in het CRM. Haal het vinkje weg, of bewaar het toch.',
    anyway: 'Toch zo bewaren',
  },
  policy: {
    legend: 'Als CRM en Outlook allebei gewijzigd zijn',
    crm: 'Het CRM wint',
    crmMeans: 'Wat u in Outlook typte, blijft in de historie en is met één klik terug te zetten.',
    outlook: 'Outlook wint',
    outlookMeans: 'Wat in het CRM stond, blijft in de historie en is met één klik terug te zetten.',
    newest: 'Het laatst gewijzigde wint',
    newestMeans: 'De oudere waarde blijft in de historie en is met één klik terug te zetten.',
    ask: 'Vraag het mij',
    askMeans: 'Beide waarden blijven staan tot u in Controle kiest.',
  },
};

export type ChoicesTexts = typeof nl;

const en: ChoicesTexts = {
  roles: {
    legend: 'Whose',
    relationManager: 'I am relation manager',
    owner: 'I am owner',
    atLeastOne: 'Choose at least one; otherwise nobody comes into Outlook.',
  },
  groups: {
    legend: 'Which groups',
    included: 'These groups only',
    excluded: 'Not these groups',
    all: 'all groups',
    none: 'none',
    chosen: (n) => `${n} chosen`,
    includedHint: 'Nothing ticked: all groups take part, and who is in no group.',
    excludedHint: 'Whoever is in such a group does not come into Outlook. This wins.',
    both: (names) => `Chosen in both lists: ${names}. Leaving out wins.`,
    search: 'Search groups',
    persons: (n) => `${n} of yours`,
    gone: 'no longer exists',
    nothing: 'There are no groups in the CRM.',
    notFound: 'No group with this name.',
    loading: 'Fetching the groups…',
    failed: 'The groups could not be fetched. You can go on without; you can always choose later.',
    retry: 'Fetch again',
    unknown: 'A chosen group no longer exists in the CRM. Untick it, or save it all the same.',
    anyway: 'Save it all the same',
  },
  policy: {
    legend: 'When CRM and Outlook have both changed',
    crm: 'The CRM wins',
    crmMeans: 'What you typed in Outlook stays in the history and can be brought back with one click.',
    outlook: 'Outlook wins',
    outlookMeans: 'What the CRM had stays in the history and can be brought back with one click.',
    newest: 'What was changed last wins',
    newestMeans: 'The older value stays in the history and can be brought back with one click.',
    ask: 'Ask me',
    askMeans: 'Both values stay until you choose in Review.',
  },
};

export const choicesTexts: Readonly<Record<Language, ChoicesTexts>> = { nl, en };
