/** Less of the history: one field, one side, only where a value lost; and one person, whose own history that is. */
import {
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  Link,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { fieldIds, type FieldId } from '../../../shared/person.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { personsApi } from '../../api/persons.ts';
import type { HistoryAsked } from '../../api/history.ts';
import { useApi } from '../pane.ts';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';
import { useSettled } from '../use-settled.ts';

const SHORTEST = 2;

const useStyles = makeStyles({
  box: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    '& summary': { cursor: 'pointer' },
  },
  column: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    marginTop: tokens.spacingVerticalM,
  },
  clear: { alignSelf: 'start' },
  found: { margin: 0, padding: 0, listStyleType: 'none' },
  one: { display: 'block', padding: `${tokens.spacingVerticalXS} 0`, textAlign: 'start' },
  of: { color: tokens.colorNeutralForeground2 },
});

export type Filters = Omit<HistoryAsked, 'person'>;
export const noFilters: Filters = { field: null, side: null, overruled: false };

export const countOf = ({ field, side, overruled }: Filters): number =>
  [field !== null, side !== null, overruled].filter(Boolean).length;

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  /** Null: one person's history already. */
  readonly onPerson: ((personId: string) => void) | null;
}

export const FilterBox = ({ filters, onChange, onPerson }: Props) => {
  const styles = useStyles();
  const { filters: texts } = useSpeech(paneHistoryTexts);
  const fields = fieldTexts[useLanguage()];
  const count = countOf(filters);
  return (
    <details className={styles.box}>
      <summary>{texts.title(count)}</summary>
      <div className={styles.column}>
        {onPerson !== null && <PersonSearch onPerson={onPerson} />}
        <Field label={texts.field}>
          <Select
            value={filters.field ?? ''}
            onChange={(_event, { value }) => {
              onChange({ ...filters, field: value === '' ? null : (value as FieldId) });
            }}
          >
            <option value="">{texts.anyField}</option>
            {fieldIds.map((id) => (
              <option key={id} value={id}>
                {fields[id]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={texts.side}>
          <Select
            value={filters.side ?? ''}
            onChange={(_event, { value }) => {
              onChange({ ...filters, side: value === '' ? null : (value as 'crm' | 'remote') });
            }}
          >
            <option value="">{texts.anySide}</option>
            <option value="crm">{texts.crm}</option>
            <option value="remote">{texts.remote}</option>
          </Select>
        </Field>
        <Checkbox
          label={texts.overruled}
          checked={filters.overruled}
          onChange={(_event, { checked }) => {
            onChange({ ...filters, overruled: checked === true });
          }}
        />
        <Button
          size="small"
          className={styles.clear}
          disabledFocusable={count === 0}
          onClick={() => {
            onChange(noFilters);
          }}
        >
          {texts.clear}
        </Button>
      </div>
    </details>
  );
};

const PersonSearch = ({ onPerson }: { onPerson: (personId: string) => void }) => {
  const styles = useStyles();
  const { filters: texts } = useSpeech(paneHistoryTexts);
  const api = useApi(personsApi);
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const { data } = useResource(q.length < SHORTEST ? null : `history/persons/${q}`, () => api.search(q, 6));
  return (
    <div>
      <Field label={texts.person} hint={texts.personHint}>
        <Input
          type="search"
          value={typed}
          maxLength={200}
          onChange={(_event, { value }) => {
            setTyped(value);
          }}
        />
      </Field>
      <div role="status">{data?.items.length === 0 && <Caption1>{texts.personNone}</Caption1>}</div>
      <ul className={styles.found}>
        {data?.items.map(({ id, displayName, organisation }) => (
          <li key={id}>
            <Link
              as="button"
              className={styles.one}
              onClick={() => {
                onPerson(id);
              }}
            >
              {displayName}
            </Link>
            {organisation !== null && <Caption1 className={styles.of}>{organisation.name}</Caption1>}
          </li>
        ))}
      </ul>
    </div>
  );
};
