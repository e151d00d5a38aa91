/** What ran, newest first: of everybody, or of one employee. */
import { Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { AdminMailboxView, AdminPassView } from '../../../shared/api/admin.ts';
import { adminTexts } from '../../../shared/texts/pane/admin.ts';
import { adminApi } from '../../api/admin.ts';
import type { FailureCode } from '../../api/failure.ts';
import { formatCount, formatMoment } from '../format.ts';
import { useApi } from '../pane.ts';
import { ListSkeleton, MoreButton } from '../parts/list-state.tsx';
import { ReadTrouble } from '../parts/notices.tsx';
import { useLanguage, useSpeech } from '../texts.tsx';
import { usePages } from '../use-pages.ts';
import { Label } from './label.tsx';
import { Section } from './section.tsx';
import { Table, type Column } from './table.tsx';

const useStyles = makeStyles({
  choice: { maxWidth: '320px', gridTemplateColumns: 'minmax(0, 1fr)' },
  // As narrow as the page, however long the longest name is.
  select: { minWidth: 0 },
  strong: { fontWeight: tokens.fontWeightSemibold },
  lines: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalXXS },
  quiet: { color: tokens.colorNeutralForeground3 },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

const EVERYBODY = '';

interface Props {
  /** Another number: read anew. */
  readonly round: number;
  readonly mailboxes: readonly AdminMailboxView[];
  /** The page says this already, for all of it. */
  readonly said: FailureCode | null;
}

export const Passes = ({ round, mailboxes, said }: Props) => {
  const styles = useStyles();
  const { passes: texts } = useSpeech(adminTexts);
  const { more: moreText } = useSpeech(adminTexts);
  const admin = useApi(adminApi);
  const [of, setOf] = useState(EVERYBODY);
  const pages = usePages(`passes ${of}`, (page) => admin.passes(of === EVERYBODY ? null : of, page));
  const { reload } = pages;
  useEffect(() => {
    if (round > 0) reload();
  }, [round, reload]);
  return (
    <Section title={texts.title}>
      {mailboxes.length > 1 && (
        <Field label={texts.of} size="small" className={styles.choice}>
          <Select
            className={styles.select}
            value={of}
            onChange={(_event, { value }) => {
              setOf(value);
            }}
          >
            <option value={EVERYBODY}>{texts.everybody}</option>
            {mailboxes.map(({ id, employee }) => (
              <option key={id} value={id}>
                {employee.displayName === '' ? (employee.email ?? id) : employee.displayName}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {pages.trouble !== null && pages.trouble.code !== said && (
        <ReadTrouble trouble={pages.trouble} onRetry={reload} />
      )}
      {pages.items === null ? (
        pages.trouble === null && <ListSkeleton />
      ) : pages.items.length === 0 ? (
        <Text>{texts.none}</Text>
      ) : (
        <PassTable passes={pages.items} />
      )}
      <MoreButton pages={pages} label={moreText} />
    </Section>
  );
};

const PassTable = ({ passes }: { passes: readonly AdminPassView[] }) => {
  const styles = useStyles();
  const language = useLanguage();
  const { passes: texts, mailboxes } = useSpeech(adminTexts);
  const columns: readonly Column<AdminPassView>[] = [
    {
      name: texts.started,
      cell: ({ startedAt }) => (
        <span className={styles.strong}>{formatMoment(startedAt, new Date(), language)}</span>
      ),
    },
    {
      name: texts.employee,
      cell: ({ employee }) => (employee.displayName === '' ? mailboxes.unknown : employee.displayName),
    },
    { name: texts.why, cell: ({ trigger }) => texts.triggers[trigger] },
    { name: texts.result, cell: (pass) => <Result pass={pass} /> },
    { name: texts.did, cell: (pass) => <Did pass={pass} /> },
  ];
  return <Table label={texts.title} items={passes} keyOf={({ id }) => id} columns={columns} />;
};

const bad: readonly AdminPassView['result'][] = ['failed', 'braked', 'parked', 'interrupted'];

const Result = ({ pass: { result, code } }: { pass: AdminPassView }) => {
  const styles = useStyles();
  const { passes: texts } = useSpeech(adminTexts);
  return (
    <div className={styles.lines}>
      {bad.includes(result) ? (
        <Label color="warning">{texts.results[result]}</Label>
      ) : (
        <span>{texts.results[result]}</span>
      )}
      {code !== null && <span className={styles.code}>{texts.code(code)}</span>}
    </div>
  );
};

const counted = ['created', 'toRemote', 'toCrm', 'conflicts', 'held', 'removed', 'paused', 'undone'] as const;

const Did = ({ pass: { counts, result } }: { pass: AdminPassView }) => {
  const styles = useStyles();
  const language = useLanguage();
  const { passes: texts } = useSpeech(adminTexts);
  const said = counted.filter((name) => (counts?.[name] ?? 0) > 0);
  if (counts === null || said.length === 0)
    return <span className={styles.quiet}>{result === 'done' ? texts.nothing : '–'}</span>;
  return (
    <span>
      {said.map((name) => `${formatCount(counts[name], language)} ${texts.counts[name]}`).join(', ')}
    </span>
  );
};
