/** One text of a person in a form: label, native input of the right type, and what is wrong with it. */
import { Field, Input, makeStyles, mergeClasses } from '@fluentui/react-components';
import { useEffect, type RefObject } from 'react';
import { MAX_FIELD_LENGTH } from '../../../../shared/api/persons.ts';
import type { FieldKind, Problems } from './person-fields.ts';

const useStyles = makeStyles({
  field: { minWidth: 0 },
  // An address is read as a whole: never beside another field.
  wide: { gridColumn: '1 / -1' },
  // Room for the buttons that stay in sight at the bottom: what has the focus is never behind them.
  input: { width: '100%', minWidth: 0, '& > input': { minWidth: 0, scrollMarginBottom: '96px' } },
});

interface Props {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly kind: FieldKind;
  readonly onChange: (value: string) => void;
  /** The sentence of what is wrong. */
  readonly problem?: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly autoFocus?: boolean;
  /** A row to itself, where fields stand side by side. */
  readonly wide?: boolean;
}

export const FieldInput = (props: Props) => {
  const {
    name,
    label,
    value,
    kind,
    onChange,
    problem,
    hint,
    required = false,
    autoFocus = false,
    wide = false,
  } = props;
  const styles = useStyles();
  return (
    <Field
      className={mergeClasses(styles.field, wide && styles.wide)}
      label={label}
      required={required}
      {...(problem === undefined ? {} : { validationMessage: problem, validationState: 'error' as const })}
      {...(hint === undefined ? {} : { hint })}
    >
      <Input
        className={styles.input}
        name={name}
        type={kind}
        value={value}
        autoComplete="off"
        maxLength={MAX_FIELD_LENGTH}
        spellCheck={false}
        // The office's own data about somebody else: nothing for a password manager to fill in.
        data-1p-ignore
        data-lpignore="true"
        {...(autoFocus ? { 'data-autofocus': true } : {})}
        onChange={(_event, data) => {
          onChange(data.value);
        }}
      />
    </Field>
  );
};

/** Puts the focus on the first input that is wrong, in the order of the form, each time new problems come. */
export const useFocusFirstProblem = (within: RefObject<HTMLElement | null>, problems: Problems): void => {
  useEffect(() => {
    const names = Object.keys(problems);
    if (names.length === 0) return;
    const inputs = [...(within.current?.querySelectorAll('input') ?? [])];
    inputs.find((input) => names.includes(input.name))?.focus();
  }, [within, problems]);
};

/** Date inputs with something in them that is no date yet; their value is blank, and must not be taken for "emptied". */
export const halfTyped = (within: HTMLElement | null): string[] =>
  [...(within?.querySelectorAll<HTMLInputElement>('input[type="date"]') ?? [])]
    .filter((input) => input.validity.badInput)
    .map((input) => input.name);
