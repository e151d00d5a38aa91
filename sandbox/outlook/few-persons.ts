/**
 * A dozen invented persons and a few mails from them: enough for every way in which the pane meets somebody, and small
 * enough for a test. Petra is relation manager of most; Geert and Paula share an address.
 */
import type { MailSeed } from './mail.ts';

const office = 'kantoor-voorbeeld.example';
const petra = `Petra de Vries <petra@${office}>`;
const karim = `Karim el Amrani <karim@${office}>`;

const headings = [
  'Id',
  'Soort',
  'Voorletters',
  'Roepnaam',
  'Tussenvoegsel',
  'Achternaam',
  'Geboortedatum',
  'Organisatie',
  'Functie',
  'E-mail (zakelijk)',
  'Telefoon (zakelijk)',
  'Mobiel (zakelijk)',
  'Privé e-mail',
  'Privé mobiel',
  'Relatiebeheerder',
  'Eigenaren',
  'Groepen',
  'Voormalig',
] as const;
type Row = Partial<Record<(typeof headings)[number], string>>;

const contact = (id: string, name: readonly [string, string, string, string], more: Row): Row => ({
  Id: id,
  Soort: 'contactpersoon',
  Voorletters: name[0],
  Roepnaam: name[1],
  Tussenvoegsel: name[2],
  Achternaam: name[3],
  Relatiebeheerder: petra,
  Voormalig: 'nee',
  ...more,
});

const abc = { Organisatie: 'ABC Bedrijf', 'E-mail (zakelijk)': 'info@abc-bedrijf.example' };

const rows: readonly Row[] = [
  contact('F01', ['G.', 'Geert', 'van', 'Dijk'], {
    ...abc,
    Functie: 'Directeur',
    'Telefoon (zakelijk)': '020-0000101',
    'Mobiel (zakelijk)': '06-00000101',
    Geboortedatum: '23-05-1979',
    Eigenaren: karim,
    Groepen: 'Klanten',
  }),
  contact('F02', ['P.', 'Paula', 'de', 'Vries'], {
    ...abc,
    Functie: 'Office manager',
    'Telefoon (zakelijk)': '020-0000102',
    'Mobiel (zakelijk)': '06-00000102',
    Groepen: 'Klanten | Nieuwsbrief',
  }),
  contact('F03', ['V.', 'Veerle', '', 'D’Hondt'], {
    Organisatie: 'Bakkerij De Gouden Korenaar',
    Functie: 'Bedrijfsleider',
    'E-mail (zakelijk)': 'veerle@gouden-korenaar.example',
    'Telefoon (zakelijk)': '+32 2 000 01 03',
    'Mobiel (zakelijk)': '+32 400 00 01 03',
    Eigenaren: petra,
    Groepen: 'Klanten',
  }),
  contact('F04', ['T.', 'Tom', 'van den', 'Berg'], {
    Organisatie: 'Tuincentrum Groene Vingers',
    Functie: 'Inkoper',
    'E-mail (zakelijk)': 'tom@groene-vingers.test',
    'Telefoon (zakelijk)': '020-0000104',
    Relatiebeheerder: karim,
    Eigenaren: petra,
    Groepen: 'Leveranciers',
  }),
  contact('F05', ['B.', 'Bart', '', 'Smit'], {
    Organisatie: 'Zorggroep Avondrood',
    'E-mail (zakelijk)': 'bart@avondrood.test',
    'Telefoon (zakelijk)': '020-0000105',
    Relatiebeheerder: karim,
  }),
  contact('F06', ['N.', 'Nele', "van 't", 'Hof'], {
    Soort: 'particulier',
    Geboortedatum: '04-11-1961',
    'Privé e-mail': 'nele@thuis.example',
    'Privé mobiel': '06-00000106',
  }),
  contact('F07', ['S.', 'Saar', '', 'Vermeulen'], {
    Organisatie: 'Brouwerij De Dubbele Tong',
    'E-mail (zakelijk)': 'saar@dubbele-tong.example',
    Voormalig: 'ja',
  }),
  contact('F08', ['J.', 'Jan', 'op den', 'Dries'], {
    Organisatie: 'Rederij Zeewind',
    'E-mail (zakelijk)': 'jan@zeewind.example',
    'Mobiel (zakelijk)': '06-00000108',
    Groepen: 'Pers',
  }),
];

/** As a file in CSV. */
export const fewPersons = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))]
  .map((cells) =>
    cells.map((cell) => (/[";]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';'),
  )
  .join('\n');

const MINUTE_MS = 60_000;
const me = { name: 'Petra de Vries', address: `petra@${office}` };

/** Newest first, each with a subject of its own. */
export const fewMails = (now: number): readonly MailSeed[] => {
  const mail = (minutesAgo: number, subject: string, name: string, address: string): MailSeed => ({
    subject,
    from: { name, address },
    to: [me],
    body: `Goedemiddag,\n\n${subject}.\n\nMet vriendelijke groet,\n${name}`,
    at: new Date(now - minutesAgo * MINUTE_MS).toISOString(),
  });
  return [
    mail(5, 'Jaarstukken', 'Veerle D’Hondt', 'veerle@gouden-korenaar.example'),
    mail(10, 'Offerte', 'Geert van Dijk', 'info@abc-bedrijf.example'),
    mail(20, 'Kennismaking', 'Noor Wittebrood', 'noor@wittebrood-advies.example'),
    {
      ...mail(30, 'Vervalst', '<img src=x onerror="alert(1)">', 've\u0435rle@gouden-korenaar.example'),
      subject: `Vervalst ${'! '.repeat(5_000)}`.slice(0, 10_000),
    },
    mail(40, 'Testament', "Nele van 't Hof", 'nele@thuis.example'),
    mail(50, 'Factuur', 'Bart Smit', 'bart@avondrood.test'),
    mail(60, 'Oude bekende', 'Saar Vermeulen', 'saar@dubbele-tong.example'),
    {
      kind: 'appointment',
      subject: 'Bespreking',
      from: { name: 'Tom van den Berg', address: 'tom@groene-vingers.test' },
      to: [
        me,
        { name: 'Geert van Dijk', address: 'info@abc-bedrijf.example' },
        { name: 'Noor Wittebrood', address: 'noor@wittebrood-advies.example' },
      ],
      location: 'Vergaderkamer 2',
      at: new Date(now).toISOString(),
      start: new Date(now + 120 * MINUTE_MS).toISOString(),
      end: new Date(now + 180 * MINUTE_MS).toISOString(),
    },
    {
      kind: 'appointment',
      subject: 'Lunch',
      from: me,
      to: [{ name: 'Jan op den Dries', address: 'jan@zeewind.example' }],
      at: new Date(now).toISOString(),
      start: new Date(now + 1_500 * MINUTE_MS).toISOString(),
      end: new Date(now + 1_560 * MINUTE_MS).toISOString(),
    },
  ];
};
