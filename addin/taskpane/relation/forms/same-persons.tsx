/** "Do you mean…?": who the office knows already with this name or address, and what to do instead of making another. */
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useId, type Ref } from 'react';
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import { PersonLine } from './person-line.tsx';
import type { Looked } from './use-create.ts';

/** More are no help in choosing. */
const MAX_SHOWN = 5;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'start',
    gap: tokens.spacingVerticalS,
    paddingBlock: tokens.spacingVerticalS,
    ':not(:last-child)': { borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}` },
  },
});

interface Props {
  readonly texts: PersonFormTexts;
  readonly looked: Looked;
  readonly maybeMade: boolean;
  readonly headingRef: Ref<HTMLHeadingElement>;
  /** Has the address already. */
  readonly onOpen: (person: PersonView) => void;
  readonly onGive: (person: PersonView) => void;
}

export const SamePersons = ({ texts, looked, maybeMade, headingRef, onOpen, onGive }: Props) => {
  const styles = useStyles();
  const headingId = useId();
  const shown = looked.same.slice(0, MAX_SHOWN);
  const more = looked.same.length - shown.length;
  return (
    <section className={styles.root} aria-labelledby={headingId}>
      <h2 ref={headingRef} id={headingId} tabIndex={-1} className={styles.heading}>
        {texts.same.title}
      </h2>
      <Text className={styles.quiet}>{maybeMade ? texts.same.maybeMade : texts.same.text}</Text>
      <ul className={styles.list}>
        {shown.map((person) => (
          <li key={person.id} className={styles.item}>
            <PersonLine texts={texts} person={person} />
            {looked.atAddress.has(person.id) && <Text className={styles.quiet}>{texts.same.atAddress}</Text>}
            <Choice
              texts={texts}
              person={person}
              hasAddress={looked.atAddress.has(person.id)}
              onOpen={onOpen}
              onGive={onGive}
            />
          </li>
        ))}
      </ul>
      {more > 0 && <Text className={styles.quiet}>{texts.same.more(more)}</Text>}
    </section>
  );
};

const Choice = ({
  texts,
  person,
  hasAddress,
  onOpen,
  onGive,
}: Pick<Props, 'texts' | 'onOpen' | 'onGive'> & { person: PersonView; hasAddress: boolean }) => (
  <Button
    type="button"
    size="small"
    aria-label={`${hasAddress ? texts.same.open : texts.same.add}: ${person.displayName.slice(0, 200)}`}
    onClick={() => {
      (hasAddress ? onOpen : onGive)(person);
    }}
  >
    {hasAddress ? texts.same.open : texts.same.add}
  </Button>
);
