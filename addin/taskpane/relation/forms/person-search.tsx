/**
 * Search as you type among the office's persons: an input and the list under it, by the ARIA pattern of a combobox with
 * a list box (the focus stays in the input, the arrows move the active option). An answer to an older question is dropped.
 * www.w3.org/WAI/ARIA/apg/patterns/combobox
 */
import {
  Button,
  Field,
  Input,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import { personFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import { personsApi } from '../../../api/persons.ts';
import { useApi } from '../../pane.ts';
import { sentenceFor } from '../../parts/notices.tsx';
import { useSpeech, useTexts } from '../../texts.tsx';
import { useResource } from '../../use-resource.ts';
import { PersonLine } from './person-line.tsx';

/** Long enough for most to finish a word, short enough to feel at once. */
export const DEBOUNCE_MS = 250;
const MIN_LENGTH = 2;
const MAX_LENGTH = 200;
const MAX_FOUND = 8;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  option: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    cursor: 'pointer',
    ':not(:last-child)': { borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground6,
    outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: `-${tokens.strokeWidthThick}`,
  },
  old: { opacity: 0.6 },
  status: { color: tokens.colorNeutralForeground2, minHeight: tokens.lineHeightBase300 },
});

const useDebounced = (text: string): string => {
  const [late, setLate] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(text);
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return late;
};

const nobody: readonly PersonView[] = [];

/** What was found last stays in sight, greyed, until the next answer; `fresh` tells whether it answers what is typed. */
const useFound = (term: string) => {
  const api = useApi(personsApi);
  const asked = useDebounced(term);
  const isLong = asked.length >= MIN_LENGTH;
  const answer = useResource(isLong ? asked : null, () => api.search(asked, MAX_FOUND));
  const [shown, setShown] = useState(nobody);
  const { data, trouble, reload } = answer;
  useEffect(() => {
    if (data !== null) setShown(data.items);
  }, [data]);
  const empty = term.length < MIN_LENGTH || trouble !== null;
  return {
    persons: empty ? nobody : (data?.items ?? shown),
    fresh: !empty && term === asked && data !== null,
    trouble: term === asked ? trouble : null,
    reload,
  };
};

interface Props {
  readonly term: string;
  readonly onTerm: (term: string) => void;
  readonly onChoose: (person: PersonView) => void;
}

export const PersonSearch = ({ term, onTerm, onChoose }: Props) => {
  const styles = useStyles();
  const texts = useSpeech(personFormTexts);
  const listId = useId();
  const found = useFound(term.trim());
  const [active, setActive] = useState<number | null>(null);
  const { persons, fresh } = found;
  // Options of another answer are others.
  useEffect(() => {
    setActive(null);
  }, [persons]);
  const open = persons.length > 0;
  const optionId = (at: number) => `${listId}-${String(at)}`;

  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyed(event.key, active, persons.length);
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const at = active ?? (persons.length === 1 ? 0 : null);
      const person = at === null ? undefined : persons[at];
      if (fresh && person !== undefined) onChoose(person);
    } else if (event.key === 'Escape' && term !== '') {
      // The first Escape empties the search; the next one leaves.
      event.preventDefault();
      onTerm('');
    }
  };
  return (
    <div className={styles.root}>
      <Field label={texts.search.label}>
        <Input
          value={term}
          type="text"
          role="combobox"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && active !== null ? optionId(active) : undefined}
          autoComplete="off"
          maxLength={MAX_LENGTH}
          spellCheck={false}
          onChange={(_event, data) => {
            onTerm(data.value);
          }}
          onKeyDown={onKeyDown}
        />
      </Field>
      <Status term={term.trim()} found={found} />
      <ul
        id={listId}
        role="listbox"
        aria-label={texts.search.listLabel}
        hidden={!open}
        className={mergeClasses(styles.list, open && !fresh && styles.old)}
      >
        {persons.map((person, at) => (
          <li
            key={person.id}
            id={optionId(at)}
            role="option"
            aria-selected={at === active}
            className={mergeClasses(styles.option, at === active && styles.active)}
            ref={at === active ? scrollIntoSight : null}
            // The focus stays in the input.
            onMouseDown={(event) => {
              event.preventDefault();
            }}
            onClick={() => {
              onChoose(person);
            }}
          >
            <PersonLine texts={texts} person={person} />
          </li>
        ))}
      </ul>
    </div>
  );
};

const scrollIntoSight = (option: HTMLElement | null): void => {
  // Not everywhere: jsdom lays nothing out.
  if (typeof option?.scrollIntoView === 'function') option.scrollIntoView({ block: 'nearest' });
};

/** Where the arrows lead; undefined: not a key of the list. */
const keyed = (key: string, active: number | null, count: number): number | null | undefined => {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return active === null ? 0 : (active + 1) % count;
  if (key === 'ArrowUp') return active === null ? count - 1 : (active - 1 + count) % count;
  if (key === 'Home' && active !== null) return 0;
  if (key === 'End' && active !== null) return count - 1;
  return undefined;
};

const Status = ({ term, found }: { term: string; found: ReturnType<typeof useFound> }) => {
  const styles = useStyles();
  const texts = useSpeech(personFormTexts);
  const shell = useTexts();
  const { persons, fresh, trouble, reload } = found;
  if (trouble !== null)
    return (
      <MessageBar intent="warning" layout="multiline" role="alert">
        <MessageBarBody>
          {trouble.code === 'offline' ? shell.trouble.offlineStart : sentenceFor(trouble, shell)}
        </MessageBarBody>
        <MessageBarActions>
          <Button type="button" size="small" onClick={reload}>
            {texts.search.retry}
          </Button>
        </MessageBarActions>
      </MessageBar>
    );
  const sentence = () => {
    if (term.length < MIN_LENGTH) return texts.search.min;
    if (!fresh) return texts.search.searching;
    if (persons.length === 0) return texts.search.none;
    return persons.length < MAX_FOUND
      ? texts.search.found(persons.length)
      : texts.search.foundMore(persons.length);
  };
  return (
    <Text role="status" size={200} className={styles.status}>
      {!fresh && term.length >= MIN_LENGTH && <Spinner size="extra-tiny" aria-hidden />} {sentence()}
    </Text>
  );
};
