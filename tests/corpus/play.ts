/**
 * Plays the cases: all of them at once in one office with a mailbox for each conflict policy, phase by phase with a pass
 * after each, and looks what became of them in the CRM, on the cards and among the held changes. Decides nothing by
 * itself; see judge.ts.
 */
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import type { HeldRecord } from '../../worker/store/held-changes.ts';
import {
  connectorProperty,
  createOffice,
  type Mailboxed,
  type Office,
  type Wrap,
} from '../support/office.ts';
import { phaseCount, policies, type Action, type Case, type Policy, type Who } from './case.ts';
import { typed } from './face.ts';
import { judge, type Verdict } from './judge.ts';

const users: Readonly<Record<Policy, string>> = {
  crm: 'petra@kantoor-voorbeeld.example',
  outlook: 'karim@kantoor-voorbeeld.example',
  newest: 'sofie@kantoor-voorbeeld.example',
  ask: 'joost@kantoor-voorbeeld.example',
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Time between a pass and what is done next. Within thirty days in all: nobody who went is forgotten (R7). */
const restMs = [2 * dayMs, 1 * dayMs, 20 * dayMs] as const;
/** So long nobody answers a question. By then whoever went is forgotten; the question must not be. */
const unansweredMs = 33 * dayMs;

/** All cases together are more than a day's work: the brake (R12) is not what is tested here. */
const noBrake = { brake: { cards: 1_000_000, share: 1, emptyFrom: 1_000_000 } };

export interface Playing {
  readonly case: Case;
  readonly ids: Map<Who, PersonId>;
  /** The card that `who` stands for in the mailbox of the case. */
  readonly cards: Map<Who, string>;
  /** What the CRM had of each person before the first pass. */
  readonly begin: Map<Who, Person>;
}

/** What is to be seen of a person at some moment. */
export interface Seen {
  readonly person: Person;
  /** Everything that waits or waited, in every mailbox. */
  readonly held: readonly HeldRecord[];
  readonly linked: boolean;
  /** What its card shows in the mailbox of the case; null where there is none (any more). */
  readonly card: Readonly<Record<string, unknown>> | null;
}

class Stage {
  constructor(
    readonly office: Office,
    readonly boxes: Readonly<Record<Policy, Mailboxed>>,
    readonly wrap: Wrap,
  ) {}

  outlook(policy: Policy) {
    return this.office.sandbox.outlook(users[policy]);
  }

  async enter(cases: readonly Case[]): Promise<Playing[]> {
    const playing: Playing[] = [];
    await this.office.crm.transaction(async (crm) => {
      for (const each of cases) {
        const one: Playing = { case: each, ids: new Map(), cards: new Map(), begin: new Map() };
        for (const { who, kind, fields, organisation, follows, alsoIn } of each.persons) {
          const created = await crm.createPerson(
            {
              kind,
              fields,
              organisation: organisation === null ? null : { name: organisation },
              relationManagerId: this.boxes[each.policy].employeeId,
              ownerIds: alsoIn === undefined ? [] : [this.boxes[alsoIn].employeeId],
            },
            { kind: 'import' },
          );
          if (created.outcome !== 'created') throw new Error(`${each.kind}, ${who}: ${created.outcome}`);
          one.ids.set(who, created.person.id);
          if (follows !== undefined)
            await crm.tieTo(created.person.id, one.ids.get(follows)!, { kind: 'import' });
        }
        playing.push(one);
      }
    });
    const persons = await this.persons(playing);
    for (const one of playing) {
      for (const [who, id] of one.ids) one.begin.set(who, persons.get(id)!);
      for (const { who, values } of one.case.cards)
        one.cards.set(who, this.outlook(one.case.policy).add(values).id);
    }
    for (const policy of policies) this.outlook(policy).makeFolder('VIP');
    return playing;
  }

  persons(playing: readonly Playing[]): Promise<Map<PersonId, Person>> {
    return this.office.crm.persons(playing.flatMap(({ ids }) => [...ids.values()]));
  }

  async links(policy: Policy): Promise<Map<PersonId, CardId | null>> {
    const links = await this.office.store.links(this.boxes[policy].mailboxId);
    return new Map(links.map(({ personId, cardId }) => [personId, cardId]));
  }

  /** The cards that the first pass made. */
  async meetCards(playing: readonly Playing[]): Promise<void> {
    for (const policy of policies) {
      const links = await this.links(policy);
      for (const one of playing.filter((each) => each.case.policy === policy))
        for (const [who, id] of one.ids) {
          const cardId = links.get(id);
          if (!cardId) throw new Error(`${one.case.kind}: ${who} has no card after the first pass`);
          one.cards.set(who, cardId);
        }
    }
  }

  async act(one: Playing, action: Action): Promise<void> {
    const outlook = this.outlook(one.case.policy);
    const card = (who: Who): string => {
      const id = one.cards.get(who);
      if (id === undefined) throw new Error(`${one.case.kind}: no card ${who}`);
      return id;
    };
    switch (action.do) {
      case 'type': {
        const party = one.case.persons.find(({ who }) => who === action.who);
        const kind = party?.kind ?? 'contactPerson';
        const id = card(action.who);
        const present = outlook.get(id)!.values;
        outlook.edit(id, typed(kind, action.fields, present, Boolean(party?.fields.workEmail ?? true)));
        return;
      }
      case 'values':
        outlook.edit(card(action.who), action.values);
        return;
      case 'borrow':
        outlook.borrow(card(action.who), card(action.from), action.fields);
        return;
      case 'swap': {
        const [a, b] = [outlook.get(card(action.who))!.values, outlook.get(card(action.from))!.values];
        const of = (values: object) =>
          Object.fromEntries(
            action.fields.map((name) => [name, (values as Record<string, unknown>)[name] ?? null]),
          );
        outlook.edit(card(action.who), of(b));
        outlook.edit(card(action.from), of(a));
        return;
      }
      case 'merge':
        outlook.merge(card(action.who), action.others.map(card), action.options);
        return;
      case 'delete':
        outlook.delete(card(action.who));
        return;
      case 'deleteForGood':
        outlook.deleteForGood(card(action.who));
        return;
      case 'loseProperty':
        outlook.setProperty(card(action.who), connectorProperty, null);
        return;
      case 'copy':
        one.cards.set(action.as, outlook.copy(card(action.who)).id);
        return;
      case 'move':
        outlook.move(card(action.who), action.folder);
        return;
      case 'add':
        one.cards.set(action.who, outlook.add(action.values).id);
        return;
      case 'crm': {
        const { fields, former } = action;
        await this.office.change(one.ids.get(action.who)!, { fields, former });
      }
    }
  }

  /** The user writes something of his own on every card: each comes up again, with whatever waits on it. */
  takeNotes(one: Playing): void {
    const outlook = this.outlook(one.case.policy);
    for (const { who } of one.case.persons) {
      const card = outlook.get(one.cards.get(who)!);
      if (card !== null && !card.deleted) outlook.edit(card, { personalNotes: 'Gebeld, komt erop terug' });
    }
  }

  async passAll(): Promise<void> {
    for (const policy of policies) await this.office.rest(this.boxes[policy], this.wrap);
  }

  /** What is to be seen now. Held changes are read at the end only: they are never forgotten. */
  async look(playing: readonly Playing[], withHeld: boolean): Promise<Map<Playing, Map<Who, Seen>>> {
    const persons = await this.persons(playing);
    const seen = new Map<Playing, Map<Who, Seen>>(playing.map((one) => [one, new Map()]));
    for (const policy of policies) {
      const links = await this.links(policy);
      const outlook = this.outlook(policy);
      for (const one of playing.filter((each) => each.case.policy === policy))
        for (const [who, id] of one.ids) {
          const boxes = withHeld ? [policy, ...one.case.persons.flatMap((each) => each.alsoIn ?? [])] : [];
          const held = await Promise.all(
            [...new Set(boxes)].map((box) => this.office.held.ofPerson(this.boxes[box].mailboxId, id)),
          );
          const cardId = links.get(id) ?? null;
          const card = cardId === null ? null : outlook.get(cardId);
          seen.get(one)!.set(who, {
            person: persons.get(id)!,
            held: held.flat(),
            linked: links.has(id),
            card: card === null || card.deleted ? null : { ...card.values, birthday: card.birthday },
          });
        }
    }
    return seen;
  }
}

export interface Played {
  readonly case: Case;
  readonly verdict: Verdict;
}

/** `wrap`: comes between the pass and its ports, to see what becomes of the cases without the guard's memory. */
export const play = async (cases: readonly Case[], wrap: Wrap = {}): Promise<Played[]> => {
  const office = await createOffice({ switches: { deltaPageSize: 200 } });
  try {
    const boxes = {} as Record<Policy, Mailboxed>;
    for (const policy of policies)
      boxes[policy] = await office.activate(users[policy], { conflictPolicy: policy });
    const stage = new Stage(office, boxes, { ...wrap, settings: noBrake });
    const playing = await stage.enter(cases);
    await stage.passAll();
    await stage.meetCards(playing);
    const verdicts = new Map(playing.map((one) => [one, judge.begin(one)]));
    for (let phase = 0; phase < phaseCount; phase += 1) {
      await office.sandbox.clock.advance(restMs[phase]!);
      for (const one of playing) for (const action of one.case.phases[phase]!) await stage.act(one, action);
      await office.sandbox.clock.advance(minuteMs);
      // Once in a while a mailbox must be read afresh.
      if (phase === 1) office.sandbox.loseDeltaTokens(users.newest);
      await stage.passAll();
      for (const [one, seen] of await stage.look(playing, false)) judge.after(one, seen, verdicts.get(one)!);
    }
    await office.sandbox.clock.advance(unansweredMs);
    for (const one of playing) stage.takeNotes(one);
    await stage.passAll();
    for (const [one, seen] of await stage.look(playing, true)) judge.atTheEnd(one, seen, verdicts.get(one)!);
    return playing.map((one) => ({ case: one.case, verdict: verdicts.get(one)! }));
  } finally {
    await office.close();
  }
};
