/**
 * `history [WHO]`: what happened to a person, in a mailbox, or at all, newest first, each in a sentence; or all of it as CSV.
 * Changes nothing.
 */
import type { HistoryView } from '../../../shared/api/history.ts';
import { asId, type MailboxId, type PersonId } from '../../../shared/ids.ts';
import { fieldIds, type FieldId } from '../../../shared/person.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { historyOutcomeTexts, historySideTexts } from '../../../shared/texts/history.ts';
import { shownValue } from '../../api/held/words.ts';
import { fieldWords, historyFile, localTime } from '../../api/history/file.ts';
import { presentLines } from '../../api/history/present.ts';
import { historyPages } from '../../api/history/pages.ts';
import type { HistoryFilter } from '../../store/history.ts';
import { CommandError } from '../errors.ts';
import { shortId } from '../held-named.ts';
import { idNamed } from '../id-named.ts';
import { instantNamed } from '../instant.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, type Result } from '../output.ts';
import { personNamed } from '../person-named.ts';
import type { Register, Run } from '../program.ts';
import { refuseExisting, writeToStandardOutput, writeWhole } from '../whole-file.ts';

interface Options {
  readonly person?: string;
  readonly mailbox?: string;
  readonly pass?: string;
  readonly field?: string;
  readonly side?: string;
  readonly since?: string;
  readonly until?: string;
  readonly overruled?: boolean;
  readonly limit?: string;
  readonly before?: string;
  readonly csv?: string;
  readonly force?: boolean;
}

const SHOWN = 50;
/** Entries read at once. */
const PAGE = 200;

export const history: Register = ({ program, command, act, t }) => {
  command(program, 'history [WHO]', 'history')
    .option('--person <PERSON>', t('historyPerson'))
    .option('--mailbox <MAILBOX>', t('historyMailbox'))
    .option('--pass <ID>', t('historyPass'))
    .option('--field <FIELD>', t('historyField'))
    .option('--side <SIDE>', t('historySide'))
    .option('--since <INSTANT>', t('historySince'))
    .option('--until <INSTANT>', t('historyUntil'))
    .option('--overruled', t('historyOverruled'))
    .option('--limit <N>', t('historyLimit'))
    .option('--before <PLACE>', t('historyBefore'))
    .option('--csv <FILE>', t('historyCsv'))
    .option('--force', t('exportForce'))
    .addHelpText('after', `\n${t('historyAfter')}`)
    .action(
      act<[string | undefined, Options]>(async (run, who, options) => {
        const limit = limitOf(options.limit);
        const filter = await filterOf(run, who, options);
        // Of a mailbox or a pass only what they did; of a person all that happened to it.
        const withCrmLog = filter.mailboxId === undefined;
        if (options.csv === undefined) return list(run, filter, withCrmLog, limit, options.before ?? null);
        return toCsv(run, filter, withCrmLog, options.csv, options.force);
      }),
    );
};

const limitOf = (text: string | undefined): number => {
  const limit = Number(text ?? SHOWN);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new CommandError('badLimit', { text: text ?? '' }, exits.usage);
};

// ─── What is asked for ──────────────────────────────────────────────────────────────────────────

const fieldNamed = (run: Run, text: string): FieldId => {
  const wanted = text.trim().toLowerCase();
  const found = fieldIds.find(
    (field) => field.toLowerCase() === wanted || fieldTexts[run.language][field].toLowerCase() === wanted,
  );
  if (found !== undefined) return found;
  throw new CommandError('badField', { text, list: fieldIds.join(', ') }, exits.usage);
};

const sideNamed = (text: string): 'crm' | 'remote' => {
  const side = text.trim().toLowerCase();
  if (side === 'crm') return 'crm';
  if (side === 'outlook' || side === 'remote') return 'remote';
  throw new CommandError('badSide', { text }, exits.usage);
};

const orElse = async <T>(work: Promise<T>, code: string): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CommandError && error.code === code) return null;
    throw error;
  }
};

/** Also one who is no longer in the CRM, by the id that the history knows. */
const personIdNamed = async (run: Run, name: string): Promise<PersonId | null> => {
  const person = await orElse(personNamed(run, name), 'noPerson');
  if (person !== null) return person.id;
  const id = asId<PersonId>(name.trim().toLowerCase());
  const { items } = await (
    await run.office()
  ).history.list({ personId: id }, { limit: 1, before: null }, true);
  return items.length > 0 ? id : null;
};

type Who = { readonly mailboxId: MailboxId } | { readonly personId: PersonId } | object;

/** A person or a mailbox; who is both is asked for. */
const whoNamed = async (run: Run, name: string | undefined): Promise<Who> => {
  if (name === undefined) return {};
  const mailbox = await orElse(mailboxNamed(run, name), 'noMailbox');
  if (mailbox?.id === name.trim().toLowerCase()) return { mailboxId: mailbox.id };
  const personId = await personIdNamed(run, name);
  if (mailbox !== null && personId !== null) throw new CommandError('personOrMailbox', { name }, exits.usage);
  if (mailbox !== null) return { mailboxId: mailbox.id };
  if (personId !== null) return { personId };
  throw new CommandError('noPersonOrMailbox', { name });
};

const personOption = async (run: Run, name: string): Promise<PersonId> => {
  const personId = await personIdNamed(run, name);
  if (personId === null) throw new CommandError('noPerson', { name });
  return personId;
};

const filterOf = async (run: Run, who: string | undefined, options: Options): Promise<HistoryFilter> => {
  const { person, mailbox, pass, field, side, since, until, overruled } = options;
  return {
    ...(await whoNamed(run, who)),
    ...(person === undefined ? {} : { personId: await personOption(run, person) }),
    ...(mailbox === undefined ? {} : { mailboxId: (await mailboxNamed(run, mailbox)).id }),
    ...(pass === undefined ? {} : { passId: asId((await idNamed(run, 'pass', pass)).id) }),
    ...(field === undefined ? {} : { field: fieldNamed(run, field) }),
    ...(side === undefined ? {} : { side: sideNamed(side) }),
    ...(since === undefined ? {} : { since: instantNamed(run, since) }),
    ...(until === undefined ? {} : { until: instantNamed(run, until) }),
    ...(overruled === true ? { overruled } : {}),
  };
};

// ─── What is shown ──────────────────────────────────────────────────────────────────────────────

const list = async (
  run: Run,
  filter: HistoryFilter,
  withCrmLog: boolean,
  limit: number,
  from: string | null,
): Promise<Result> => {
  const office = await run.office();
  const items: HistoryView[] = [];
  let before = from;
  let left = limit;
  do {
    const page: Awaited<ReturnType<typeof office.history.list>> = await office.history.list(
      filter,
      { limit: Math.min(left, PAGE), before },
      withCrmLog,
    );
    items.push(
      ...(await presentLines({ ...office, visibility: null }, page.items, run.language, filter.field)),
    );
    left -= page.items.length;
    before = page.next;
  } while (before !== null && left > 0);
  if (items.length === 0) return { json: { items, next: before }, text: [run.t('historyNone')] };
  const more = before === null ? [] : ['', run.t('historyMore', { next: before })];
  return {
    json: { items, next: before },
    text: [...items.flatMap((item, at) => [...(at === 0 ? [] : ['']), ...lines(run, item)]), ...more],
  };
};

/** When, who, what and the two values; why; what it cost; the ids by which it can be named. */
const lines = (run: Run, item: HistoryView): string[] => {
  const { language } = run;
  const value = (of: string | null): string => shownValue(of, language);
  const change = item.valuesKnown && item.field !== null ? `: ${value(item.from)} → ${value(item.to)}` : '';
  const what = `${fieldWords(item.field, language)}${change}`;
  const at = localTime(item.at, run.settings().timeZone);
  const { overruled } = item;
  return [
    `${at}  ${item.personName ?? item.personId} · ${historySideTexts[language][item.side]} · ${what}`,
    `  ${item.sentence}`,
    ...(overruled === null
      ? []
      : [
          `  ${run.t('historyLost', { value: value(overruled.value), side: historySideTexts[language][overruled.side] })}`,
        ]),
    ...(item.outcome === 'done'
      ? []
      : [`  ${run.t('historyNot', { outcome: historyOutcomeTexts[language][item.outcome] })}`]),
    ...idLine(run, item),
  ];
};

const idLine = (run: Run, { source, id, passId, undoes }: HistoryView): string[] => {
  if (source === 'crm') return [];
  const parts = [
    run.t('historyId', { id: shortId(id) }),
    ...(passId === null ? [] : [run.t('historyPassId', { id: shortId(passId) })]),
    ...(undoes === null ? [] : [run.t('historyUndoes', { id: shortId(undoes) })]),
  ];
  return [`  ${parts.join(' · ')}`];
};

// ─── As a file ──────────────────────────────────────────────────────────────────────────────────

const toCsv = async (
  run: Run,
  filter: HistoryFilter,
  withCrmLog: boolean,
  file: string,
  force: boolean | undefined,
): Promise<Result> => {
  const count = { n: 0 };
  if (file === '-') {
    await writeToStandardOutput(run, chunks(run, filter, withCrmLog, count));
    return { json: {}, text: [] };
  }
  await refuseExisting(file, force);
  await writeWhole(file, chunks(run, filter, withCrmLog, count));
  return {
    json: { file, entries: count.n },
    text: [run.t('historyWritten', { n: count.n, file })],
  };
};

async function* chunks(
  run: Run,
  filter: HistoryFilter,
  withCrmLog: boolean,
  count: { n: number },
): AsyncGenerator<Uint8Array> {
  const office = await run.office();
  const line = run.out.progress();
  const counted = async function* () {
    for await (const entries of historyPages(
      { ...office, visibility: null },
      filter,
      withCrmLog,
      run.language,
    )) {
      run.signal.throwIfAborted();
      count.n += entries.length;
      line.show(`${String(count.n)} ${run.t('historyProgress')}`);
      yield entries;
    }
  };
  try {
    yield* historyFile(counted(), { language: run.language, timeZone: run.settings().timeZone });
  } finally {
    line.end();
  }
}
