/**
 * Changing a person in place. Shows every field that its kind has and the office does not hide; sends only what differs.
 * Never overwrites what somebody else wrote meanwhile without saying so (use-edit.ts, conflict.tsx).
 */
import { makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFieldId } from '../../../../shared/person.ts';
import { personFormTexts, problemSentence } from '../../../../shared/texts/pane/person-forms.ts';
import { usePane } from '../../pane.ts';
import { useSpeech } from '../../texts.tsx';
import { Conflict, SavedBesides } from './conflict.tsx';
import { FieldInput, halfTyped, useFocusFirstProblem } from './field-input.tsx';
import { FormFrame } from './form-frame.tsx';
import { formSections, inputKind, shows, type FormSection } from './person-fields.ts';
import { SavingTrouble } from './saving-trouble.tsx';
import { cutShort } from './show-value.ts';
import { useEdit, type Edit } from './use-edit.ts';
import { nameGrid, pairGrid } from './grids.ts';

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  section: {
    display: 'grid',
    gridTemplateColumns: '1fr',
    gap: tokens.spacingVerticalM,
    alignItems: 'start',
    margin: 0,
    padding: 0,
    border: 'none',
    minWidth: 0,
  },
  name: nameGrid,
  pair: pairGrid,
  legend: { padding: 0, marginBottom: tokens.spacingVerticalS, fontWeight: tokens.fontWeightSemibold },
  note: { color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly person: PersonView;
  readonly onDone: (person: PersonView) => void;
  readonly onCancel: () => void;
}

const EditPerson = ({ person, onDone, onCancel }: Props) => {
  const texts = useSpeech(personFormTexts);
  const { announce } = usePane();
  const edit = useEdit(person, (saved) => {
    announce(texts.saved(saved.displayName));
    onDone(saved);
  });
  const { saved, review } = edit;
  if (saved !== null)
    return (
      <SavedBesides
        texts={texts}
        taken={edit.taken}
        onDone={() => {
          onDone(saved);
        }}
      />
    );
  if (review !== null)
    return (
      <Conflict
        // Another version is another question.
        key={review.now.version}
        texts={texts}
        person={review.now}
        merged={review.merged}
        busy={edit.busy}
        trouble={edit.trouble}
        onSave={edit.saveChosen}
        onBack={edit.backToForm}
        onCancel={onCancel}
      />
    );
  return <Fields edit={edit} onCancel={onCancel} />;
};

const Fields = ({ edit, onCancel }: { edit: Edit; onCancel: () => void }) => {
  const styles = useStyles();
  const texts = useSpeech(personFormTexts);
  const body = useRef<HTMLDivElement>(null);
  const { base, problems } = edit;
  useFocusFirstProblem(body, problems);
  const elsewhere = Object.keys(problems).filter((name) => !shows(base, name as PersonFieldId));
  return (
    <FormFrame
      long
      texts={texts}
      title={texts.edit.title(cutShort(base.displayName))}
      dirty={edit.dirty}
      busy={edit.busy ? texts.saving : null}
      save={{
        label: texts.save,
        act: () => {
          edit.save(halfTyped(body.current));
        },
      }}
      onCancel={onCancel}
    >
      {edit.gone ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{texts.edit.gone}</MessageBarBody>
        </MessageBar>
      ) : (
        <SavingTrouble texts={texts} trouble={edit.trouble} problems={problems} elsewhere={elsewhere} />
      )}
      <div ref={body} className={styles.fields}>
        {formSections(base).map(({ section, fields }) => (
          <fieldset key={section} className={styles.section}>
            <legend className={styles.legend}>
              {section === 'private' && base.kind === 'privatePerson'
                ? texts.edit.privateSection
                : texts.edit.sections[section]}
            </legend>
            <div className={section === 'name' ? styles.name : styles.pair}>
              {fields.map((field) => (
                <EditField key={field} field={field} edit={edit} autoFocus={field === firstOf(section)} />
              ))}
            </div>
          </fieldset>
        ))}
        {base.headId !== null && <Text className={styles.note}>{texts.edit.follows}</Text>}
      </div>
    </FormFrame>
  );
};

/** Where typing begins: a name is more often mended than initials. */
const firstOf = (section: FormSection): PersonFieldId | null => (section === 'name' ? 'firstName' : null);

const EditField = ({ field, edit, autoFocus }: { field: PersonFieldId; edit: Edit; autoFocus: boolean }) => {
  const texts = useSpeech(personFormTexts);
  const problem = edit.problems[field];
  return (
    <FieldInput
      name={field}
      label={texts.fields[field]}
      kind={inputKind(field)}
      value={edit.typed[field]}
      required={field === 'lastName'}
      autoFocus={autoFocus}
      wide={inputKind(field) === 'email' || field === 'jobTitle'}
      {...(problem === undefined ? {} : { problem: problemSentence(texts, problem) })}
      onChange={(value) => {
        edit.type(field, value);
      }}
    />
  );
};

export default EditPerson;
