/** Persons that were looked at in the last 30 days: the way back to whom one was busy with. */
import { Badge, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { personsApi } from '../../api/persons.ts';
import { formatMoment } from '../format.ts';
import { useApi, usePane } from '../pane.ts';
import { ListSkeleton, ListTrouble } from '../parts/list-state.tsx';
import { RowButton, useRowListStyles } from '../parts/row-button.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { useResource } from '../use-resource.ts';

const useStyles = makeStyles({ muted: { color: tokens.colorNeutralForeground2 } });

export const Recent = () => {
  const styles = useStyles();
  const lists = useRowListStyles();
  const { recent: texts } = useSpeech(paneHistoryTexts);
  const language = useLanguage();
  const { go } = usePane();
  const api = useApi(personsApi);
  const { data, trouble, reload } = useResource('persons/recent', () => api.recent());
  return (
    <>
      <ListTrouble trouble={trouble} hasData={data !== null} onRetry={reload} />
      {data === null && trouble === null && <ListSkeleton />}
      {data !== null && (
        <Text className={styles.muted}>{data.items.length === 0 ? texts.empty : texts.intro}</Text>
      )}
      {data !== null && data.items.length > 0 && (
        <ul className={lists.list}>
          {data.items.map(({ person, seenAt }) => (
            <li key={person.id}>
              <RowButton
                title={person.displayName}
                onClick={() => {
                  go({ screen: 'relation', personId: person.id });
                }}
              >
                {person.organisation !== null && <Caption1>{person.organisation.name}</Caption1>}
                {person.former && (
                  <Badge appearance="tint" color="informative">
                    {texts.former}
                  </Badge>
                )}
                <Caption1 className={styles.muted}>{formatMoment(seenAt, new Date(), language)}</Caption1>
              </RowButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};
