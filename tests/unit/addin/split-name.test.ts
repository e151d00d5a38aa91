/** What a display name is taken apart into, as a table that a Dutch reader can check: initials, first name, prefix, surname. */
import { noName, splitName } from '../../../addin/taskpane/relation/forms/split-name.ts';

const nobody = 'x1@klant.example';

type Row = readonly [
  said: string,
  initials: string | null,
  firstName: string | null,
  surnamePrefix: string | null,
  lastName: string | null,
];

const partsOf = ([, initials, firstName, surnamePrefix, lastName]: Row) => ({
  initials,
  firstName,
  surnamePrefix,
  lastName,
});

describe('what is no name gives none', () => {
  test.each([
    '',
    '   ',
    'petra@klant.example',
    "'petra@klant.example'",
    'petra@klant.example (petra@klant.example)',
    'Petra <petra@klant.example> petra@klant.example',
    '<script>alert("Petra Vries")</script>',
    '<img src=x onerror=alert(1)>',
    'alert(1); //',
    'Bakkerij De Vries B.V.',
    'Team Verkoop',
    'Gemeente Utrecht',
    'Stichting Het Goede Doel',
    'Klant 24/7',
    '06 0000 0012',
    '???',
    '，。',
    'Wij zijn verhuisd en dat vieren wij graag met u',
    `Petra ${'de '.repeat(4000)}Vries`,
    '🌷🌷🌷',
    '...',
    "'",
  ])('%j', (said) => {
    expect(splitName(said, nobody)).toEqual(noName);
  });
});

describe('the surname is found where the Dutch and the Belgians write it', () => {
  test.each<Row>([
    ['Petra de Vries', null, 'Petra', 'de', 'Vries'],
    ['Petra Jansen', null, 'Petra', null, 'Jansen'],
    ['Jan van der Berg', null, 'Jan', 'van der', 'Berg'],
    ["Willem van 't Hoff", null, 'Willem', "van 't", 'Hoff'],
    ['Willem van ’t Hoff', null, 'Willem', "van 't", 'Hoff'],
    ["Sophie in 't Veld", null, 'Sophie', "in 't", 'Veld'],
    ['Karel op den Akker', null, 'Karel', 'op den', 'Akker'],
    ['Anna ter Horst', null, 'Anna', 'ter', 'Horst'],
    ['Jan v.d. Berg', null, 'Jan', 'v.d.', 'Berg'],
    ['Jan v/d Berg', null, 'Jan', 'v/d', 'Berg'],
    ['Jan vd Berg', null, 'Jan', 'vd', 'Berg'],
    ['Anna Maria de Vries', null, 'Anna Maria', 'de', 'Vries'],
    ['Jan Willem Jansen', null, 'Jan Willem', null, 'Jansen'],
    ['Jan-Willem de Boer', null, 'Jan-Willem', 'de', 'Boer'],
    ['Petra Jansen-de Vries', null, 'Petra', null, 'Jansen-de Vries'],
    ['Petra Jansen - de Vries', null, 'Petra', null, 'Jansen-de Vries'],
    ['Petra van den Berg-Jansen', null, 'Petra', 'van den', 'Berg-Jansen'],
    ['Petra van den Berg-de Wit', null, 'Petra', 'van den', 'Berg-de Wit'],
    ['Jan Van Damme', null, 'Jan', null, 'Van Damme'],
    ['Lies Van den Broeck', null, 'Lies', null, 'Van den Broeck'],
    ['Van Damme, Jan', null, 'Jan', null, 'Van Damme'],
    ["Geert d'Hondt", null, 'Geert', null, "d'Hondt"],
    ['Zoë Çelik', null, 'Zoë', null, 'Çelik'],
    ['Petra', null, 'Petra', null, null],
    ['de Vries', null, null, 'de', 'Vries'],
  ])('%s', (...row) => {
    expect(splitName(row[0], nobody)).toEqual(partsOf(row));
  });

  test.each<Row>([
    ['Vries, Petra de', null, 'Petra', 'de', 'Vries'],
    ['de Vries, Petra', null, 'Petra', 'de', 'Vries'],
    ['Berg, Jan van der', null, 'Jan', 'van der', 'Berg'],
    ["Hoff, W. van 't", 'W.', null, "van 't", 'Hoff'],
    ['Garcia Lopez, Maria', null, 'Maria', null, 'Garcia Lopez'],
    ['Jansen-van der Berg, Petra', null, 'Petra', null, 'Jansen-van der Berg'],
    ['Vries, mr. Petra de', null, 'Petra', 'de', 'Vries'],
    ['Vries, P.J. de (Petra)', 'P.J.', 'Petra', 'de', 'Vries'],
    ['"Vries, Petra de"', null, 'Petra', 'de', 'Vries'],
    ['Vries,Petra de', null, 'Petra', 'de', 'Vries'],
  ])('surname first: %s', (...row) => {
    expect(splitName(row[0], nobody)).toEqual(partsOf(row));
  });
});

describe('initials, titles and degrees are told from names', () => {
  test.each<Row>([
    ['P.J. de Vries', 'P.J.', null, 'de', 'Vries'],
    ['P de Vries', 'P.', null, 'de', 'Vries'],
    ['PJ de Vries', 'P.J.', null, 'de', 'Vries'],
    ['Th. Jansen', 'Th.', null, null, 'Jansen'],
    ['P.J. (Petra) de Vries', 'P.J.', 'Petra', 'de', 'Vries'],
    ['Petra J. de Vries', 'P.J.', 'Petra', 'de', 'Vries'],
    ['mr. dr. P.J. (Petra) de Vries LL.M.', 'P.J.', 'Petra', 'de', 'Vries'],
    ['Dr. Petra de Vries', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries RA', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries, RA', null, 'Petra', 'de', 'Vries'],
    ['Petra Jansen, MSc', null, 'Petra', null, 'Jansen'],
    ['Jan Jansen, advocaat', null, 'Jan', null, 'Jansen'],
    ['J. Jansen, Amsterdam', 'J.', null, null, 'Jansen'],
    ['Dhr. Jansen', null, null, null, 'Jansen'],
    ['Mevrouw de Vries', null, null, 'de', 'Vries'],
    ['de heer J. Jansen', 'J.', null, null, 'Jansen'],
    ['Familie Jansen', null, null, null, 'Jansen'],
  ])('%s', (...row) => {
    expect(splitName(row[0], nobody)).toEqual(partsOf(row));
  });
});

describe('the firm is not put into the name', () => {
  test.each<Row>([
    ['Petra de Vries | Kantoor De Vries', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries - Bakkerij De Vries', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries – van Doorn Advocaten', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries - van Doorn Advocaten', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries (Bakkerij De Vries)', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries, Bakkerij De Vries', null, 'Petra', 'de', 'Vries'],
    ['Van Doorn Advocaten | Petra de Vries', null, 'Petra', 'de', 'Vries'],
    ['Vries, Petra de | Van Doorn', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries via Docs', null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries namens de directie', null, 'Petra', 'de', 'Vries'],
    ['Petra @ Bakkerij', null, 'Petra', null, null],
  ])('%s', (...row) => {
    expect(splitName(row[0], nobody)).toEqual(partsOf(row));
  });
});

describe('one letter case, strange marks', () => {
  test.each<Row>([
    ['PETRA DE VRIES', null, 'Petra', 'de', 'Vries'],
    ['petra de vries', null, 'Petra', 'de', 'Vries'],
    ['VRIES, PETRA DE', null, 'Petra', 'de', 'Vries'],
    ['ijsbrand van der meer', null, 'IJsbrand', 'van der', 'Meer'],
    ['petra jansen-de vries', null, 'Petra', null, 'Jansen-de Vries'],
    ['p.j. de vries', 'P.J.', null, 'de', 'Vries'],
    ['JAN-WILLEM JANSEN', null, 'Jan-Willem', null, 'Jansen'],
    ['Petra\u202E de\u200B Vries', null, 'Petra', 'de', 'Vries'],
    ['Petra\r\n de  Vries', null, 'Petra', 'de', 'Vries'],
    ['Petra 🌷 de Vries', null, 'Petra', 'de', 'Vries'],
    ["'Petra de Vries'", null, 'Petra', 'de', 'Vries'],
    ['Petra de Vries <petra>', null, 'Petra', 'de', 'Vries'],
  ])('%j', (...row) => {
    expect(splitName(row[0], nobody)).toEqual(partsOf(row));
  });
});

describe('from the address, only where the name gives nothing and the address is clear', () => {
  test.each<Row>([
    ['petra.jansen@klant.example', null, 'Petra', null, 'Jansen'],
    ['petra.de.vries@klant.example', null, 'Petra', 'de', 'Vries'],
    ['jan.van.der.berg+crm@klant.example', null, 'Jan', 'van der', 'Berg'],
    ['jan-willem.jansen@klant.example', null, 'Jan-Willem', null, 'Jansen'],
    ['PETRA.JANSEN@klant.example', null, 'Petra', null, 'Jansen'],
    ['petra@klant.example', null, null, null, null],
    ['p.jansen@klant.example', null, null, null, null],
    ['petra.j@klant.example', null, null, null, null],
    ['info.utrecht@klant.example', null, null, null, null],
    ['de.vries@klant.example', null, null, null, null],
    ['petra.vries2@klant.example', null, null, null, null],
    ['petra.marie.jansen@klant.example', null, null, null, null],
    ['petra.jansen', null, null, null, null],
    ['', null, null, null, null],
  ])('%s', (...row) => {
    expect(splitName(null, row[0])).toEqual(partsOf(row));
  });

  test('a display name that only repeats the address counts as none', () => {
    const address = 'petra.jansen@klant.example';
    expect(splitName(address, address)).toEqual(splitName(null, address));
  });

  test('a firm’s name with a clear address: the address names the person', () => {
    expect(splitName('Bakkerij De Vries B.V.', 'petra.jansen@klant.example').lastName).toBe('Jansen');
  });
});
