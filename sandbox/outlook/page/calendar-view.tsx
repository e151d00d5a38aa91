/** The calendar as a list: what is planned, who comes, and planning something new with others. */
import {
  Button,
  Field,
  Input,
  makeStyles,
  Text,
  Textarea,
  Title3,
  ToolbarDivider,
  tokens,
} from '@fluentui/react-components';
import { CalendarAdd20Regular } from '@fluentui/react-icons/svg/calendar-add';
import { CalendarLtr24Regular } from '@fluentui/react-icons/svg/calendar-ltr';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Send20Filled } from '@fluentui/react-icons/svg/send';
import { useEffect, useId, useMemo, useState } from 'react';
import type { ItemSeed } from '../../office/fake-host.ts';
import type { MailDraft, MailItem, OutlookCard } from './controls.ts';
import { NO_ITEM, pairsOf, readRecipients, seedOf, writeRecipients } from './items.ts';
import { KnownAddresses } from './mail/compose.tsx';
import type { ViewProps } from './mail/mail-view.tsx';
import {
  Command,
  DetailPanel,
  Empty,
  ListPanel,
  longTime,
  Quiet,
  Row,
  Scroll,
  shortTime,
  useRested,
  ViewFrame,
} from './parts.tsx';
import { usePageLanguage, useTexts } from './texts.ts';

const useStyles = makeStyles({
  grow: { flexGrow: 1 },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    margin: `${tokens.spacingVerticalL} 0`,
    overflowWrap: 'anywhere',
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0 },
  body: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  title: { margin: 0, overflowWrap: 'anywhere' },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  pair: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: tokens.spacingHorizontalM },
});

export const CalendarView = ({ user, mailbox, query, openId, onOpen, onItem, paneButton }: ViewProps) => {
  const styles = useStyles();
  const language = usePageLanguage();
  const { calendar: t } = useTexts();
  const [planning, setPlanning] = useState(false);
  const { controls, look } = mailbox;
  const shown = (mailbox.mail ?? [])
    .filter(({ kind, folder, subject }) => {
      return (
        kind === 'appointment' && folder === 'calendar' && subject.toLowerCase().includes(query.toLowerCase())
      );
    })
    .sort((a, b) => (a.start ?? '').localeCompare(b.start ?? ''));
  const open = planning ? null : (shown.find(({ id }) => id === openId) ?? null);
  const openNow = open?.id ?? null;
  useEffect(() => {
    if (!planning) onItem(open === null ? NO_ITEM : seedOf(open, user));
  }, [openNow, planning, user]);
  return (
    <ViewFrame
      commands={
        <>
          <Button
            appearance="primary"
            icon={<CalendarAdd20Regular />}
            onClick={() => {
              setPlanning(true);
            }}
          >
            {t.create}
          </Button>
          <ToolbarDivider />
          <Command
            icon={<Delete20Regular />}
            disabled={open === null}
            onClick={() => {
              if (open === null) return;
              onOpen(null);
              void controls.deleteMail(open.id).then(look);
            }}
          >
            {t.discard}
          </Command>
          <Text className={styles.grow} />
          {paneButton}
        </>
      }
    >
      <ListPanel
        label={t.list}
        head={<Text weight="semibold">{t.list}</Text>}
        empty={mailbox.mail !== null && shown.length === 0 ? t.empty : null}
      >
        {shown.map((item) => (
          <Row
            key={item.id}
            name={item.subject}
            sign={<CalendarLtr24Regular aria-hidden />}
            first={item.subject}
            second={item.from.name}
            third={item.location ?? ''}
            aside={<Quiet>{shortTime(item.start ?? item.at, language)}</Quiet>}
            isOpen={item === open}
            onOpen={() => {
              setPlanning(false);
              onOpen(item.id);
            }}
          />
        ))}
      </ListPanel>
      {planning ? (
        <Planning
          cards={mailbox.cards ?? []}
          onItem={onItem}
          onDiscard={() => {
            setPlanning(false);
          }}
          onSend={async (draft) => {
            const { id } = await controls.send(draft);
            setPlanning(false);
            onOpen(id);
            await look();
          }}
        />
      ) : open !== null ? (
        <Appointment item={open} />
      ) : (
        <DetailPanel>
          <Empty>{t.nothing}</Empty>
        </DetailPanel>
      )}
    </ViewFrame>
  );
};

const Appointment = ({ item }: { item: MailItem }) => {
  const styles = useStyles();
  const language = usePageLanguage();
  const { calendar: t } = useTexts();
  const facts = [
    [t.start, item.start === null ? '' : longTime(item.start, language)],
    [t.end, item.end === null ? '' : longTime(item.end, language)],
    [t.location, item.location ?? ''],
    [t.organizer, writeRecipients([item.from])],
    [t.required, writeRecipients(item.to)],
    [t.optional, writeRecipients(item.cc)],
  ].filter(([, value]) => value !== '');
  return (
    <DetailPanel>
      <Scroll>
        <Title3 as="h2" block className={styles.title}>
          {item.subject}
        </Title3>
        <dl className={styles.facts}>
          {facts.map(([term, value]) => [
            <dt key={`${term} term`} className={styles.term}>
              {term}
            </dt>,
            <dd key={term} className={styles.value}>
              {value}
            </dd>,
          ])}
        </dl>
        <Text as="p" block className={styles.body}>
          {item.body}
        </Text>
      </Scroll>
    </DetailPanel>
  );
};

interface PlanningProps {
  readonly cards: readonly OutlookCard[];
  readonly onItem: (item: ItemSeed) => void;
  readonly onSend: (draft: MailDraft) => Promise<void>;
  readonly onDiscard: () => void;
}

const REST_MS = 400;
const HOUR_MS = 3_600_000;

/** As an input of type datetime-local wants it: the wall clock's. */
const localTime = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

const Planning = ({ cards, onItem, onSend, onDiscard }: PlanningProps) => {
  const styles = useStyles();
  const { calendar: t } = useTexts();
  const known = useId();
  const id = useId();
  const [text, setText] = useState(() => {
    const start = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    return {
      subject: '',
      required: '',
      optional: '',
      start: localTime(start),
      end: localTime(start + HOUR_MS),
      location: '',
      body: '',
    };
  });
  const { required, optional } = text;
  const rested = useRested(
    useMemo(() => ({ required, optional }), [required, optional]),
    REST_MS,
  );
  useEffect(() => {
    onItem({
      kind: 'appointmentCompose',
      itemId: id,
      required: pairsOf(readRecipients(rested.required)),
      optional: pairsOf(readRecipients(rested.optional)),
    });
  }, [rested, onItem, id]);
  const field = (
    name: keyof typeof text,
    label: string,
    type: 'text' | 'datetime-local' = 'text',
    list?: string,
  ) => (
    <Field label={label}>
      <Input
        type={type}
        list={list}
        value={text[name]}
        onChange={(_event, { value }) => {
          setText({ ...text, [name]: value });
        }}
      />
    </Field>
  );
  const send = (): void =>
    void onSend({
      kind: 'appointment',
      subject: text.subject,
      body: text.body,
      location: text.location,
      to: readRecipients(text.required),
      cc: readRecipients(text.optional),
      start: new Date(text.start).toISOString(),
      end: new Date(text.end).toISOString(),
    });
  return (
    <DetailPanel
      head={
        <div className={styles.actions}>
          <Button appearance="primary" icon={<Send20Filled />} onClick={send}>
            {t.save}
          </Button>
          <Command icon={<Delete20Regular />} onClick={onDiscard}>
            {t.discard}
          </Command>
        </div>
      }
    >
      <Scroll>
        <div className={styles.form} role="group" aria-label={t.create}>
          {field('subject', t.title)}
          {field('required', t.required, 'text', known)}
          {field('optional', t.optional, 'text', known)}
          <div className={styles.pair}>
            {field('start', t.start, 'datetime-local')}
            {field('end', t.end, 'datetime-local')}
          </div>
          {field('location', t.location)}
          <Field label={t.notes}>
            <Textarea
              value={text.body}
              onChange={(_event, { value }) => {
                setText({ ...text, body: value });
              }}
            />
          </Field>
        </div>
        <KnownAddresses id={known} cards={cards} />
      </Scroll>
    </DetailPanel>
  );
};
