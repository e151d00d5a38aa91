/**
 * What happens next, drawn from a seed: what people type, decide, take back and switch, what Outlook mixes, what the
 * network and the machine do. Knows only what it has drawn itself, so that the same seed draws the same steps, whatever
 * the worker makes of them.
 */
import type { Random } from '../../sandbox/random.ts';
import { conflictPolicies } from '../../worker/sync/selection.ts';
import { choices } from '../../worker/sync/ruling.ts';
import { typedFieldIds, type TypedFieldId } from '../support/typed-fields.ts';
import { drawFault, drawRates, drawSwitches } from './faults.ts';
import type { Party, Step } from './scenario.ts';

const mostPersons = 36;
const firstPersons = 14;
/** Addresses that several persons share; whom Outlook mixes up is among those. */
const addresses = 3;

interface DrawnPerson {
  of: number[];
  readonly at: number | null;
}

type Maker = (drawer: Drawer) => Step[];

/** How often of each, relative to the others. */
const kinds: readonly (readonly [weight: number, make: Maker])[] = [
  [16, (d) => [d.typeInCrm()]],
  [16, (d) => d.typeOnCard()],
  [6, (d) => d.typeOnBoth()],
  [0.7, (d) => d.flood()],
  [2, (d) => d.onCard('reformat')],
  [3, (d) => d.onCard('own')],
  [2, (d) => d.importFile()],
  [3, (d) => d.newPerson()],
  [0.7, (d) => d.ownCard()],
  [1, (d) => d.handle('remove')],
  [1, (d) => d.handle('move')],
  [1, (d) => d.handle('copy')],
  // Where losing it leaves no trace in the delta, no pass can know of it before the card changes for another reason.
  [1, (d) => [{ do: 'switch', set: { extendedPropertyBumps: true } }, ...d.handle('dropProperty')]],
  // The mailbox must be quiet for it; the weather begins anew behind it.
  [4, (d) => [...d.mix(), ...d.morning()]],
  [6, (d) => [d.decide()]],
  [3, (d) => [d.undo()]],
  [1, (d) => [d.policy()]],
  [1, (d) => d.handle('exclude')],
  [1, (d) => d.handle('include')],
  [1, (d) => [d.former()]],
  [1.5, (d) => [d.owners()]],
  [9, (d) => [d.fault()]],
  [1.5, (d) => [d.weather()]],
  [1.5, (d) => [d.switches()]],
  [3, (d) => [d.clock()]],
  [0.7, (d) => [{ do: 'loseToken', box: d.box() }]],
  [5, (d) => [{ do: 'pass', box: d.box() }]],
  [5, (d) => [d.crash()]],
  [0.6, () => [{ do: 'restart' }]],
  [1, (d) => [{ do: 'resume', box: d.box() }]],
];
const wholeWeight = kinds.reduce((sum, [weight]) => sum + weight, 0);

export class Drawer {
  readonly #persons: DrawnPerson[] = [];
  readonly #ownCards: (number | null)[][];

  constructor(
    private readonly random: Random,
    private readonly boxes: number,
  ) {
    this.#ownCards = Array.from({ length: boxes }, () => []);
  }

  /** The office as it stands when its worker is started for the first time. */
  opening(): Step[] {
    const cards = Array.from({ length: this.boxes }, (_, box) => this.#own(box, 0));
    const persons = Array.from({ length: firstPersons }, () => this.#person());
    return [...this.morning(), ...cards, ...persons];
  }

  /** Right after a rest, when every mailbox is quiet: Outlook mixes people up. Then the day begins. */
  afterRest(): Step[] {
    return [...this.mix(), ...this.mix(), ...this.morning()];
  }

  /** Other weather, and another Microsoft; what a rest has ended begins anew. */
  morning(): Step[] {
    return [this.weather(), { do: 'switch', set: drawSwitches(this.random, 0.4) }];
  }

  /** One thing that happens; some take several steps. */
  next(): Step[] {
    let left = this.random.next() * wholeWeight;
    for (const [weight, make] of kinds) {
      left -= weight;
      if (left < 0) return make(this);
    }
    return [];
  }

  box(): number {
    return this.random.below(this.boxes);
  }

  #who(): number {
    return this.random.below(this.#persons.length);
  }

  #field(): TypedFieldId {
    return this.random.pick(typedFieldIds);
  }

  #someBoxes(): number[] {
    const all = this.random.shuffle(Array.from({ length: this.boxes }, (_, box) => box));
    return all.slice(0, 1 + this.random.below(Math.min(3, this.boxes)));
  }

  #person(): Step {
    const at = this.random.chance(0.5) ? this.random.below(addresses) : null;
    const of = this.#someBoxes();
    this.#persons.push({ of, at });
    return { do: 'newPerson', of, ...(at === null ? {} : { at }) };
  }

  newPerson(): Step[] {
    return this.#persons.length < mostPersons ? [this.#person()] : [];
  }

  #own(box: number, at: number | null): Step {
    this.#ownCards[box]?.push(at);
    return { do: 'ownCard', box, ...(at === null ? {} : { at }) };
  }

  ownCard(): Step[] {
    const at = this.random.chance(0.7) ? this.random.below(addresses) : null;
    return [this.#own(this.box(), at)];
  }

  /** A mailbox and a person that was once in it. */
  #place(): { box: number; who: number } {
    const who = this.#who();
    return { box: this.random.pick(this.#persons[who]!.of), who };
  }

  #blank(): { blank?: boolean } {
    return this.random.chance(0.04) ? { blank: true } : {};
  }

  typeInCrm(): Step {
    return { do: 'crm', who: this.#who(), field: this.#field(), ...this.#blank() };
  }

  typeOnCard(): Step[] {
    return [{ do: 'card', ...this.#place(), field: this.#field(), ...this.#blank() }];
  }

  /** One field on two sides, or in two mailboxes, before any pass can look. */
  typeOnBoth(): Step[] {
    const [who, field] = [this.#who(), this.#field()];
    const cards = this.#persons[who]!.of.map((box): Step => ({ do: 'card', box, who, field }));
    const sides: Step[] = [{ do: 'crm', who, field }, ...cards];
    return this.random.shuffle(sides).slice(0, 2 + this.random.below(2));
  }

  /** Many cards of one mailbox in one go (R12). */
  flood(): Step[] {
    const box = this.box();
    const all = [...this.#persons.entries()].flatMap(([who, { of }]) => (of.includes(box) ? [who] : []));
    const some = this.random.shuffle(all).slice(0, 10);
    return some.map((who) => ({ do: 'card', box, who, field: this.#field() }));
  }

  onCard(name: 'reformat' | 'own'): Step[] {
    const place = this.#place();
    return name === 'own' ? [{ do: name, ...place }] : [{ do: name, ...place, field: this.#field() }];
  }

  handle(name: 'remove' | 'move' | 'copy' | 'dropProperty' | 'exclude' | 'include'): Step[] {
    return [{ do: name, ...this.#place() }];
  }

  importFile(): Step[] {
    const who = [...new Set(Array.from({ length: 1 + this.random.below(5) }, () => this.#who()))];
    return [{ do: 'import', who, field: this.#field() }];
  }

  /** Two cards of one mailbox at one address. */
  mix(): Step[] {
    const box = this.box();
    const at = this.random.below(addresses);
    const persons = [...this.#persons.entries()].flatMap(([who, person]): Party[] =>
      person.at === at && person.of.includes(box) ? [who] : [],
    );
    const own = [...(this.#ownCards[box] ?? []).entries()].flatMap(([index, each]): Party[] =>
      each === at ? [{ own: index }] : [],
    );
    const [to, from] = this.random.shuffle([...persons, ...persons, ...own]);
    if (to === undefined || from === undefined || to === from) return [];
    const drawn = typedFieldIds.filter(() => this.random.chance(0.5));
    const fields = drawn.length === 0 ? [this.#field()] : drawn;
    const mix = { box, to, from, fields };
    if (this.random.chance(0.7)) return [{ do: this.random.pick(['borrow', 'swap'] as const), ...mix }];
    const properties = this.random.pick(['kept', 'lost', 'fromOther'] as const);
    const others = this.random.pick(['deletedItems', 'gone'] as const);
    return [{ do: 'merge', ...mix, properties, others }];
  }

  decide(): Step {
    const choice = this.random.chance(0.5) ? ('safe' as const) : this.random.pick(choices);
    return {
      do: 'decide',
      box: this.box(),
      pick: this.random.below(50),
      choice,
      remote: typedFieldIds.map(() => this.random.chance(0.5)),
      pair: this.random.chance(0.2),
    };
  }

  undo(): Step {
    return { do: 'undo', box: this.box(), pick: this.random.below(40) };
  }

  policy(): Step {
    return { do: 'policy', box: this.box(), policy: this.random.pick(conflictPolicies) };
  }

  former(): Step {
    return { do: 'former', who: this.#who(), on: this.random.chance(0.4) };
  }

  owners(): Step {
    const who = this.#who();
    const of = this.#someBoxes();
    this.#persons[who]!.of = [...new Set([...this.#persons[who]!.of, ...of])];
    return { do: 'owners', who, of };
  }

  fault(): Step {
    const rule = drawFault(this.random);
    return { do: 'fault', rule, ...(this.random.chance(0.5) ? { box: this.box() } : {}) };
  }

  weather(): Step {
    return { do: 'faults', seed: this.random.below(1_000_000), rates: drawRates(this.random) };
  }

  switches(): Step {
    return { do: 'switch', set: drawSwitches(this.random, 0.15) };
  }

  /** Seconds; an hour, in which tokens end; days, in which everything ends. */
  clock(): Step {
    const advanceMs = this.random.pick([5_000, 60_000, 3_700_000, 26 * 3_600_000, 4 * 86_400_000]);
    return { do: 'clock', advanceMs };
  }

  crash(): Step {
    const when = this.random.pick(['before', 'after'] as const);
    return { do: 'crash', box: this.box(), call: this.random.below(60), when };
  }
}
