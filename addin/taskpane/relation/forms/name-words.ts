/**
 * The words that tell what is what in a Dutch or Belgian display name: prefixes, titles, degrees, and what only a firm
 * has. Lists to be added to; they only feed a proposal that a person reads and mends before anything is stored.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Tussenvoegsels, in lower case; typographic apostrophes are folded to `'` before one looks here. */
export const prefixWords = words(`
  van de der den des het 't te ten ter tot in op aan bij onder over uit uijt voor 's
  vd v.d. v/d vdr v.d v.der v.den vande vander vanden
  von vom zu zum zur la le les du da das dos di del della el al bin ben af av
`);

/** Before a name, without dots, in lower case. A single name behind one of these is a surname. */
export const titleWords = words(`
  mr mrs ms dr drs ir ing prof ds dhr mevr mw mej mevrouw meneer heer fam familie
`);

/** Behind a name, without dots, letter for letter: "RA" is a degree, "Ra" may be a name. */
export const degreeWords = words(`
  LLM MSc BSc MA BA MBA EMBA PhD RA RB AA RC RV CPA CFA FB FFP MRE MPM EMIM BBA BEd MEd LLB
`);

/** Trades that stand behind a name, in lower case: "Jan Jansen, advocaat" is no surname "Jan Jansen". */
export const tradeWords = words(`
  advocaat advocate notaris kandidaat-notaris accountant belastingadviseur fiscalist jurist makelaar directeur
  secretaresse assistent assistente adviseur consultant partner lawyer director manager
`);

/** Only a firm has these in its name; without dots, in lower case. */
export const firmWords = words(`
  bv nv vof bvba cvba srl sa gmbh ltd inc llc plc stichting vereniging gemeente coöperatie maatschap
  advocaten advocatuur notarissen notariaat notariskantoor accountants accountancy belastingadviseurs adviseurs
  makelaars makelaardij administratie administratiekantoor kantoor advocatenkantoor groep group holding team afdeling
  secretariaat receptie verzekeringen bakkerij partners associates lawyers legal services
`);

/** In the part of an address before the `@`: nobody's name. */
export const roleWords = words(`
  info sales contact admin administratie administrator noreply no-reply donotreply office mail email post support help
  helpdesk service klantenservice kantoor secretariaat receptie facturen factuur boekhouding finance invoice hr jobs
  vacatures marketing nieuwsbrief newsletter webmaster postmaster team afdeling inkoop verkoop planning orders
`);
