/** Whoever the open item is from and to, and the one of them who is looked at. */
import { mergeClasses } from '@fluentui/react-components';
import { useLayoutEffect, useRef, useState } from 'react';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { personsApi } from '../../api/persons.ts';
import { addressKey, isAddress, type Correspondent } from '../../office/item.ts';
import { ReadTrouble, StartFailed } from '../parts/notices.tsx';
import { HomeSkeleton } from '../parts/skeleton.tsx';
import { useApi, usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { useActing } from '../use-resource.ts';
import { Chooser, Remembered } from './chooser.tsx';
import { Correspondents } from './correspondents.tsx';
import { personAt, type Known } from './lookups.ts';
import { NothingOpen } from './nothing-open.tsx';
import { PersonCard } from './person-card.tsx';
import { shownText } from './plain.ts';
import type { Form } from './relation-screen.tsx';
import { Stranger } from './stranger.tsx';
import type { Correspondence } from './use-correspondence.ts';
import { useLooks } from './use-looks.ts';

interface Props {
  readonly correspondence: Correspondence;
  readonly onForm: (form: Form) => void;
}

export const OpenItem = ({ correspondence, onForm }: Props) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { announce, state } = usePane();
  const { shown, following, trouble, open, want, follow } = correspondence;
  const place = useStepBack(following);
  if (shown === null) return <HomeSkeleton />;
  const known = open === null ? undefined : shown.known.get(addressKey(open.address));
  // Said above already, for the pane as a whole.
  const isSaid = known !== undefined && trouble?.code === 'offline' && state.trouble?.code === 'offline';
  return (
    <div ref={place} tabIndex={-1} className={looks.bare}>
      <div
        className={mergeClasses(looks.page, following && looks.following)}
        aria-busy={following}
        inert={following}
      >
        {trouble !== null && (known !== undefined || open === null) && !isSaid && (
          <ReadTrouble trouble={trouble} onRetry={follow} />
        )}
        <Correspondents
          shown={shown}
          open={open}
          looking={trouble === null}
          onOpen={(one) => {
            want(one.address);
            announce(texts.shown(shownText(one.name ?? one.address)));
          }}
        />
        {open === null ? (
          <NothingOpen item={shown.item} />
        ) : known !== undefined || !isAddress(open.address) ? (
          <Someone
            key={addressKey(open.address)}
            correspondent={open}
            known={known ?? nobody}
            correspondence={correspondence}
            onForm={onForm}
          />
        ) : trouble !== null ? (
          <StartFailed {...trouble} onRetry={follow} />
        ) : (
          <HomeSkeleton />
        )}
      </div>
    </div>
  );
};

const nobody: Known = { persons: [], chosen: null };

/**
 * What cannot be used for a moment lets go of the focus, and not to the page as a whole. Only where the keyboard is here:
 * taking it from Outlook's list of mails would stop whoever walks through it.
 */
const useStepBack = (following: boolean) => {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!following || !document.hasFocus()) return;
    if (place.current?.contains(document.activeElement) === true) place.current.focus();
  }, [following]);
  return place;
};

interface SomeoneProps extends Props {
  readonly correspondent: Correspondent;
  readonly known: Known;
}

const Someone = ({ correspondent, known, correspondence, onForm }: SomeoneProps) => {
  const texts = useSpeech(relationTexts);
  const { announce } = usePane();
  const api = useApi(personsApi);
  const acting = useActing();
  const [asking, setAsking] = useState(false);
  const { persons } = known;
  const { address } = correspondent;
  const person = personAt(known);

  const choose = async (personId: string | null) => {
    const done = await acting.run('choose', () => api.choose(address, personId));
    if (done === null) return;
    correspondence.setKnown(address, { persons, chosen: personId });
    setAsking(false);
    const name = persons.find(({ id }) => id === personId)?.displayName;
    announce(name === undefined ? texts.forgotten : texts.chosen(shownText(name)));
  };

  if (persons.length > 1 && (person === null || asking))
    return (
      <Chooser
        key={known.chosen ?? ''}
        address={address}
        persons={persons}
        chosen={known.chosen}
        acting={acting}
        onChoose={(personId) => void choose(personId)}
      />
    );
  if (person === null)
    return (
      <Stranger
        correspondent={correspondent}
        onCreate={() => {
          onForm({ opener: 'create', from: correspondent });
        }}
        onAdd={() => {
          onForm({ opener: 'add', from: correspondent });
        }}
      />
    );
  return (
    <>
      {persons.length > 1 && (
        <Remembered
          name={person.displayName}
          onChange={() => {
            setAsking(true);
          }}
        />
      )}
      <PersonCard
        key={person.id}
        person={person}
        settled={!correspondence.following}
        onPerson={correspondence.setPerson}
        onEdit={() => {
          onForm({ opener: 'edit', person });
        }}
      />
    </>
  );
};
