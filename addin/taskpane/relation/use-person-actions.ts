/** What one may do about a person, one thing at a time; what came of it is said, and shown at once. */
import { person as personSchema, type PersonView } from '../../../shared/api/persons.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { asApiFailure, type Trouble } from '../../api/failure.ts';
import { personsApi } from '../../api/persons.ts';
import { useApi, usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { useActing } from '../use-resource.ts';
import { shownText } from './plain.ts';

export interface PersonActions {
  readonly busy: string | null;
  readonly trouble: Trouble | null;
  readonly setMine: (role: 'relationManager' | 'owner', mine: boolean) => Promise<void>;
  /** Not in my Outlook, and in it again. */
  readonly setExcluded: (excluded: boolean) => Promise<void>;
}

export const usePersonActions = (
  person: PersonView,
  onPerson: (person: PersonView) => void,
): PersonActions => {
  const { announce, refresh } = usePane();
  const api = useApi(personsApi);
  const texts = useSpeech(relationTexts);
  const { busy, trouble, run } = useActing();
  const name = shownText(person.displayName);

  const change = async (what: string, work: () => Promise<PersonView>, sentence: string) => {
    const after = await run(what, async () => {
      try {
        return await work();
      } catch (error) {
        // Changed meanwhile: as it is now is shown, and nothing of ours was done.
        const now = personSchema.safeParse(asApiFailure(error)?.detail.current);
        if (now.success) onPerson(now.data);
        throw error;
      }
    });
    if (after === null) return;
    onPerson(after);
    announce(sentence);
    void refresh();
  };

  return {
    busy,
    trouble,
    setMine: (role, mine) =>
      change(
        role,
        () => api.setMine(person.id, { version: person.version, role, mine }),
        mine ? texts.tied[role](name) : texts.untied[role](name),
      ),
    setExcluded: (excluded) =>
      change(
        'exclude',
        async () => {
          await (excluded ? api.exclude(person.id) : api.include(person.id));
          return api.one(person.id);
        },
        excluded ? texts.excluded(name) : texts.included(name),
      ),
  };
};
