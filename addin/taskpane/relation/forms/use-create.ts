/**
 * Making a relation: first a look whether the office knows this name or address already, then the making, once. A make
 * whose answer got lost is never sent again blindly: the next try looks again first, and finds it if it was made.
 */
import { useEffect, useRef, useState } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { ApiFailure, Trouble } from '../../../api/failure.ts';
import { failureCodeOf } from '../../../api/failure.ts';
import { personsApi, type PersonsApi } from '../../../api/persons.ts';
import { MAX_ADDRESS_LENGTH } from '../../../office/item.ts';
import { useApi } from '../../pane.ts';
import { useActing } from '../../use-resource.ts';
import { creationOf, lookedFor, namesakeQuery, sameAs, type Draft } from './new-person.ts';
import { isUnclear } from './saving-trouble.tsx';

/** More namesakes than a list of eight shows: the rest is counted. */
const MAX_NAMESAKES = 25;

export interface Looked {
  /** For which name and address. */
  readonly key: string;
  readonly same: readonly PersonView[];
  readonly atAddress: ReadonlySet<string>;
}

const look = async (api: PersonsApi, draft: Draft): Promise<Looked> => {
  const address = draft.email.trim();
  const query = namesakeQuery(draft);
  const [lookup, search] = await Promise.all([
    address === '' || address.length > MAX_ADDRESS_LENGTH ? null : api.lookup([address]),
    query === null ? null : api.search(query, MAX_NAMESAKES),
  ]);
  const there = lookup?.items[0]?.persons ?? [];
  return {
    key: lookedFor(draft),
    same: sameAs(draft, there, search?.items ?? []),
    atAddress: new Set(there.map(({ id }) => id)),
  };
};

/** A CRM that cannot be searched from here is no reason not to try: it says itself whether it can be written. */
const lookOrNobody = async (api: PersonsApi, draft: Draft): Promise<Looked> => {
  try {
    return await look(api, draft);
  } catch (error) {
    if (failureCodeOf(error) !== 'notOffered') throw error;
    return { key: lookedFor(draft), same: [], atAddress: new Set() };
  }
};

export interface Create {
  readonly looked: Looked | null;
  /** A make whose outcome is unknown came before. */
  readonly maybeMade: boolean;
  readonly busy: 'look' | 'create' | null;
  readonly failure: ApiFailure | null;
  readonly trouble: Trouble | null;
  readonly clear: () => void;
  /** Looks where it has not yet, and stops at who was found; the next time it makes. */
  readonly save: (draft: Draft) => void;
}

export const useCreate = (
  first: Draft,
  me: string | null,
  onMade: (person: PersonView) => void,
  onFound: () => void,
): Create => {
  const api = useApi(personsApi);
  const acting = useActing();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [maybeMade, setMaybeMade] = useState(false);
  const begun = useRef(first);
  /** Until the first saving: what was asked before that is overtaken by it. */
  const early = useRef(true);

  // Already while one reads the form: whoever it is need not be typed again.
  useEffect(() => {
    early.current = true;
    look(api, begun.current).then(
      (found) => {
        if (early.current) setLooked(found);
      },
      // Told when it is looked again, at saving.
      () => undefined,
    );
    return () => {
      early.current = false;
    };
  }, [api]);

  const make = async (draft: Draft): Promise<PersonView> => {
    try {
      return await api.create(creationOf(draft, me));
    } catch (error) {
      if (isUnclear(failureCodeOf(error))) {
        setMaybeMade(true);
        setLooked(null);
      }
      throw error;
    }
  };

  const save = async (draft: Draft): Promise<void> => {
    early.current = false;
    if (looked?.key !== lookedFor(draft)) {
      const found = await acting.run('look', () => lookOrNobody(api, draft));
      if (found === null) return;
      setLooked(found);
      if (found.same.length > 0) {
        onFound();
        return;
      }
    }
    const made = await acting.run('create', () => make(draft));
    if (made !== null) onMade(made);
  };

  return {
    looked,
    maybeMade,
    busy: acting.busy as Create['busy'],
    failure: acting.failure,
    trouble: acting.trouble,
    clear: acting.clear,
    save: (draft) => void save(draft),
  };
};
