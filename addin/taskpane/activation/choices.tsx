/** What can be chosen of a link (R1, R5): the same form on the way to it and among the settings. Saves nothing itself. */
import {
  Caption1,
  Checkbox,
  makeStyles,
  Radio,
  RadioGroup,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useId } from 'react';
import type { MailboxSettings } from '../../../shared/api/mailbox.ts';
import { choicesTexts } from '../../../shared/texts/pane/choices.ts';
import { useSpeech } from '../texts.tsx';
import { GroupChoices } from './group-choices.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  part: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  heading: { margin: 0, marginBottom: tokens.spacingVerticalXS },
  problem: { color: tokens.colorStatusDangerForeground1 },
  choice: { display: 'flex', flexDirection: 'column' },
  means: {
    marginTop: '-6px',
    paddingInlineStart: '36px',
    paddingBottom: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground3,
  },
});

export const defaultSettings: MailboxSettings = {
  groupsIncluded: [],
  groupsExcluded: [],
  conflictPolicy: 'crm',
  roles: ['relationManager', 'owner'],
};

const roles = ['relationManager', 'owner'] as const;
const policies = ['crm', 'outlook', 'newest', 'ask'] as const;

/** Order says nothing. */
const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

export const sameSettings = (one: MailboxSettings, other: MailboxSettings): boolean =>
  one.conflictPolicy === other.conflictPolicy &&
  sameNames(one.roles, other.roles) &&
  sameNames(one.groupsIncluded, other.groupsIncluded) &&
  sameNames(one.groupsExcluded, other.groupsExcluded);

/** Without a role nobody would be selected; the worker refuses it too. */
export const isComplete = ({ roles: chosen }: MailboxSettings): boolean => chosen.length > 0;

interface Props {
  readonly value: MailboxSettings;
  readonly onChange: (value: MailboxSettings) => void;
}

export const Choices = ({ value, onChange }: Props) => {
  const styles = useStyles();
  return (
    <div className={styles.column}>
      <Roles value={value} onChange={onChange} />
      <GroupChoices value={value} onChange={onChange} />
      <Policy value={value} onChange={onChange} />
    </div>
  );
};

const Roles = ({ value, onChange }: Props) => {
  const styles = useStyles();
  const { roles: texts } = useSpeech(choicesTexts);
  const [labelId, problemId] = [useId(), useId()];
  const isMissing = !isComplete(value);
  return (
    <div
      role="group"
      aria-labelledby={labelId}
      aria-describedby={isMissing ? problemId : undefined}
      className={styles.part}
    >
      <Subtitle2 as="h2" id={labelId} className={styles.heading}>
        {texts.legend}
      </Subtitle2>
      {roles.map((role) => (
        <Checkbox
          key={role}
          label={texts[role]}
          checked={value.roles.includes(role)}
          aria-invalid={isMissing || undefined}
          onChange={(_, { checked }) => {
            onChange({
              ...value,
              // In one order, so that the same choice is the same text.
              roles: roles.filter((one) => (one === role ? checked === true : value.roles.includes(one))),
            });
          }}
        />
      ))}
      {isMissing && (
        <Text id={problemId} role="alert" className={styles.problem}>
          {texts.atLeastOne}
        </Text>
      )}
    </div>
  );
};

const Policy = ({ value, onChange }: Props) => {
  const styles = useStyles();
  const { policy: texts } = useSpeech(choicesTexts);
  const id = useId();
  return (
    <div className={styles.part}>
      <Subtitle2 as="h2" id={id} className={styles.heading}>
        {texts.legend}
      </Subtitle2>
      <RadioGroup
        aria-labelledby={id}
        value={value.conflictPolicy}
        onChange={(_, { value: chosen }) => {
          const conflictPolicy = policies.find((policy) => policy === chosen);
          if (conflictPolicy !== undefined) onChange({ ...value, conflictPolicy });
        }}
      >
        {policies.map((policy) => (
          <div key={policy} className={styles.choice}>
            <Radio value={policy} label={texts[policy]} aria-describedby={`${id}-${policy}`} />
            <Caption1 id={`${id}-${policy}`} className={styles.means}>
              {texts[`${policy}Means`]}
            </Caption1>
          </div>
        ))}
      </RadioGroup>
    </div>
  );
};
