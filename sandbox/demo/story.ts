/**
 * The story itself, chapter by chapter. Every number it tells is measured; every sentence that claims something is an
 * expectation, and one that did not hold is said at the end and makes the demo fail.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signInAs } from '../sign-in/browser.ts';
import { chooseCast, type Cast } from './cast.ts';
import { chooseEdits, conflict, phonedNumber, type Edit } from './edits.ts';
import { snapshot, untouchedCards, writesBetween, writesByApp, type Figures } from './measure.ts';
import {
  cardOf,
  colleague,
  describeFile,
  CONNECTOR,
  everybody,
  isSelectedFor,
  lastNames,
  linkedCards,
  personsFile,
  type Colleague,
} from './office.ts';
import { runCommand } from './processes.ts';
import { measure } from './outcome.ts';
import { ADMINISTRATOR, OWN_CARDS, type Stage } from './stage.ts';
import { mixUp, takeBack, type Mixed, type Mixing } from './mixing.ts';
import type { Teller } from './tell.ts';
import type { Language, Texts } from './texts.ts';
import type { PersonView } from './worker-api.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const KARIM = 'karim@kantoor-voorbeeld.example';

const FIRST_SYNC_WITHIN_S = 180;
const EDIT_WITHIN_S = 60;
const PASS_WITHIN_S = 60;
const LOOK_EVERY_MS = 150;
/** Rounds after which everything must have come to rest. */
const MOST_ROUNDS = 6;

/** Something happened after which the story cannot go on; told in the reader's language. */
export class StoryFailed extends Error {
  override readonly name = 'StoryFailed';
}

export interface Told {
  readonly figures: Figures;
  /** Expectations that did not hold, in words. */
  readonly wrong: readonly string[];
}

type Activated = Colleague & { readonly employeeId: string };

export interface StoryOptions {
  readonly stage: Stage;
  readonly tell: Teller;
  readonly texts: Texts;
  readonly language: Language;
  readonly stop: AbortSignal;
  readonly startedAt: number;
}

const storyOf = (o: StoryOptions): Story =>
  new Story(o.stage, o.tell, o.texts, o.language, o.stop, o.startedAt);

export const tellStory = async (o: StoryOptions): Promise<Told> => storyOf(o).tellAll();

/**
 * Only how it begins: the office opens, Petra and Karim activate and get their contacts; the rest is up to the reader.
 * Answers the expectations that did not hold.
 */
export const tellOpening = async (
  o: StoryOptions & { readonly onActivated: () => void },
): Promise<readonly string[]> => storyOf(o).tellOpening(o.onActivated);

class Story {
  readonly #wrong: string[] = [];
  readonly #names = lastNames();

  constructor(
    readonly stage: Stage,
    readonly tell: Teller,
    readonly texts: Texts,
    readonly language: Language,
    readonly stop: AbortSignal,
    readonly startedAt: number,
  ) {}

  async tellAll(): Promise<Told> {
    await this.openOffice();
    const imported = await this.importPersons();
    const both = await this.activate();
    const [petra, karim] = both;
    const persons = await this.firstSync(both);
    const cast = chooseCast(persons.values(), petra.employeeId, karim.employeeId);
    this.showCard(petra, cast.shown);
    await this.editBothSides(petra, karim, cast);
    const mixed = await this.mixUp(petra, karim, cast);
    const lastPassWrites = await this.comeToRest(both);
    const figures = await measure({
      stage: this.stage,
      texts: this.texts,
      names: this.#names,
      startedAt: this.startedAt,
      both,
      imported,
      mixed,
      lastPassWrites,
      expect: (holds, otherwise) => {
        this.expect(holds, otherwise);
      },
    });
    return { figures, wrong: this.#wrong };
  }

  async tellOpening(onActivated: () => void): Promise<readonly string[]> {
    await this.openOffice();
    await this.importPersons();
    const both = await this.activate();
    onActivated();
    await this.firstSync(both);
    return this.#wrong;
  }

  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.#wrong.push(otherwise);
  }

  /** "(4,1 s)" behind what took that long. */
  took(since: number): string {
    return `(${this.seconds(performance.now() - since)} s)`;
  }

  seconds(ms: number): string {
    return (ms / 1000).toLocaleString(this.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  // ─── 1–3: from nothing to two activated mailboxes ─────────────────────────────────────────────

  async openOffice(): Promise<void> {
    const { tell, texts, stage } = this;
    tell.heading(texts.office);
    tell.done(texts.sandboxReady(stage.sandbox.url));
    tell.progress('…');
    const since = performance.now();
    await stage.openWorker();
    tell.done(`${texts.workerReady(stage.front?.url ?? stage.workerUrl)} ${this.took(since)}`);
  }

  /** Answers how many persons the command says it made. */
  async importPersons(): Promise<number> {
    const { tell, texts, stage } = this;
    tell.heading(texts.importing);
    tell.progress('…');
    const file = fileURLToPath(personsFile);
    const args = ['import', file, '--yes', '--create-employees', '--json'];
    const since = performance.now();
    const printed = await runCommand(args, stage.surroundings, this.stop);
    const { counts } = JSON.parse(printed) as { counts: { created: number; rejected: number } };
    tell.done(`${texts.imported(counts.created, basename(file), counts.rejected)} ${this.took(since)}`);
    const { contactPersons, employees, privatePersons, sharing } = describeFile();
    tell.detail(texts.kinds(contactPersons, employees, privatePersons));
    tell.detail(texts.sharing(sharing));
    this.expect(counts.rejected === 0, texts.expected.rejected);
    return counts.created;
  }

  async activate(): Promise<[Activated, Activated]> {
    this.tell.heading(this.texts.activating);
    await colleague(this.stage, ADMINISTRATOR).api.showOwners();
    this.tell.done(this.texts.ownersShown);
    return [await this.activateOne(PETRA), await this.activateOne(KARIM)];
  }

  /** As in a browser: the pop-up's address, Microsoft's sign-in form, the consent form, and back to the worker. */
  async activateOne(name: string): Promise<Activated> {
    const { tell, texts, stage } = this;
    const who = colleague(stage, name);
    const visit = await signInAs(who.user, await who.api.activationUrl(), { ca: stage.sandbox.ca });
    const { employee, mailbox } = await who.api.me();
    if (!employee || !mailbox || visit.status !== 200)
      throw new StoryFailed(texts.signInFailed(who.user.displayName, visit.url.pathname));
    tell.done(texts.activated(who.user.displayName));
    const asked = [...visit.asked].sort();
    tell.detail(texts.asked(asked.join(', ')));
    this.expect(
      asked.filter((scope) => scope.includes('.')).join() === 'Contacts.ReadWrite,User.Read',
      texts.expected.scopes,
    );
    return { ...who, employeeId: employee.id };
  }

  // ─── 4: the first sync ────────────────────────────────────────────────────────────────────────

  async firstSync(both: readonly Activated[]): Promise<Map<string, PersonView>> {
    const { tell, texts } = this;
    const since = performance.now();
    tell.heading(texts.firstSync);
    await this.until(texts.firstSync, FIRST_SYNC_WITHIN_S, async () => {
      const states = await Promise.all(both.map((who) => this.lookAtSync(who)));
      tell.progress(states.map(({ told }) => told).join('  ·  '));
      return states.every(({ ready }) => ready);
    });
    const took = this.took(since);
    const persons = await everybody(both[0] as Activated, this.#names);
    let inNone = persons.size;
    const inOne = new Set<string>();
    for (const who of both) {
      const mine = [...persons.values()].filter((person) => isSelectedFor(person, who.employeeId));
      for (const { id } of mine) inOne.add(id);
      const created = writesByApp(who.outlook.audit).filter(({ action }) => action === 'created').length;
      tell.done(`${texts.synced(who.firstName, mine.length, created)} ${took}`);
      tell.detail(texts.ownCards(untouchedCards(who)));
      this.expect(untouchedCards(who) === OWN_CARDS, texts.expected.foreign);
      this.expect(created === mine.length && linkedCards(who).length === mine.length, texts.expected.created);
    }
    inNone -= inOne.size;
    tell.detail(texts.notMine(inNone));
    return persons;
  }

  /** Ready when the first pass is done and Outlook has been asked to tell of changes. */
  async lookAtSync(who: Activated): Promise<{ ready: boolean; told: string }> {
    const { state, message, running, lastPass, counts } = await who.api.mailbox();
    if (state !== 'active') throw new StoryFailed(this.texts.state(state, message ?? ''));
    if (lastPass?.result === 'failed')
      throw new StoryFailed(this.texts.passEnded('failed', lastPass.code ?? ''));
    const total = running?.progress?.phase === 'apply' ? running.progress.total : null;
    const subscribed = this.stage.sandbox.notifications.list(who.user.id).length > 0;
    return {
      ready: lastPass?.result === 'done' && running === null && counts.creating === 0 && subscribed,
      told: this.texts.progress(who.firstName, linkedCards(who).length, total),
    };
  }

  showCard(petra: Activated, person: PersonView): void {
    const { cardRows } = this.texts;
    const card = cardOf(petra, person);
    if (!card) throw new StoryFailed(this.texts.expected.created);
    const { values } = card;
    this.tell.plain('');
    this.tell.detail(this.texts.card(person.displayName));
    const rows: (readonly [string, string | null | undefined])[] = [
      [cardRows.name, values.displayName],
      [cardRows.fileAs, values.fileAs],
      [cardRows.company, values.companyName],
      [cardRows.job, values.jobTitle],
      [cardRows.email, values.emailAddresses?.[0]?.address],
      [cardRows.phone, values.businessPhones?.[0]],
      [cardRows.mobile, values.mobilePhone],
      [cardRows.birthday, card.birthday],
      [cardRows.hidden, card.properties[CONNECTOR]],
    ];
    this.tell.table(rows.map(([name, value]) => [`  ${name}`, value ?? '']));
  }

  // ─── 5: edits on both sides ───────────────────────────────────────────────────────────────────

  async editBothSides(petra: Activated, karim: Activated, cast: Cast): Promise<void> {
    const { tell, texts } = this;
    tell.heading(texts.editing);
    tell.detail(texts.editingWhy);
    const scene = { petra, karim, karimId: karim.employeeId, cast, texts, names: this.#names };
    const edits = chooseEdits(scene);
    const clash = conflict(scene);
    const begun = new Map<Edit, number>();
    for (const edit of edits) {
      await edit.act();
      begun.set(edit, performance.now());
    }
    await this.awaitEdits(begun);

    await clash.act();
    const clashedAt = performance.now();
    let overruled: string | null = null;
    const came = await this.within(EDIT_WITHIN_S, async () => (overruled = await clash.overruled()) !== null);
    if (came) {
      tell.done(clash.told);
      tell.detail(
        `→ ${texts.after(this.seconds(performance.now() - clashedAt))}: ${clash.result(overruled ?? '')}`,
      );
    } else this.late(clash.told);
  }

  /** Told in the order in which they arrive. */
  async awaitEdits(begun: Map<Edit, number>): Promise<void> {
    const { tell, texts } = this;
    const onTheWay = new Set(begun.keys());
    await this.within(EDIT_WITHIN_S, async () => {
      for (const edit of [...onTheWay]) {
        if (!(await edit.hasArrived())) continue;
        onTheWay.delete(edit);
        const took = performance.now() - (begun.get(edit) ?? 0);
        tell.done(`${edit.from === 'crm' ? texts.fromCrm : texts.fromOutlook}: ${edit.told}`);
        tell.detail(`→ ${texts.after(this.seconds(took))}: ${edit.result}`);
      }
      if (onTheWay.size > 0) tell.progress(texts.waiting(onTheWay.size));
      return onTheWay.size === 0;
    });
    for (const edit of onTheWay) this.late(edit.told);
  }

  late(what: string): void {
    const text = this.texts.expected.late(what, EDIT_WITHIN_S);
    this.tell.wrong(text);
    this.expect(false, text);
  }

  // ─── 6 and 7: mix-ups kept out, an edit taken back ────────────────────────────────────────────

  async mixUp(petra: Activated, karim: Activated, cast: Cast): Promise<Mixed> {
    const { stage, tell, texts, stop } = this;
    const mixing: Mixing = {
      petra,
      karim,
      cast,
      stage,
      tell,
      texts,
      stop,
      within: (seconds, isSo) => this.within(seconds, isSo),
      expect: (holds, otherwise) => {
        this.expect(holds, otherwise);
      },
      took: (since) => this.took(since),
    };
    const mixed = await mixUp(mixing);
    await takeBack(mixing, phonedNumber);
    return mixed;
  }

  // ─── 8: silence ───────────────────────────────────────────────────────────────────────────────

  /** Passes until nothing is written any more, then one pass that is measured. Answers what that one wrote. */
  async comeToRest(both: readonly Activated[]): Promise<number> {
    const { tell, texts, stage } = this;
    const [petra] = both as [Activated, Activated];
    tell.heading(texts.quiet);
    tell.progress('…');
    let before = await snapshot(stage.sandbox, petra, this.#names);
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      await this.syncNow(both);
      const after = await snapshot(stage.sandbox, petra, this.#names);
      const writes = writesBetween(before, after);
      before = after;
      if (writes === 0) break;
    }
    const rounds = (await Promise.all(both.map(({ api }) => api.passes()))).flat().length;
    tell.done(texts.rested(rounds));
    tell.progress('…');
    await this.syncNow(both);
    const lastPassWrites = writesBetween(before, await snapshot(stage.sandbox, petra, this.#names));
    if (lastPassWrites === 0) tell.done(texts.silent(0));
    else tell.wrong(texts.silent(lastPassWrites));
    return lastPassWrites;
  }

  /** "Sync now" for both at once; fulfils when the passes asked for have ended and nothing else runs. */
  async syncNow(both: readonly Activated[]): Promise<void> {
    await Promise.all(
      both.map(async ({ api }) => {
        const known = new Set((await api.passes()).map(({ id }) => id));
        await api.sync();
        await this.until(this.texts.quiet, PASS_WITHIN_S, async () => {
          const passes = await api.passes();
          const fresh = passes.filter(({ id }) => !known.has(id));
          const failed = fresh.find(
            ({ result }) => result === 'failed' || result === 'braked' || result === 'parked',
          );
          if (failed) throw new StoryFailed(this.texts.passEnded(failed.result, failed.code ?? ''));
          const asked = fresh.some(({ trigger }) => trigger === 'syncNow');
          return asked && fresh[0]?.result === 'done' && passes.every(({ endedAt }) => endedAt !== null);
        });
      }),
    );
  }

  // ─── Waiting ──────────────────────────────────────────────────────────────────────────────────

  /** False when it did not become true in time. */
  async within(seconds: number, isSo: () => Promise<boolean>): Promise<boolean> {
    const until = performance.now() + seconds * 1000;
    for (;;) {
      this.stop.throwIfAborted();
      if (await isSo()) return true;
      if (performance.now() >= until) return false;
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.stop });
    }
  }

  async until(what: string, seconds: number, isSo: () => Promise<boolean>): Promise<void> {
    if (!(await this.within(seconds, isSo))) throw new StoryFailed(this.texts.timeOut(what, seconds));
  }
}
