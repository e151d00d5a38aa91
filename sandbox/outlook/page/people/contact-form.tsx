/** A contact being typed. */
import { Button, Field, Input, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { DetailPanel, Scroll } from '../parts.tsx';
import { useTexts } from '../texts.ts';
import { groups, type FormField, type FormValues } from './fields.ts';

const useStyles = makeStyles({
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  group: { marginBottom: tokens.spacingVerticalXL },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
    gap: tokens.spacingHorizontalM,
    alignItems: 'start',
    marginTop: tokens.spacingVerticalS,
  },
});

const TYPES: Partial<Record<FormField, 'date' | 'email' | 'tel'>> = {
  birthday: 'date',
  email: 'email',
  secondEmail: 'email',
  thirdEmail: 'email',
  mobilePhone: 'tel',
  businessPhone: 'tel',
  homePhone: 'tel',
};

interface Props {
  readonly title: string;
  readonly values: FormValues;
  readonly onSave: (values: FormValues) => void;
  readonly onCancel: () => void;
}

export const ContactForm = ({ title, values, onSave, onCancel }: Props) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  const [typed, setTyped] = useState(values);
  return (
    <DetailPanel
      head={
        <div className={styles.actions}>
          <Button
            appearance="primary"
            onClick={() => {
              onSave(typed);
            }}
          >
            {t.save}
          </Button>
          <Button appearance="subtle" onClick={onCancel}>
            {t.cancel}
          </Button>
        </div>
      }
    >
      <Scroll>
        <form
          aria-label={title}
          onSubmit={(event) => {
            event.preventDefault();
            onSave(typed);
          }}
        >
          {groups.map(([group, fields]) => (
            <section key={group} className={styles.group} aria-label={t.groups[group]}>
              <Text as="h3" block weight="semibold" style={{ margin: 0 }}>
                {t.groups[group]}
              </Text>
              <div className={styles.fields}>
                {fields.map((field) => (
                  <Field key={field} label={t.fields[field]}>
                    <FormInput
                      field={field}
                      value={typed[field]}
                      onValue={(value) => {
                        setTyped({ ...typed, [field]: value });
                      }}
                    />
                  </Field>
                ))}
              </div>
            </section>
          ))}
          <button type="submit" hidden />
        </form>
      </Scroll>
    </DetailPanel>
  );
};

interface InputProps {
  readonly field: FormField;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** Takes the label that Field hands down by its props. */
const FormInput = ({ field, value, onValue, ...fromField }: InputProps) =>
  field === 'personalNotes' ? (
    <Textarea
      {...fromField}
      value={value}
      onChange={(_event, data) => {
        onValue(data.value);
      }}
    />
  ) : (
    <Input
      {...fromField}
      type={TYPES[field] ?? 'text'}
      value={value}
      onChange={(_event, data) => {
        onValue(data.value);
      }}
    />
  );
