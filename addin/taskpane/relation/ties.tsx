/** Whose relation this is, and becoming that (or no longer) oneself. Taking a colleague's place is asked first. */
import { Button, Link, mergeClasses } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { PersonView } from '../../../shared/api/persons.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { Face } from '../parts/face.tsx';
import { usePane } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { isMine, shownText } from './plain.ts';
import { useLooks } from './use-looks.ts';
import type { PersonActions } from './use-person-actions.ts';

/** As many owners as are shown by name. */
const FEW = 8;

type Role = 'relationManager' | 'owner';
interface Props {
  readonly person: PersonView;
  readonly actions: PersonActions;
}

export const Ties = (props: Props) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { relationManager, owners, hidden } = props.person;
  const showsManager = !hidden.includes('relationManager');
  const showsOwners = !hidden.includes('owners');
  if (!showsManager && !showsOwners) return null;
  return (
    <section className={mergeClasses(looks.part, looks.airy)}>
      <h2 className={looks.section}>{texts.mine}</h2>
      {showsManager && (
        <Tie
          {...props}
          role="relationManager"
          label={texts.manager}
          people={relationManager === null ? [] : [relationManager]}
        />
      )}
      {showsOwners && <Tie {...props} role="owner" label={texts.owners} people={owners} />}
    </section>
  );
};

type TieProps = Props & {
  readonly role: Role;
  readonly label: string;
  readonly people: PersonView['owners'];
};

const Tie = ({ person, actions, role, label, people }: TieProps) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { me } = usePane();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  const mine = isMine(person, role, me.employee);
  const colleague = role === 'relationManager' && !mine ? people[0] : undefined;
  useEffect(() => {
    // Back to the button that asked, which was away meanwhile.
    if (asked.current && !asking) button.current?.focus();
    asked.current = asking;
  }, [asking]);
  const change = () => {
    void actions.setMine(role, !mine).then(() => {
      setAsking(false);
    });
  };
  return (
    <div className={looks.part}>
      <span className={mergeClasses(looks.quiet, looks.small)}>{label}</span>
      <People people={people} />
      {me.employee !== null && !asking && (
        <div>
          <Link
            as="button"
            ref={button}
            disabledFocusable={actions.busy !== null}
            onClick={() => {
              if (colleague === undefined) change();
              else setAsking(true);
            }}
          >
            {mine ? texts.untie[role] : texts.tie[role]}
          </Link>
        </div>
      )}
      {asking && (
        <TakeOver
          colleague={colleague?.displayName ?? ''}
          busy={actions.busy !== null}
          onYes={change}
          onNo={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
};

const People = ({ people }: { people: PersonView['owners'] }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const { me } = usePane();
  if (people.length === 0) return <span>{texts.nobody}</span>;
  const more = people.length - FEW;
  return (
    <ul className={mergeClasses(looks.list, looks.rows)}>
      {people.slice(0, FEW).map(({ id, displayName }) => (
        <li key={id} className={looks.row}>
          <Face name={displayName} />
          <span className={looks.grow}>
            {shownText(displayName)}
            {id === me.employee?.id && <span className={looks.quiet}> ({texts.you})</span>}
          </span>
        </li>
      ))}
      {more > 0 && <li className={looks.quiet}>{texts.andMore(more)}</li>}
    </ul>
  );
};

interface TakeOverProps {
  readonly colleague: string;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

const TakeOver = ({ colleague, busy, onYes, onNo }: TakeOverProps) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    yes.current?.focus();
  }, []);
  const question = texts.takeOver(shownText(colleague));
  return (
    <div
      className={looks.box}
      role="group"
      aria-label={question}
      onKeyDown={({ key }) => {
        if (key === 'Escape' && !busy) onNo();
      }}
    >
      <p className={looks.text}>{question}</p>
      <div className={looks.actions}>
        <Button ref={yes} size="small" appearance="primary" disabledFocusable={busy} onClick={onYes}>
          {texts.takeOverYes}
        </Button>
        <Button size="small" disabledFocusable={busy} onClick={onNo}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
};
