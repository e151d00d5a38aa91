/** What the office shows of a person: a switch a part, kept at once; what the worker did not keep goes back. */
import { makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { visibleParts, type Visibility, type VisiblePart } from '../../../shared/api/visibility.ts';
import { adminTexts } from '../../../shared/texts/pane/admin.ts';
import { adminApi } from '../../api/admin.ts';
import type { FailureCode } from '../../api/failure.ts';
import { useApi } from '../pane.ts';
import { ListSkeleton } from '../parts/list-state.tsx';
import { ActionTrouble, ReadTrouble } from '../parts/notices.tsx';
import { useSpeech } from '../texts.tsx';
import { useActing, useResource } from '../use-resource.ts';
import { Section } from './section.tsx';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface Props {
  readonly announce: (sentence: string) => void;
  /** The page says this already, for all of it. */
  readonly said: FailureCode | null;
}

export const VisibleParts = ({ announce, said }: Props) => {
  const styles = useStyles();
  const { visibility: texts } = useSpeech(adminTexts);
  const admin = useApi(adminApi);
  const { data, trouble, reload, set } = useResource('visibility', () => admin.visibility());
  const acting = useActing();
  const change = async (part: VisiblePart, shown: boolean, before: Visibility): Promise<void> => {
    const kept = await acting.run(part, () => admin.setVisibility({ ...before, [part]: shown }));
    if (kept === null) return;
    set(kept);
    announce(texts.saved(texts.parts[part], kept[part]));
  };
  return (
    <Section title={texts.title} intro={texts.intro}>
      {trouble !== null && trouble.code !== said && <ReadTrouble trouble={trouble} onRetry={reload} />}
      {data === null && trouble === null && <ListSkeleton />}
      {acting.trouble !== null && <ActionTrouble trouble={acting.trouble} />}
      {data !== null && (
        <ul className={styles.list}>
          {visibleParts.map((part) => (
            <li key={part}>
              <Switch
                label={texts.parts[part]}
                // While it is being kept it shows what was asked for.
                checked={acting.busy === part ? !data[part] : data[part]}
                onChange={(_event, { checked }) => void change(part, checked, data)}
              />
            </li>
          ))}
        </ul>
      )}
      <Text size={200} className={styles.quiet}>
        {texts.sync}
      </Text>
    </Section>
  );
};
