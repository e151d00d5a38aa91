/** Several persons at one address: who is meant is asked once, remembered, shown, and can be changed. */
import { Button, Link, mergeClasses } from '@fluentui/react-components';
import { useState } from 'react';
import type { PersonView } from '../../../shared/api/persons.ts';
import { relationTexts } from '../../../shared/texts/pane/relation.ts';
import { ActionTrouble } from '../parts/notices.tsx';
import { useSpeech } from '../texts.tsx';
import type { Acting } from '../use-resource.ts';
import { shownText } from './plain.ts';
import { useLooks } from './use-looks.ts';
import { describe } from './words.ts';

interface Props {
  readonly address: string;
  readonly persons: readonly PersonView[];
  readonly chosen: string | null;
  readonly acting: Acting;
  /** Null: to be asked again. */
  readonly onChoose: (personId: string | null) => void;
}

export const Chooser = ({ address, persons, chosen, acting, onChoose }: Props) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  const [wanted, setWanted] = useState(chosen);
  return (
    <form
      className={mergeClasses(looks.part, looks.airy)}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== null) onChoose(wanted);
      }}
    >
      <h1 className={looks.title} tabIndex={-1}>
        {texts.whoTitle}
      </h1>
      <p className={looks.quiet}>{shownText(address)}</p>
      <fieldset className={looks.fieldset}>
        <legend className={looks.fieldset}>{texts.whoText(persons.length)}</legend>
        {persons.map((person) => (
          <label key={person.id} className={looks.radio}>
            <input
              type="radio"
              name="person"
              checked={wanted === person.id}
              onChange={() => {
                setWanted(person.id);
              }}
            />
            <span className={looks.grow}>
              {shownText(person.displayName)}
              {person.former && <span className={looks.badge}>{texts.former}</span>}
              <br />
              <span className={mergeClasses(looks.quiet, looks.small)}>{describe(person, texts)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {acting.trouble !== null && <ActionTrouble trouble={acting.trouble} />}
      <div className={looks.actions}>
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={wanted === null || acting.busy !== null}
        >
          {texts.choose}
        </Button>
        {chosen !== null && (
          <Button
            disabledFocusable={acting.busy !== null}
            onClick={() => {
              onChoose(null);
            }}
          >
            {texts.forget}
          </Button>
        )}
      </div>
    </form>
  );
};

/** Above the person who was chosen here before. */
export const Remembered = ({ name, onChange }: { name: string; onChange: () => void }) => {
  const looks = useLooks();
  const texts = useSpeech(relationTexts);
  return (
    <p className={looks.quiet}>
      {texts.remembered} {shownText(name)} –{' '}
      <Link as="button" inline data-opener="who" onClick={onChange}>
        {texts.change}
      </Link>
    </p>
  );
};
