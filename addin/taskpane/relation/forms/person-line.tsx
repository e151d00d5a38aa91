/** Somebody in a list to choose from: enough to tell two namesakes apart, and no more. Only phrasing, so that it fits an option. */
import { makeStyles, tokens } from '@fluentui/react-components';
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { PersonFormTexts } from '../../../../shared/texts/pane/person-forms.ts';
import { addressesOf } from './address-plan.ts';
import { cutShort } from './show-value.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  name: { fontWeight: tokens.fontWeightSemibold },
  quiet: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

export const PersonLine = ({ texts, person }: { texts: PersonFormTexts; person: PersonView }) => {
  const styles = useStyles();
  const addresses = addressesOf(person);
  const position = [person.fields.jobTitle, person.organisation?.name].flatMap((part) => part ?? []);
  const kind = [texts.kinds[person.kind], ...(person.former ? [texts.former] : [])];
  return (
    <span className={styles.root}>
      <span className={styles.name}>{cutShort(person.displayName)}</span>{' '}
      <span className={styles.quiet}>{[...position.map(cutShort), ...kind].join(' · ')}</span>{' '}
      <span className={styles.quiet}>
        {addresses.length === 0 ? texts.search.noAddress : addresses.map(cutShort).join(', ')}
      </span>
    </span>
  );
};
