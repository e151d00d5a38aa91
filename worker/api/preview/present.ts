/** A preview as people get it: names beside ids, sentences beside codes, lists no longer than was asked. */
import type { PreviewView, PreviewWarning } from '../../../shared/api/preview.ts';
import type { PersonId } from '../../../shared/ids.ts';
import { brakeTexts } from '../../../shared/texts/api.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import { leftOutTexts, previewWarningTexts } from '../../../shared/texts/preview.ts';
import type { Preview, PreviewChange, PreviewLeftOut } from '../../pass/preview-result.ts';
import type { Hold } from '../../sync/plan.ts';
import { reasonSentence, type Names } from '../held/words.ts';
import { presentSettings } from '../mailbox/present.ts';
import { namesOf } from '../persons/present.ts';
import type { ApiDeps } from '../ports.ts';

export interface PreviewShown {
  readonly preview: Preview;
  /** Items of each list at most; null: all. */
  readonly limit: number | null;
  /** Groups named in the settings that nobody is in. */
  readonly unknownGroups: readonly string[];
  /** A pass of this mailbox runs now. */
  readonly passRuns: boolean;
  readonly language: Language;
}

const listOf = <Item, Shown>(all: readonly Item[], limit: number | null, show: (item: Item) => Shown) => {
  const items = (limit === null ? all : all.slice(0, limit)).map(show);
  return { total: all.length, items, more: all.length - items.length };
};

/** Only of those that are shown: an office may have ten thousand. */
const shownPersons = (preview: Preview, limit: number | null): PersonId[] => {
  const first = <Item>(items: readonly Item[]): readonly Item[] =>
    limit === null ? items : items.slice(0, limit);
  const { created, resumed, removed, linked, discarded, repaired } = preview;
  const withPerson = [preview.toRemote, preview.toCrm, preview.held, preview.paused, preview.leftOut];
  return [
    ...new Set([
      ...[created, resumed, removed, linked, discarded].flatMap((ids) => first(ids)),
      ...first(repaired).filter((personId) => personId !== null),
      ...withPerson.flatMap((items) => first<{ personId: PersonId }>(items).map(({ personId }) => personId)),
      ...first(preview.held).flatMap(({ donorPersonId }) => donorPersonId ?? []),
    ]),
  ];
};

const warningsOf = (shown: PreviewShown): PreviewView['warnings'] => {
  const { preview, unknownGroups, passRuns, language } = shown;
  const { brake, mailbox, later } = preview;
  const say = (code: PreviewWarning, values: Readonly<Record<string, string>> = {}) => ({
    code,
    message: fill(previewWarningTexts[language][code], values).trim(),
  });
  const why = brake === null ? '' : fill(brakeTexts[language][brake.kind], brake);
  return [
    ...(brake === null ? [] : [say('reachesBrake', { why })]),
    ...(mailbox.state === 'braked' ? [say('braked')] : []),
    ...(mailbox.state === 'paused' ? [say(mailbox.because === 'notStarted' ? 'notStarted' : 'paused')] : []),
    ...(passRuns ? [say('passRuns')] : []),
    ...unknownGroups.map((name) => say('unknownGroup', { name })),
    ...(later === null ? [] : [say('later')]),
  ];
};

const reasonsOf = (leftOut: readonly PreviewLeftOut[], language: Language) => {
  const counts = new Map<PreviewLeftOut['because'], number>();
  for (const { because } of leftOut) counts.set(because, (counts.get(because) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([because, count]) => ({ because, count, message: leftOutTexts[language][because] }));
};

export const presentPreview = async (
  crm: Pick<ApiDeps['crm'], 'persons'>,
  shown: PreviewShown,
): Promise<PreviewView> => {
  const { preview, limit, language } = shown;
  const person = namesOf(await crm.persons(shownPersons(preview, limit)));
  const names: Names = { person, employees: new Map(), language };
  const who = (personId: PersonId) => ({ personId, personName: person(personId) });
  const persons = (ids: readonly PersonId[]) => listOf(ids, limit, who);
  const change = ({ personId, fields }: PreviewChange) => ({
    ...who(personId),
    fields: fields.map(({ field, from, to, decision, overruled }) => ({
      field,
      label: fieldTexts[language][field],
      from,
      to,
      decision,
      overruled: overruled ?? null,
    })),
  });
  const held = (hold: Hold) => ({
    ...who(hold.personId),
    reason: hold.reason,
    sentence: reasonSentence(hold, names),
    fields: hold.fields.map(({ field, crm: inCrm, remote }) => ({
      field,
      label: fieldTexts[language][field],
      crm: inCrm,
      remote,
    })),
  });
  const leftOut = ({ personId, because }: PreviewLeftOut) => ({
    ...who(personId),
    because,
    message: leftOutTexts[language][because],
  });
  const { requests: _, ...counts } = preview.counts;
  return {
    at: preview.at,
    settings: presentSettings(preview.settings),
    everyPerson: preview.everyPerson,
    counts,
    brake: preview.brake,
    warnings: warningsOf(shown),
    created: persons(preview.created),
    toRemote: listOf(preview.toRemote, limit, change),
    toCrm: listOf(preview.toCrm, limit, change),
    held: listOf(preview.held, limit, held),
    paused: listOf(preview.paused, limit, leftOut),
    resumed: persons(preview.resumed),
    removed: persons(preview.removed),
    linked: persons(preview.linked),
    discarded: persons(preview.discarded),
    repaired: listOf(preview.repaired, limit, (personId) =>
      personId === null ? { personId, personName: null } : who(personId),
    ),
    leftOut: {
      ...listOf(preview.leftOut, limit, leftOut),
      reasons: reasonsOf(preview.leftOut, language),
    },
    waiting: preview.waiting,
  };
};
