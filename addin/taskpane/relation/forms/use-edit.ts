/**
 * Changing a person with optimistic locking: what is typed is a change of one version of the person; where that is no
 * longer the newest, three versions are merged (three-way.ts) and, unless both sides changed the same, saved on the new
 * one. Safe to repeat: a change that had arrived although its answer got lost merges to "nothing left to send".
 */
import { useEffect, useState } from 'react';
import { person as personSchema, type PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFieldId } from '../../../../shared/person.ts';
import { asApiFailure, type Trouble } from '../../../api/failure.ts';
import { personsApi, type PersonsApi } from '../../../api/persons.ts';
import { useApi } from '../../pane.ts';
import { useActing } from '../../use-resource.ts';
import {
  checkPatch,
  noProblems,
  patchOf,
  problemsOf,
  typedOf,
  type Problems,
  type TypedFields,
} from './person-fields.ts';
import { afterChoices, mergeTyped, type Choice, type Merged, type Taken } from './three-way.ts';

/** How often a change is made anew on a newer version before its user is asked to try again. */
const MAX_ROUNDS = 5;

/** A merge that a person must look at, and the version it goes on from once they did. */
export interface Review {
  readonly merged: Merged;
  readonly now: PersonView;
}

interface Stand {
  /** The version the change is made from; moves only by a merge that nobody needs to look at, or did. */
  readonly base: PersonView;
  readonly typed: TypedFields;
  /** Null: nothing to look at. */
  readonly review: Review | null;
  /** What others changed since the form was opened. */
  readonly taken: readonly Taken[];
  /** Saved, but its user should still see what others changed. */
  readonly saved: PersonView | null;
}

export interface Edit extends Stand {
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly problems: Problems;
  readonly trouble: Trouble | null;
  readonly gone: boolean;
  readonly type: (field: PersonFieldId, value: string) => void;
  readonly save: (halfTyped: readonly string[]) => void;
  readonly saveChosen: (choices: Readonly<Partial<Record<PersonFieldId, Choice>>>) => void;
  /** From the review to the form, with what was typed; nothing is chosen yet. */
  readonly backToForm: () => void;
}

/** The newest version, from the refusal itself or asked for. */
const newestOf = async (api: PersonsApi, id: string, current: unknown): Promise<PersonView> => {
  const told = personSchema.safeParse(current);
  return told.success ? told.data : api.one(id);
};

type Ended = { readonly review: Review } | { readonly person: PersonView };

/** Sends what is typed, over as many newer versions as it takes; `moved` is told of each that needs no look. */
const saveOver = async (
  api: PersonsApi,
  from: Pick<Stand, 'base' | 'typed'>,
  moved: (base: PersonView, merged: Merged) => void,
): Promise<Ended> => {
  let { base, typed } = from;
  for (let round = 1; ; round += 1) {
    const fields = patchOf(base.fields, typed);
    if (Object.keys(fields).length === 0) return { person: base };
    try {
      return { person: await api.change(base.id, { version: base.version, fields }) };
    } catch (error) {
      const failure = asApiFailure(error);
      if (failure?.code !== 'stale' || round === MAX_ROUNDS) throw error;
      const now = await newestOf(api, base.id, failure.detail.current);
      const merged = mergeTyped(base, typed, now);
      if (merged.clashes.length > 0 || merged.nameMixed) return { review: { merged, now } };
      moved(now, merged);
      base = now;
      typed = merged.typed;
    }
  }
};

export const useEdit = (person: PersonView, onSaved: (person: PersonView) => void): Edit => {
  const api = useApi(personsApi);
  const acting = useActing();
  const [stand, setStand] = useState<Stand>(() => ({
    base: person,
    typed: typedOf(person.fields),
    review: null,
    taken: [],
    saved: null,
  }));
  const [problems, setProblems] = useState(noProblems);
  const { failure } = acting;
  useEffect(() => {
    if (failure === null) return;
    setProblems(problemsOf(failure));
    // What the CRM does not take is mended in the form.
    if (failure.code === 'invalid') setStand((before) => ({ ...before, review: null }));
  }, [failure]);

  const send = (from: Pick<Stand, 'base' | 'typed' | 'taken'>): void => {
    setStand((before) => ({ ...before, ...from }));
    void acting
      .run('save', async () => {
        let { taken } = from;
        const ended = await saveOver(api, from, (base, merged) => {
          taken = withTaken(taken, merged.taken);
          setStand((before) => ({ ...before, base, typed: merged.typed, taken, review: null }));
        });
        return { ...ended, taken };
      })
      .then((ended) => {
        if (ended === null) return;
        if ('review' in ended) setStand((before) => ({ ...before, review: ended.review }));
        else if (ended.taken.length > 0)
          setStand((before) => ({ ...before, review: null, saved: ended.person }));
        else onSaved(ended.person);
      });
  };

  return {
    ...stand,
    dirty: stand.saved === null && Object.keys(patchOf(stand.base.fields, stand.typed)).length > 0,
    busy: acting.busy !== null,
    problems,
    // Faults of fields are told at the fields.
    trouble: Object.keys(problemsOf(failure)).length > 0 ? null : acting.trouble,
    gone: failure?.code === 'notFound',
    type: (field, value) => {
      setStand((before) => ({ ...before, typed: { ...before.typed, [field]: value } }));
      setProblems((before) => without(before, field));
    },
    save: (halfTyped) => {
      const found = checkPatch(patchOf(stand.base.fields, stand.typed), halfTyped);
      acting.clear();
      setProblems(found);
      if (Object.keys(found).length === 0) send(stand);
    },
    saveChosen: (choices) => {
      if (stand.review === null) return;
      const { merged, now } = stand.review;
      // What others changed was on screen beside the choices, so it need not be told afterwards.
      send({ base: now, typed: afterChoices(merged, choices), taken: [] });
    },
    backToForm: () => {
      acting.clear();
      setStand((before) => ({ ...before, review: null }));
    },
  };
};

const without = (problems: Problems, field: string): Problems =>
  problems[field] === undefined
    ? problems
    : Object.fromEntries(Object.entries(problems).filter(([name]) => name !== field));

/** The latest of each field, against what it was when the form was opened. */
const withTaken = (known: readonly Taken[], found: readonly Taken[]): readonly Taken[] => [
  ...known.filter(({ field }) => !found.some((one) => one.field === field)),
  ...found.map((one) => ({ ...one, was: known.find(({ field }) => field === one.field)?.was ?? one.was })),
];
