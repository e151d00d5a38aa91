/**
 * Reads vCards of version 3 and 4 into a table, one card a row. A card that cannot be read is one rejected row: cards
 * are told apart before they are parsed. Values that are not in our fields (addresses, photos, notes) are left alone.
 */
import ICAL from 'ical.js';
import { MAX_CELL_LENGTH, MAX_ROWS } from './limits.ts';
import { joinList } from './cells.ts';
import { decodeText } from './text.ts';
import type { Cell, Reading, RowProblemCode, SourceRow } from './types.ts';
import { ownProperties, withoutPrefix } from './vcard-names.ts';

/** Headings under which the rest of the import knows these columns. */
const headings = {
  id: 'Id',
  kind: 'Soort',
  initials: 'Voorletters',
  firstName: 'Voornaam',
  surnamePrefix: 'Tussenvoegsel',
  lastName: 'Achternaam',
  birthDate: 'Geboortedatum',
  organisation: 'Organisatie',
  jobTitle: 'Functie',
  workEmail: 'E-mail zakelijk',
  workPhone: 'Telefoon zakelijk',
  workMobile: 'Mobiel zakelijk',
  privateEmail: 'E-mail privé',
  privatePhone: 'Telefoon privé',
  privateMobile: 'Mobiel privé',
  email: 'E-mail',
  phone: 'Telefoon',
  mobile: 'Mobiel',
  relationManager: 'Relatiebeheerder',
  owners: 'Eigenaren',
  groups: 'Groepen',
  former: 'Voormalig',
} as const;
type Column = keyof typeof headings;
type CardCells = Partial<Record<Column, string>>;

interface CardText {
  readonly line: number;
  readonly text: string;
}

/** Each card with the line on which it begins; null when one is not closed or nothing is in one. */
const splitCards = (text: string): CardText[] | null => {
  const cards: CardText[] = [];
  let open: { line: number; lines: string[] } | null = null;
  for (const [index, line] of text.split(/\r\n|\r|\n/u).entries()) {
    const word = line.trim().toUpperCase();
    if (word === 'BEGIN:VCARD') {
      if (open !== null) return null;
      open = { line: index + 1, lines: [] };
    }
    open?.lines.push(line);
    if (word === 'END:VCARD') {
      if (open === null) return null;
      cards.push({ line: open.line, text: open.lines.join('\r\n') });
      open = null;
    }
  }
  return open === null && cards.length > 0 ? cards : null;
};

/** jCard of one property: name, parameters, type, values. */
type JProperty = [string, Record<string, string | string[]>, string, ...unknown[]];

const textOfValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOfValue).join(' ').trim();
  return typeof value === 'string' ? value.trim() : '';
};

const typesOf = ([, parameters]: JProperty): string[] =>
  [parameters['type'] ?? []].flat().flatMap((type) => type.toLowerCase().split(','));

const isPreferred = (property: JProperty): boolean =>
  property[1]['pref'] === '1' || typesOf(property).includes('pref');

/** Numbers may be written as `tel:` addresses (RFC 3966). */
const phoneText = (property: JProperty): string =>
  textOfValue(property[3])
    .replace(/^tel:/iu, '')
    .replace(/;ext=(\d+)$/iu, ' tst. $1');

const sideOf = (types: readonly string[]): 'work' | 'private' | null => {
  if (types.includes('work')) return 'work';
  return types.includes('home') ? 'private' : null;
};

const emailColumn = (property: JProperty): Column => {
  const side = sideOf(typesOf(property));
  return side === null ? 'email' : side === 'work' ? 'workEmail' : 'privateEmail';
};

const notNumbers = ['fax', 'pager', 'video', 'textphone', 'modem'];

const phoneColumn = (property: JProperty): Column | null => {
  const types = typesOf(property);
  if (types.some((type) => notNumbers.includes(type))) return null;
  const side = sideOf(types);
  const isMobile = types.includes('cell') || types.includes('mobile') || types.includes('iphone');
  if (side === null) return isMobile ? 'mobile' : 'phone';
  if (side === 'work') return isMobile ? 'workMobile' : 'workPhone';
  return isMobile ? 'privateMobile' : 'privatePhone';
};

/** First value of each column; of several the preferred one. */
const fillFrom = (
  cells: CardCells,
  properties: readonly JProperty[],
  columnOf: (property: JProperty) => Column | null,
  textOf: (property: JProperty) => string,
): void => {
  const sorted = [...properties].sort((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)));
  for (const property of sorted) {
    const column = columnOf(property);
    const text = textOf(property);
    if (column !== null && text !== '' && cells[column] === undefined) cells[column] = text;
  }
};

const plain = (property: JProperty): string => textOfValue(property[3]);

const fillNames = (cells: CardCells, named: (name: string) => JProperty[]): void => {
  const parts = named('n')[0]?.[3];
  const [family, given] = Array.isArray(parts) ? parts.map(textOfValue) : [];
  const prefix = textOfValue(named(ownProperties.surnamePrefix)[0]?.[3]) || null;
  if (family) cells.lastName = withoutPrefix(family, prefix);
  if (given) cells.firstName = given;
  if (prefix !== null) cells.surnamePrefix = prefix;
};

/** A birthday without a year is no date of birth and is left out. */
const fillBirthDate = (cells: CardCells, property: JProperty | undefined): void => {
  const text = property === undefined ? '' : plain(property).replace(/T.*$/u, '');
  if (text !== '' && !text.startsWith('--')) cells.birthDate = text;
};

const cellsOf = (properties: readonly JProperty[]): CardCells => {
  const named = (name: string): JProperty[] => properties.filter(([each]) => each === name);
  const cells: CardCells = {};
  fillNames(cells, named);
  fillFrom(cells, named('email'), emailColumn, plain);
  fillFrom(cells, named('tel'), phoneColumn, phoneText);
  fillBirthDate(cells, named('bday')[0]);
  fillFrom(
    cells,
    named('uid'),
    () => 'id',
    (property) => plain(property).replace(/^urn:uuid:/iu, ''),
  );
  fillFrom(cells, named('title'), () => 'jobTitle', plain);
  fillFrom(
    cells,
    named('org'),
    () => 'organisation',
    ([, , , value]) => textOfValue(Array.isArray(value) ? (value[0] as unknown) : value),
  );
  const groups = named('categories').flatMap(([, , , ...values]) => values.map(textOfValue));
  if (groups.length > 0) cells.groups = joinList(groups);
  for (const column of ['kind', 'initials', 'relationManager', 'owners', 'former'] as const) {
    fillFrom(cells, named(ownProperties[column]), () => column, plain);
  }
  return cells;
};

const parseCard = (text: string): JProperty[] | RowProblemCode => {
  // Before it is parsed: that version writes lines in a form that later ones do not have.
  if (/^VERSION:2\.1\s*$/imu.test(text)) return 'oldCardVersion';
  try {
    const [name, properties] = ICAL.parse(text) as unknown as [string, JProperty[]];
    if (name !== 'vcard') return 'malformedCard';
    const version = properties.find(([each]) => each === 'version')?.[3];
    return version === '3.0' || version === '4.0' ? properties : 'malformedCard';
  } catch {
    // The parser says in words what it did not like; the row and its line say enough.
    return 'malformedCard';
  }
};

const toRow = (card: CardText): SourceRow => {
  const parsed = parseCard(card.text);
  if (typeof parsed === 'string') return { line: card.line, cells: [], broken: parsed };
  const cells = cellsOf(parsed);
  return {
    line: card.line,
    cells: (Object.keys(headings) as Column[]).map((column): Cell => cells[column] ?? null),
  };
};

export const readVcards = (bytes: Uint8Array): Reading => {
  const decoded = decodeText(bytes);
  if (decoded === null) return { ok: false, problem: { code: 'undecodable' } };
  const cards = splitCards(decoded.text);
  if (cards === null) return { ok: false, problem: { code: 'malformedVcard' } };
  if (cards.length > MAX_ROWS)
    return { ok: false, problem: { code: 'tooManyRows', details: [String(MAX_ROWS)] } };
  const rows = cards.map(toRow);
  const big = rows.find((row) =>
    row.cells.some((cell) => typeof cell === 'string' && cell.length > MAX_CELL_LENGTH),
  );
  if (big !== undefined) {
    return {
      ok: false,
      problem: { code: 'cellTooLarge', line: big.line, details: [String(MAX_CELL_LENGTH)] },
    };
  }
  return {
    ok: true,
    table: {
      format: 'vcard',
      encoding: decoded.encoding,
      delimiter: null,
      sheet: null,
      headings: Object.values(headings),
      rows,
    },
  };
};
