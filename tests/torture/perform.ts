/**
 * Does one step of a scenario on a world, live or in this process: people at the CRM and in Outlook, Outlook's mixing,
 * decisions, settings, faults. A step whose target is not there does nothing and says so. Everything that is typed goes
 * through the ledger, which also hears what excuses a value: a decision, an undo, a card that was thrown away.
 */
import type { CardField } from '../../sandbox/graph/fields.ts';
import type { OutlookCard } from '../../sandbox/index.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { Ledger, type Box } from '../support/ledger.ts';
import { onCard, typedFields, type TypedFieldId } from '../support/typed-fields.ts';
import { decideOne, undoOne } from './perform-decisions.ts';
import { importFile } from './perform-import.ts';
import type { Party, Step } from './scenario.ts';
import type { World } from './world.ts';

export interface Done {
  /** False: its target is not there, or it would change nothing. */
  readonly done: boolean;
  /** A rest was checked: sentences about what does not hold. */
  readonly problems?: readonly string[];
}

type Of<Name extends Step['do']> = Extract<Step, { do: Name }>;

const outlookOf = ({ sandbox }: World, box: Box) => sandbox.outlook(box.user);
const propertiesOf = (fields: readonly TypedFieldId[]): CardField[] =>
  fields.map((field) => typedFields[field].property as CardField);

const boxesOf = ({ boxes }: World, of: readonly number[]): Box[] =>
  [...new Set(of)].flatMap((index) => boxes[index] ?? []);

/** A second folder of the user's own. */
const folderFor = (world: World, box: Box): string => {
  const outlook = outlookOf(world, box);
  const name = 'VIP';
  if (!outlook.folders().some(({ displayName }) => displayName === name)) outlook.makeFolder(name);
  return name;
};

// ─── In the CRM ─────────────────────────────────────────────────────────────────────────────────

const inCrm = async (world: World, { who, field, blank = false }: Of<'crm'>): Promise<boolean> => {
  // The office's own form would not let it.
  if (blank && field === 'lastName') return false;
  const before = blank ? (await world.ledger.person(who)).fields[field] : null;
  if (blank && before === null) return false;
  await world.ledger.typeInCrm(who, field, blank);
  return true;
};

// ─── On a card ──────────────────────────────────────────────────────────────────────────────────

const onOneCard = async (
  world: World,
  each: Of<'card' | 'reformat' | 'own' | 'remove' | 'move' | 'copy' | 'dropProperty'>,
  box: Box,
  card: OutlookCard,
): Promise<boolean> => {
  const { ledger } = world;
  switch (each.do) {
    case 'card':
      if (each.blank === true && onCard(each.field, card) === null) return false;
      ledger.typeOnCard(box, card, each.field, each.blank);
      return true;
    case 'reformat':
      return ledger.reformatOnCard(box, card, each.field);
    case 'own':
      ledger.addOwn(box, card);
      return true;
    case 'remove':
      ledger.removeCard(box, card);
      return true;
    case 'move':
      outlookOf(world, box).move(card, folderFor(world, box));
      return true;
    case 'copy':
      ledger.copyCard(box, card);
      return true;
    case 'dropProperty':
      await ledger.dropProperty(box, card);
      return true;
  }
};

// ─── What Outlook mixes ─────────────────────────────────────────────────────────────────────────

const cardOfParty = (world: World, box: Box, party: Party): OutlookCard | null =>
  typeof party === 'number' ? world.ledger.cardOf(box, party) : world.ledger.ownCard(box, party.own);

const shareAddress = (a: OutlookCard, b: OutlookCard): boolean => {
  const addresses = (card: OutlookCard) => (card.values.emailAddresses ?? []).map(({ address }) => address);
  return addresses(a).some((address) => addresses(b).includes(address));
};

/** Outlook wrote over what stood there; it had arrived before, since the mailbox was quiet. */
const overwritten = ({ ledger }: World, box: Box, card: OutlookCard): void => {
  const who = ledger.ownerOf(card);
  if (who !== null) ledger.forget(box, who);
};

const mix = async (world: World, each: Of<'borrow' | 'swap' | 'merge'>, box: Box): Promise<boolean> => {
  // What was on no card when a pass looked cannot be known to be another's.
  if (!(await world.quiet(each.box))) return false;
  const [to, from] = [cardOfParty(world, box, each.to), cardOfParty(world, box, each.from)];
  if (to === null || from === null || to.id === from.id || !shareAddress(to, from)) return false;
  const outlook = outlookOf(world, box);
  const names = propertiesOf(each.fields);
  overwritten(world, box, to);
  if (each.do === 'merge') {
    outlook.merge(to, [from], { take: names, properties: each.properties, others: each.others });
    world.ledger.goneCard(box, from);
    return true;
  }
  outlook.borrow(to, from, names);
  if (each.do === 'borrow') return true;
  // What stood on the one stands on the other.
  overwritten(world, box, from);
  outlook.edit(from, Object.fromEntries(names.map((name) => [name, to.values[name] ?? null])));
  return true;
};

// ─── Settings ───────────────────────────────────────────────────────────────────────────────────

const resume = async (world: World, index: number, { mailboxId }: Box): Promise<boolean> => {
  const mailboxes = createMailboxes(world.ledger.sides.db);
  const mailbox = await mailboxes.byId(mailboxId);
  if (mailbox === null || mailbox.state === 'active') return false;
  if (mailbox.state === 'signInAgain') await world.signIn(index);
  else await mailboxes.resume(mailboxId);
  return true;
};

const setting = async (world: World, each: Of<'policy' | 'exclude' | 'include'>, box: Box) => {
  const { ledger } = world;
  const mailboxes = createMailboxes(ledger.sides.db);
  if (each.do === 'policy') {
    const mailbox = await mailboxes.byId(box.mailboxId);
    if (mailbox === null || mailbox.settings.conflictPolicy === each.policy) return false;
    await mailboxes.saveSettings(box.mailboxId, { ...mailbox.settings, conflictPolicy: each.policy });
    return true;
  }
  const id = ledger.persons[each.who];
  const key = Ledger.key(box, each.who);
  if (id === undefined || ledger.excluded.has(key) === (each.do === 'exclude')) return false;
  if (each.do === 'exclude') {
    ledger.excluded.add(key);
    await mailboxes.exclude(box.mailboxId, id);
  } else {
    ledger.excluded.delete(key);
    await mailboxes.include(box.mailboxId, id);
  }
  return true;
};

// ─── All together ───────────────────────────────────────────────────────────────────────────────

const planFault = ({ sandbox, boxes }: World, { rule, box }: Of<'fault'>): boolean => {
  const mailbox = box === undefined ? undefined : boxes[box]?.user;
  if (box !== undefined && mailbox === undefined) return false;
  sandbox.faults.plan({ ...rule, ...(mailbox === undefined ? {} : { mailbox }) });
  return true;
};

const isDone = async (world: World, each: Exclude<Step, { do: 'rest' }>): Promise<boolean> => {
  const { ledger, sandbox } = world;
  const box = 'box' in each && each.box !== undefined ? world.boxes[each.box] : undefined;
  if ('box' in each && each.box !== undefined && box === undefined) return false;
  if ('who' in each && typeof each.who === 'number' && ledger.persons[each.who] === undefined) return false;
  switch (each.do) {
    case 'newPerson':
      await ledger.newPerson(boxesOf(world, each.of), each);
      return true;
    case 'ownCard':
      ledger.addOwnCard(box!, each);
      return true;
    case 'crm':
      return inCrm(world, each);
    case 'import':
      return importFile(ledger, each.who, each.field);
    case 'former':
      if ((await ledger.person(each.who)).former === each.on) return false;
      await ledger.changeInCrm(each.who, () => ({ former: each.on }));
      return true;
    case 'owners':
      await ledger.setOwners(each.who, boxesOf(world, each.of));
      return true;
    case 'borrow':
    case 'swap':
    case 'merge':
      return mix(world, each, box!);
    case 'decide':
      return decideOne(ledger, box!, each);
    case 'undo':
      return undoOne(ledger, box!, each.pick, new Date(sandbox.clock.now()));
    case 'policy':
    case 'exclude':
    case 'include':
      return setting(world, each, box!);
    case 'fault':
      return planFault(world, each);
    case 'faults': {
      const isNone = Object.keys(each.rates).length === 0;
      sandbox.faults.random(isNone ? null : { seed: each.seed, rates: each.rates });
      return true;
    }
    case 'switch':
      sandbox.switches.set(each.set);
      return true;
    case 'clock':
      await sandbox.clock.advance(each.advanceMs);
      return true;
    case 'loseToken':
      sandbox.loseDeltaTokens(box!.user);
      return true;
    case 'pass':
      await world.pass(each.box);
      return true;
    case 'crash':
      await world.crash(each.box, each.call, each.when);
      return true;
    case 'restart':
      await world.restart();
      return true;
    case 'resume':
      return resume(world, each.box, box!);
    default: {
      const card = ledger.cardOf(box!, each.who);
      return card !== null && onOneCard(world, each, box!, card);
    }
  }
};

/** Does the step; whatever the worker makes of it comes later. Throws only where the world itself is broken. */
export const perform = async (world: World, each: Step): Promise<Done> => {
  if (each.do === 'rest') return { done: true, problems: await world.rest() };
  if ('box' in each || each.do === 'newPerson') await world.ledger.see();
  return { done: await isDone(world, each) };
};
