/** Writing a message: who it is to goes to the pane as soon as it reads as an address. */
import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Send20Filled } from '@fluentui/react-icons/svg/send';
import { useEffect, useId, useMemo, useState } from 'react';
import type { ItemSeed } from '../../../office/fake-host.ts';
import type { MailDraft, MailItem, OutlookCard, PageUser } from '../controls.ts';
import { pairsOf, readRecipients, writeRecipients } from '../items.ts';
import { DetailPanel, longTime, Scroll, useRested } from '../parts.tsx';
import { useTexts } from '../texts.ts';

/** As it stands in the fields. */
export interface DraftText {
  readonly id: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly subject: string;
  readonly body: string;
}

let drafts = 0;
export const draftFrom = (given: Partial<Omit<DraftText, 'id'>>): DraftText => {
  drafts += 1;
  return { id: `draft-${drafts}`, to: '', cc: '', bcc: '', subject: '', body: '', ...given };
};

export const replyTo = (
  item: MailItem,
  user: PageUser,
  o: { all: boolean; language: string; wrote: (who: string, at: string) => string },
): DraftText => {
  const isOwn = ({ address }: { address: string }): boolean =>
    address.toLowerCase() === user.mail.toLowerCase();
  const others = [...item.to, ...item.cc].filter((person) => !isOwn(person));
  const subject = /^re:/iu.test(item.subject) ? item.subject : `Re: ${item.subject}`;
  const quoted = item.body
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
  return draftFrom({
    to: writeRecipients(isOwn(item.from) ? item.to : [item.from]),
    cc: o.all ? writeRecipients(others) : '',
    subject: subject.slice(0, 250),
    body: `\n\n${o.wrote(item.from.name || item.from.address, longTime(item.at, o.language))}\n${quoted}`,
  });
};

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minHeight: '100%' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  field: { gridTemplateColumns: '88px minmax(0, 1fr)' },
  text: { height: '320px', maxHeight: 'none' },
});

interface Props {
  readonly draft: DraftText;
  /** Offered while typing an address. */
  readonly cards: readonly OutlookCard[];
  readonly onItem: (item: ItemSeed) => void;
  readonly onSend: (draft: MailDraft) => Promise<void>;
  readonly onDiscard: () => void;
}

/** Long enough that half an address is not looked up. */
const REST_MS = 400;

export const Compose = ({ draft, cards, onItem, onSend, onDiscard }: Props) => {
  const styles = useStyles();
  const { mail: t } = useTexts();
  const [text, setText] = useState(draft);
  const [refused, setRefused] = useState(false);
  const known = useId();
  // Another draft from outside: the pane asked for a new message while one was open.
  useEffect(() => {
    setText(draft);
  }, [draft]);
  useItemOf(text, onItem);

  const people = { to: readRecipients(text.to), cc: readRecipients(text.cc), bcc: readRecipients(text.bcc) };
  const field = (name: 'to' | 'cc' | 'bcc', hint?: string) => (
    <Field
      label={t[name]}
      orientation="horizontal"
      className={styles.field}
      hint={hint}
      validationMessage={name === 'to' && refused ? t.noRecipient : undefined}
    >
      <Input
        value={text[name]}
        list={known}
        onChange={(_event, { value }) => {
          setText({ ...text, [name]: value });
        }}
      />
    </Field>
  );
  return (
    <DetailPanel
      head={
        <div className={styles.actions}>
          <Button
            appearance="primary"
            icon={<Send20Filled />}
            onClick={() => {
              if (people.to.length + people.cc.length + people.bcc.length === 0) setRefused(true);
              else void onSend({ ...people, subject: text.subject, body: text.body });
            }}
          >
            {t.send}
          </Button>
          <Button appearance="subtle" icon={<Delete20Regular />} onClick={onDiscard}>
            {t.discard}
          </Button>
        </div>
      }
    >
      <Scroll>
        <div className={styles.form} role="group" aria-label={t.draft}>
          {field('to', t.recipientsHint)}
          {field('cc')}
          {field('bcc')}
          <Field label={t.subject} orientation="horizontal" className={styles.field}>
            <Input
              value={text.subject}
              onChange={(_event, { value }) => {
                setText({ ...text, subject: value });
              }}
            />
          </Field>
          <Field label={t.body}>
            <Textarea
              value={text.body}
              resize="vertical"
              textarea={{ className: styles.text }}
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

const useItemOf = (text: DraftText, onItem: (item: ItemSeed) => void): void => {
  const { id, to, cc, bcc } = text;
  const typed = useMemo(() => ({ id, to, cc, bcc }), [id, to, cc, bcc]);
  const rested = useRested(typed, REST_MS);
  useEffect(() => {
    const [toPairs, ccPairs, bccPairs] = [rested.to, rested.cc, rested.bcc].map((each) =>
      pairsOf(readRecipients(each)),
    );
    onItem({ kind: 'compose', itemId: rested.id, to: toPairs ?? [], cc: ccPairs ?? [], bcc: bccPairs ?? [] });
  }, [rested, onItem]);
};

export const KnownAddresses = ({ id, cards }: { id: string; cards: readonly OutlookCard[] }) => (
  <datalist id={id}>
    {cards.flatMap(({ id: cardId, values }) =>
      (values.emailAddresses ?? [])
        .slice(0, 1)
        .map(({ address }) => (
          <option
            key={cardId}
            value={writeRecipients([{ name: values.displayName ?? '', address: address ?? '' }])}
          />
        )),
    )}
  </datalist>
);
