/** The address of a mail is added to somebody the office knows already: who (search as you type), then what will change. */
import { useState } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import { personFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import { useSpeech } from '../../texts.tsx';
import { FormFrame } from './form-frame.tsx';
import { GiveAddress } from './give-address.tsx';
import { PersonSearch } from './person-search.tsx';
import { cutShort } from './show-value.ts';

interface Props {
  readonly address: string;
  readonly onDone: (person: PersonView) => void;
  readonly onCancel: () => void;
}

const AddAddress = ({ address, onDone, onCancel }: Props) => {
  const texts = useSpeech(personFormTexts);
  // What was searched for stays when one comes back to choose somebody else.
  const [term, setTerm] = useState('');
  const [person, setPerson] = useState<PersonView | null>(null);
  if (person !== null)
    return (
      <GiveAddress
        person={person}
        address={address}
        onDone={onDone}
        onCancel={onCancel}
        onBack={() => {
          setPerson(null);
        }}
      />
    );
  return (
    <FormFrame
      texts={texts}
      title={texts.search.title}
      intro={texts.search.text(cutShort(address))}
      dirty={false}
      busy={null}
      onCancel={onCancel}
    >
      <PersonSearch term={term} onTerm={setTerm} onChoose={setPerson} />
    </FormFrame>
  );
};

export default AddAddress;
