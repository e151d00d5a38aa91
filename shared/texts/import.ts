/** What people read about an import: why a file or a row is not taken, and what to do about it. */
import type { Texts } from './language.ts';

export const fileProblemCodes = [
  'fileTooLarge',
  'emptyFile',
  'undecodable',
  'malformedCsv',
  'cellTooLarge',
  'tooManyRows',
  'tooManyColumns',
  'oldExcel',
  'malformedXlsx',
  'malformedVcard',
  'unknownColumns',
  'doubleColumns',
  'noSurnameColumn',
  'unknownMapping',
  'rejectedRows',
] as const;
export type FileProblemCode = (typeof fileProblemCodes)[number];

export const rowProblemCodes = [
  'lastNameRequired',
  'malformedEmail',
  'invalidDate',
  'ambiguousDate',
  'tooLong',
  'refusedByCrm',
  'unknownKind',
  'invalidFormer',
  'workFieldOfPrivatePerson',
  'organisationOfPrivatePerson',
  'malformedEmployee',
  'severalRelationManagers',
  'unknownEmployee',
  'badId',
  'badOrganisationName',
  'badGroupName',
  'tooManyCells',
  'doubleId',
  'doubleRow',
  'severalPersons',
  'perhapsAnother',
  'perhapsThere',
  'malformedCard',
  'oldCardVersion',
  'changedMeanwhile',
] as const;
export type RowProblemCode = (typeof rowProblemCodes)[number];

/** `{details}` and `{line}` are filled in where the problem has them. */
export const fileProblemTexts: Texts<FileProblemCode> = {
  nl: {
    fileTooLarge: 'Het bestand is te groot (hoogstens {details}). Splits het en importeer de delen.',
    emptyFile: 'Het bestand is leeg: er is geen regel met kolomkoppen.',
    undecodable:
      'Het bestand is geen leesbare tekst (UTF-8, UTF-16 of Windows-1252). Sla het op als "CSV UTF-8" en probeer het opnieuw.',
    malformedCsv:
      'Vanaf regel {line} klopt de CSV niet: een aanhalingsteken staat verkeerd of wordt niet gesloten. Herstel die regel.',
    cellTooLarge:
      'Op regel {line} staat een cel met meer dan {details} tekens. Herstel of verwijder die cel.',
    tooManyRows: 'Het bestand heeft meer dan {details} rijen. Splits het en importeer de delen.',
    tooManyColumns:
      'Het bestand heeft meer dan {details} kolommen. Verwijder de kolommen die niet nodig zijn.',
    oldExcel:
      'Dit is een oud Excelbestand (.xls) of een beveiligd bestand. Sla het zonder wachtwoord op als .xlsx of CSV.',
    malformedXlsx: 'Dit Excelbestand is beschadigd of geen .xlsx. Open het in Excel en sla het opnieuw op.',
    malformedVcard: 'In dit bestand staat geen volledige vCard (BEGIN:VCARD … END:VCARD).',
    unknownColumns:
      'Deze kolommen zijn onbekend: {details}. Hernoem ze, wijs ze toe, of kies ervoor onbekende kolommen over te slaan.',
    doubleColumns: 'Deze kolommen betekenen hetzelfde: {details}. Laat er één staan.',
    noSurnameColumn:
      'Er is geen kolom met de achternaam en ook geen kolom Id. Zonder een van beide kan het niet.',
    unknownMapping: 'De toewijzing noemt kolommen die niet in het bestand staan: {details}.',
    rejectedRows: 'Er zijn afgewezen rijen, en er is gevraagd dan niets te importeren.',
  },
  en: {
    fileTooLarge: 'The file is too large (at most {details}). Split it and import the parts.',
    emptyFile: 'The file is empty: there is no line with headings.',
    undecodable:
      'The file is not readable text (UTF-8, UTF-16 or Windows-1252). Save it as "CSV UTF-8" and try again.',
    malformedCsv:
      'From line {line} on the CSV is malformed: a quotation mark is misplaced or not closed. Mend that line.',
    cellTooLarge: 'Line {line} has a cell of more than {details} characters. Mend or remove that cell.',
    tooManyRows: 'The file has more than {details} rows. Split it and import the parts.',
    tooManyColumns: 'The file has more than {details} columns. Remove those that are not needed.',
    oldExcel:
      'This is an old Excel file (.xls) or a protected one. Save it without a password as .xlsx or CSV.',
    malformedXlsx: 'This Excel file is damaged or no .xlsx. Open it in Excel and save it again.',
    malformedVcard: 'There is no complete vCard (BEGIN:VCARD … END:VCARD) in this file.',
    unknownColumns:
      'These columns are unknown: {details}. Rename them, assign them, or choose to leave unknown columns out.',
    doubleColumns: 'These columns mean the same: {details}. Keep one of them.',
    noSurnameColumn: 'There is no column with the surname and no column Id either. One of them is needed.',
    unknownMapping: 'The mapping names columns that are not in the file: {details}.',
    rejectedRows: 'There are rejected rows, and it was asked to import nothing then.',
  },
};

/** `{column}` and `{otherLine}` are filled in where the problem has them. */
export const rowProblemTexts: Texts<RowProblemCode> = {
  nl: {
    lastNameRequired: 'De achternaam ontbreekt.',
    malformedEmail: 'Kolom {column}: dit is geen e-mailadres.',
    invalidDate:
      'Kolom {column}: deze datum bestaat niet of is niet te lezen. Schrijf dd-mm-jjjj of jjjj-mm-dd.',
    ambiguousDate:
      'Kolom {column}: dag en maand zijn niet zeker, of het jaar heeft twee cijfers. Schrijf dd-mm-jjjj.',
    tooLong: 'Kolom {column}: deze tekst is te lang.',
    refusedByCrm: 'Kolom {column}: deze tekst bevat tekens die hier niet kunnen, zoals een regeleinde.',
    unknownKind: 'Kolom {column}: onbekende soort. Kies contactpersoon, medewerker of particulier.',
    invalidFormer: 'Kolom {column}: schrijf ja of nee.',
    workFieldOfPrivatePerson: 'Kolom {column}: een particulier heeft geen zakelijke gegevens.',
    organisationOfPrivatePerson: 'Kolom {column}: een particulier hoort niet bij een organisatie.',
    malformedEmployee: 'Kolom {column}: noem een medewerker met zijn of haar e-mailadres.',
    severalRelationManagers: 'Kolom {column}: een persoon heeft hoogstens één relatiebeheerder.',
    unknownEmployee:
      'Kolom {column}: deze medewerker bestaat niet. Voeg de medewerker toe of laat ontbrekende medewerkers aanmaken.',
    badId: 'Kolom {column}: dit Id is te lang of bevat tekens die niet kunnen.',
    badOrganisationName: 'Kolom {column}: deze naam is te lang of bevat tekens die niet kunnen.',
    badGroupName: 'Kolom {column}: de naam van een groep is te lang of bevat tekens die niet kunnen.',
    tooManyCells: 'Deze rij heeft meer cellen dan er koppen zijn; de kolommen kunnen verschoven zijn.',
    doubleId: 'Dit Id staat ook op regel {otherLine}. Geen van beide is geïmporteerd.',
    doubleRow: 'Deze persoon staat ook op regel {otherLine}.',
    severalPersons:
      'Deze naam past op meer dan één persoon of rij (zie ook regel {otherLine}). Geef een kolom Id mee.',
    perhapsAnother:
      'Er is iemand met deze naam bij deze organisatie, maar met een ander e-mailadres of andere geboortedatum. Geef een kolom Id mee.',
    perhapsThere:
      'Er is al iemand met deze achternaam bij deze organisatie met een vollere naam. Is het dezelfde? Geef een kolom Id mee.',
    malformedCard: 'Deze vCard is niet te lezen.',
    oldCardVersion: 'Deze vCard heeft versie 2.1. Exporteer als versie 3.0 of 4.0.',
    changedMeanwhile:
      'Deze persoon is gewijzigd nadat de import was voorbereid. Importeer het bestand opnieuw.',
  },
  en: {
    lastNameRequired: 'The surname is missing.',
    malformedEmail: 'Column {column}: this is no e-mail address.',
    invalidDate:
      'Column {column}: this date does not exist or cannot be read. Write dd-mm-yyyy or yyyy-mm-dd.',
    ambiguousDate:
      'Column {column}: day and month are not certain, or the year has two digits. Write dd-mm-yyyy.',
    tooLong: 'Column {column}: this text is too long.',
    refusedByCrm: 'Column {column}: this text has characters that cannot be here, such as a line break.',
    unknownKind: 'Column {column}: unknown kind. Choose contact person, employee or private person.',
    invalidFormer: 'Column {column}: write yes or no.',
    workFieldOfPrivatePerson: 'Column {column}: a private person has no business data.',
    organisationOfPrivatePerson: 'Column {column}: a private person belongs to no organisation.',
    malformedEmployee: 'Column {column}: name an employee by e-mail address.',
    severalRelationManagers: 'Column {column}: a person has at most one relation manager.',
    unknownEmployee:
      'Column {column}: there is no such employee. Add the employee, or have missing employees made.',
    badId: 'Column {column}: this Id is too long or has characters that cannot be.',
    badOrganisationName: 'Column {column}: this name is too long or has characters that cannot be.',
    badGroupName: 'Column {column}: the name of a group is too long or has characters that cannot be.',
    tooManyCells: 'This row has more cells than there are headings; the columns may have shifted.',
    doubleId: 'This Id is also on line {otherLine}. Neither was imported.',
    doubleRow: 'This person is also on line {otherLine}.',
    severalPersons:
      'This name fits more than one person or row (see also line {otherLine}). Add a column Id.',
    perhapsAnother:
      'There is somebody of this name at this organisation, but with another e-mail address or birth date. Add a column Id.',
    perhapsThere:
      'There is somebody of this surname at this organisation with a fuller name. The same? Add a column Id.',
    malformedCard: 'This vCard cannot be read.',
    oldCardVersion: 'This vCard is version 2.1. Export as version 3.0 or 4.0.',
    changedMeanwhile: 'This person was changed after the import was prepared. Import the file again.',
  },
};
