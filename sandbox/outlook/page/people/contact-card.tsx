/** One contact: what stands on it, what has just changed on it and by whom, and whom Outlook takes for the same person. */
import {
  Avatar,
  Badge,
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import type { AuditEntry, OutlookCard } from '../controls.ts';
import { DetailPanel, Scroll } from '../parts.tsx';
import { usePageLanguage, useTexts } from '../texts.ts';
import { changedFields, groups, isLinked, nameOfCard, toForm, type FormField } from './fields.ts';

const useStyles = makeStyles({
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    paddingBottom: tokens.spacingVerticalL,
  },
  name: { margin: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  group: { marginBlock: tokens.spacingVerticalL },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(70px, 140px) minmax(60%, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    margin: `${tokens.spacingVerticalS} 0 0`,
    overflowWrap: 'anywhere',
  },
  value: { margin: 0, whiteSpace: 'pre-wrap' },
  changed: {
    justifySelf: 'start',
    paddingInline: tokens.spacingHorizontalXS,
    marginInlineStart: `-${tokens.spacingHorizontalXS}`,
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorPaletteYellowForeground2,
  },
  marks: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalXS,
  },
  bar: { marginBottom: tokens.spacingVerticalM },
});

interface Props {
  readonly card: OutlookCard;
  /** Another card with the same address. */
  readonly alike: OutlookCard | null;
  readonly latest: AuditEntry | null;
  readonly onMerge: (other: OutlookCard) => void;
}

export const ContactCard = ({ card, alike, latest, onMerge }: Props) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  const name = nameOfCard(card) || t.noName;
  const { jobTitle, companyName } = card.values;
  const fresh = useFresh(latest);
  return (
    <DetailPanel>
      <Scroll>
        {alike !== null && (
          <MessageBar layout="multiline" className={styles.bar}>
            <MessageBarBody>{t.sameAddress(nameOfCard(alike))}</MessageBarBody>
            <MessageBarActions>
              <Button
                onClick={() => {
                  onMerge(alike);
                }}
              >
                {t.merge}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
        <div className={styles.head}>
          <Avatar name={name} color="colorful" size={72} aria-hidden />
          <div>
            <Title3 as="h2" block className={styles.name}>
              {name}
            </Title3>
            <Text className={styles.quiet}>{[jobTitle, companyName].filter(Boolean).join(', ')}</Text>
            <div className={styles.marks}>
              {isLinked(card) && (
                <Badge appearance="tint" title={t.linked}>
                  Relatiebrug
                </Badge>
              )}
              <span role="status">
                {fresh !== null && (
                  <Badge appearance="tint" color="warning">
                    {t.justChanged(fresh.said)}
                  </Badge>
                )}
              </span>
            </div>
          </div>
        </div>
        {groups.map(([group, fields]) => (
          <Facts key={group} group={group} fields={fields} card={card} changed={fresh?.fields ?? []} />
        ))}
      </Scroll>
    </DetailPanel>
  );
};

const useFresh = (latest: AuditEntry | null): { fields: readonly string[]; said: string } | null => {
  const { people: t } = useTexts();
  const language = usePageLanguage();
  if (latest === null) return null;
  const fields = changedFields(latest);
  if (fields.length === 0) return null;
  const names = new Intl.ListFormat(language).format(fields.map((field) => t.fields[field].toLowerCase()));
  return { fields, said: `${names} ${latest.by === 'app' ? t.byApp : t.byUser}` };
};

interface FactsProps {
  readonly group: (typeof groups)[number][0];
  readonly fields: readonly FormField[];
  readonly card: OutlookCard;
  readonly changed: readonly string[];
}

const Facts = ({ group, fields, card, changed }: FactsProps) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  const values = toForm(card);
  const filled = fields.filter((field) => values[field] !== '');
  if (filled.length === 0) return null;
  return (
    <section className={styles.group} aria-label={t.groups[group]}>
      <Text as="h3" block weight="semibold" style={{ margin: 0 }}>
        {t.groups[group]}
      </Text>
      <dl className={styles.facts}>
        {filled.map((field) => [
          <dt key={`${field} term`} className={styles.quiet}>
            {t.fields[field]}
          </dt>,
          <dd key={field} className={styles.value}>
            <span className={changed.includes(field) ? styles.changed : undefined}>{values[field]}</span>
          </dd>,
        ])}
      </dl>
    </section>
  );
};
