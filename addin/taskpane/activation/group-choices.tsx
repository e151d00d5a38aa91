/** R1: groups in and out, from those that the CRM has. Without an answer from the CRM one goes on with what was chosen. */
import {
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { MailboxSettings } from '../../../shared/api/mailbox.ts';
import { choicesTexts } from '../../../shared/texts/pane/choices.ts';
import { mailboxApi } from '../../api/mailbox.ts';
import { useApi } from '../pane.ts';
import { useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';

/** From here on one looks for a group by name. */
const MANY = 8;

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  heading: { margin: 0 },
  list: {
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  summary: {
    display: 'list-item',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground6 },
    ':focus-visible': { outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}` },
  },
  state: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  inside: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS}`,
  },
  hint: { color: tokens.colorNeutralForeground3, paddingInline: tokens.spacingHorizontalS },
  groups: { maxHeight: '216px', overflowY: 'auto', margin: 0, padding: 0, listStyleType: 'none' },
  group: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingInlineEnd: tokens.spacingHorizontalXS,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  trouble: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, alignItems: 'start' },
});

interface Group {
  readonly name: string;
  /** Null: not known before the activation; undefined: the CRM no longer has the group. */
  readonly persons: number | null | undefined;
}
type Which = 'groupsIncluded' | 'groupsExcluded';

interface Props {
  readonly value: MailboxSettings;
  readonly onChange: (value: MailboxSettings) => void;
}

const fold = (text: string): string => text.normalize('NFC').trim().toLowerCase();

export const GroupChoices = ({ value, onChange }: Props) => {
  const styles = useStyles();
  const { groups: texts } = useSpeech(choicesTexts);
  const api = useApi(mailboxApi);
  const { data, trouble, reload } = useResource('groups', () => api.groups());
  const headingId = useId();
  const both = value.groupsIncluded.filter((name) => value.groupsExcluded.includes(name));
  const hasAny = value.groupsIncluded.length + value.groupsExcluded.length > 0;
  const nothing = data !== null && data.items.length === 0 && !hasAny;
  const list = (which: Which) => (
    <GroupList which={which} known={data?.items ?? null} value={value} onChange={onChange} />
  );
  return (
    <div role="group" aria-labelledby={headingId} className={styles.part}>
      <Subtitle2 as="h2" id={headingId} className={styles.heading}>
        {texts.legend}
      </Subtitle2>
      {trouble !== null && (
        <div className={styles.trouble}>
          <Text>{texts.failed}</Text>
          <Button size="small" onClick={reload}>
            {texts.retry}
          </Button>
        </div>
      )}
      {data === null && trouble === null && (
        <Skeleton aria-label={texts.loading}>
          <SkeletonItem size={32} />
        </Skeleton>
      )}
      {nothing ? (
        <Text className={styles.quiet}>{texts.nothing}</Text>
      ) : (
        (data !== null || hasAny) && (
          <>
            {list('groupsIncluded')}
            {list('groupsExcluded')}
          </>
        )
      )}
      {both.length > 0 && <Text role="status">{texts.both(both.join(', '))}</Text>}
    </div>
  );
};

/** Those of the CRM, and before them what was chosen and is not there (any more). */
const withChosen = (known: readonly Group[] | null, chosen: readonly string[]): readonly Group[] => {
  const lost = chosen.filter((name) => !(known ?? []).some((group) => group.name === name));
  // While the CRM has not answered, nothing is called gone.
  return [...lost.map((name) => ({ name, persons: known === null ? null : undefined })), ...(known ?? [])];
};

const GroupList = ({
  which,
  known,
  value,
  onChange,
}: Props & { which: Which; known: readonly Group[] | null }) => {
  const styles = useStyles();
  const { groups: texts } = useSpeech(choicesTexts);
  const [sought, setSought] = useState('');
  const chosen = value[which];
  // What was chosen when the list was opened keeps its place: a row must not go from under the pointer.
  const [first] = useState(chosen);
  const groups = withChosen(known, [...new Set([...first, ...chosen])]);
  const found = groups.filter(({ name }) => fold(name).includes(fold(sought)));
  const isIn = which === 'groupsIncluded';
  const state =
    chosen.length > 2 ? texts.chosen(chosen.length) : chosen.join(', ') || (isIn ? texts.all : texts.none);
  return (
    <details className={styles.list}>
      <summary className={styles.summary}>
        {isIn ? texts.included : texts.excluded}: <span className={styles.state}>{state}</span>
      </summary>
      <div className={styles.inside}>
        <Caption1 className={styles.hint}>{isIn ? texts.includedHint : texts.excludedHint}</Caption1>
        {groups.length > MANY && (
          <Field label={texts.search} size="small">
            <Input
              type="search"
              size="small"
              value={sought}
              onChange={(_, { value: text }) => {
                setSought(text);
              }}
            />
          </Field>
        )}
        <ul className={styles.groups}>
          {found.map((group) => (
            <li key={group.name} className={styles.group}>
              <Checkbox
                label={group.name}
                checked={chosen.includes(group.name)}
                onChange={(_, { checked }) => {
                  const rest = chosen.filter((name) => name !== group.name);
                  onChange({ ...value, [which]: checked === true ? [...rest, group.name] : rest });
                }}
              />
              <Count persons={group.persons} />
            </li>
          ))}
        </ul>
        {found.length === 0 && <Text role="status">{texts.notFound}</Text>}
      </div>
    </details>
  );
};

const Count = ({ persons }: Pick<Group, 'persons'>) => {
  const styles = useStyles();
  const { groups: texts } = useSpeech(choicesTexts);
  if (persons === null) return null;
  return (
    <Caption1 className={styles.quiet}>
      {persons === undefined ? texts.gone : texts.persons(persons)}
    </Caption1>
  );
};
