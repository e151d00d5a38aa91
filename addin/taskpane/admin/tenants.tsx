/** Whose employees may sign in, and where that is set. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { adminTexts } from '../../../shared/texts/pane/admin.ts';
import { useSpeech } from '../texts.tsx';
import { Section } from './section.tsx';

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  tenant: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

export const Tenants = ({ tenants }: { tenants: readonly string[] }) => {
  const styles = useStyles();
  const { tenants: texts } = useSpeech(adminTexts);
  return (
    <Section title={texts.title} intro={texts.intro}>
      <ul className={styles.list}>
        {tenants.map((tenant) => (
          <li key={tenant} className={styles.tenant}>
            {tenant}
          </li>
        ))}
      </ul>
      <Text>{texts.how}</Text>
    </Section>
  );
};
