/** The message that is open. All of it is text that a stranger wrote: it is shown as text. */
import { Avatar, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { MailPerson } from '../../mail.ts';
import type { MailItem } from '../controls.ts';
import { DetailPanel, longTime, Quiet, Scroll } from '../parts.tsx';
import { usePageLanguage, useTexts } from '../texts.ts';

const useStyles = makeStyles({
  subject: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    // Ten thousand letters are not worth more than the message.
    maxHeight: `calc(3 * ${tokens.lineHeightBase500})`,
    overflowY: 'auto',
  },
  people: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'start',
    paddingBlock: tokens.spacingVerticalL,
  },
  who: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  address: { color: tokens.colorNeutralForeground3 },
  body: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', lineHeight: tokens.lineHeightBase400 },
});

export const nameOf = ({ name, address }: MailPerson): string => name || address;

export const Reading = ({ item }: { item: MailItem }) => {
  const styles = useStyles();
  const language = usePageLanguage();
  const { mail: t } = useTexts();
  const line = (label: string, people: readonly MailPerson[]) =>
    people.length > 0 && (
      <Text size={200} className={styles.address}>
        {label}: {people.map(nameOf).join('; ')}
      </Text>
    );
  return (
    <DetailPanel>
      <Scroll>
        <h2 className={styles.subject}>{item.subject || t.noSubject}</h2>
        <div className={styles.people} role="group" aria-label={t.details}>
          <Avatar name={nameOf(item.from).slice(0, 100)} color="colorful" size={40} aria-hidden />
          <div className={styles.who}>
            <Text weight="semibold">{nameOf(item.from)}</Text>
            <Text size={200} className={styles.address}>
              {item.from.address}
            </Text>
            {line(t.to, item.to)}
            {line(t.cc, item.cc)}
          </div>
          <Quiet>{longTime(item.at, language)}</Quiet>
        </div>
        <Text as="p" block className={styles.body}>
          {item.body}
        </Text>
      </Scroll>
    </DetailPanel>
  );
};
