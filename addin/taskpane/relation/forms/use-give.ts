/**
 * Gives a person an address, on the version that was shown. Where the person has changed meanwhile but what was told
 * about that place still holds, it goes on by itself; else the new state is shown and asked again. Safe to repeat: a
 * person who has the address by now is simply done.
 */
import { useState } from 'react';
import { person as personSchema, type PersonView } from '../../../../shared/api/persons.ts';
import { asApiFailure, type ApiFailure, type Trouble } from '../../../api/failure.ts';
import { personsApi } from '../../../api/persons.ts';
import { useApi } from '../../pane.ts';
import { useActing } from '../../use-resource.ts';
import { planAddress, type AddressField, type AddressPlan } from './address-plan.ts';
import { isSame } from './three-way.ts';

/** How often it is tried anew on a newer version before its user is asked to. */
const MAX_ROUNDS = 5;

export interface Give {
  readonly person: PersonView;
  readonly plan: AddressPlan;
  /** Null: not chosen yet. */
  readonly chosen: AddressField | null;
  readonly choose: (field: AddressField) => void;
  /** The person is another than the one that was chosen: told, to be looked at again. */
  readonly changed: boolean;
  readonly busy: boolean;
  readonly failure: ApiFailure | null;
  readonly trouble: Trouble | null;
  readonly save: () => void;
}

export const useGive = (first: PersonView, address: string, onSaved: (person: PersonView) => void): Give => {
  const api = useApi(personsApi);
  const acting = useActing();
  const [person, setPerson] = useState(first);
  const [changed, setChanged] = useState(false);
  const plan = planAddress(person, address);
  const [picked, setPicked] = useState<AddressField | null>(null);
  const chosen = plan.places.some(({ field }) => field === picked) ? picked : plan.proposed;

  const give = async (field: AddressField): Promise<PersonView | null> => {
    const told = person.fields[field];
    let version = person.version;
    for (let round = 1; ; round += 1) {
      try {
        return await api.change(person.id, { version, fields: { [field]: address.trim() } });
      } catch (error) {
        const failure = asApiFailure(error);
        if (failure?.code !== 'stale' || round === MAX_ROUNDS) throw error;
        const read = personSchema.safeParse(failure.detail.current);
        const now = read.success ? read.data : await api.one(person.id);
        if (planAddress(now, address).has !== null) return now;
        if (!isSame(field, now.fields[field], told)) {
          setPerson(now);
          setPicked(null);
          setChanged(true);
          return null;
        }
        version = now.version;
      }
    }
  };
  return {
    person,
    plan,
    chosen,
    choose: setPicked,
    changed,
    busy: acting.busy !== null,
    failure: acting.failure,
    trouble: acting.trouble,
    save: () => {
      if (chosen === null) return;
      void acting
        .run('give', () => give(chosen))
        .then((saved) => {
          if (saved !== null) onSaved(saved);
        });
    },
  };
};
