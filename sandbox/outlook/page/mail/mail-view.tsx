/** Mail: folders and messages, the one that is read, or the one that is written. Tells the pane's frame what is open. */
import { Button, Select, Text, ToolbarDivider } from '@fluentui/react-components';
import { ArrowReply20Regular } from '@fluentui/react-icons/svg/arrow-reply';
import { ArrowReplyAll20Regular } from '@fluentui/react-icons/svg/arrow-reply-all';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { MailAdd20Regular } from '@fluentui/react-icons/svg/mail-add';
import { PersonAdd20Regular } from '@fluentui/react-icons/svg/person-add';
import { useEffect, useState, type ReactNode } from 'react';
import type { ItemSeed } from '../../../office/fake-host.ts';
import type { MailPerson } from '../../mail.ts';
import type { MailItem, PageUser } from '../controls.ts';
import { NO_ITEM, seedOf } from '../items.ts';
import { Command, DetailPanel, Empty, ListPanel, Quiet, Row, shortTime, ViewFrame } from '../parts.tsx';
import { usePageLanguage, useTexts } from '../texts.ts';
import type { UsedMailbox } from '../use-mailbox.ts';
import { Compose, draftFrom, replyTo, type DraftText } from './compose.tsx';
import { Reading } from './reading.tsx';

const folders = ['inbox', 'sent', 'deleted'] as const;

export interface ViewProps {
  readonly user: PageUser;
  readonly mailbox: UsedMailbox;
  readonly query: string;
  readonly openId: string | null;
  readonly onOpen: (id: string | null) => void;
  readonly onItem: (item: ItemSeed) => void;
  /** The button that opens the pane. */
  readonly paneButton: ReactNode;
}

interface Props extends ViewProps {
  readonly draft: DraftText | null;
  readonly onDraft: (draft: DraftText | null) => void;
  readonly onAddContact: (person: MailPerson) => void;
}

const matches = (item: MailItem, query: string): boolean =>
  [item.subject, item.from.name, item.from.address, item.body].some((text) =>
    text.toLowerCase().includes(query.toLowerCase()),
  );

export const MailView = (props: Props) => {
  const { user, mailbox, query, openId, onOpen, onItem, draft, onDraft } = props;
  const { mail: t } = useTexts();
  const [folder, setFolder] = useState<(typeof folders)[number]>('inbox');
  const all = mailbox.mail ?? [];
  const shown = all.filter((item) => item.kind === 'mail' && item.folder === folder && matches(item, query));
  const open = all.find(({ id, kind }) => id === openId && kind === 'mail') ?? null;
  const { controls, look } = mailbox;

  const openIdNow = open?.id ?? null;
  useEffect(() => {
    if (draft !== null) return;
    onItem(open === null ? NO_ITEM : seedOf(open, user));
    if (open !== null && !open.isRead) void controls.markRead(open.id, true).then(look);
    // Another item, not the same one read anew.
  }, [openIdNow, draft === null, user]);

  const select = (id: string): void => {
    onDraft(null);
    onOpen(id);
  };
  const remove = async (id: string): Promise<void> => {
    const index = shown.findIndex((item) => item.id === id);
    onOpen(shown[index + 1]?.id ?? shown[index - 1]?.id ?? null);
    await controls.deleteMail(id);
    await look();
  };

  return (
    <ViewFrame commands={<Commands {...props} open={open} onRemove={(id) => void remove(id)} />}>
      <ListPanel
        label={t.list}
        head={
          <Select
            appearance="filled-lighter"
            aria-label={t.list}
            value={folder}
            onChange={(_event, { value }) => {
              setFolder(value as typeof folder);
            }}
          >
            {folders.map((each) => (
              <option key={each} value={each}>
                {t.folders[each]}
              </option>
            ))}
          </Select>
        }
        empty={mailbox.mail !== null && shown.length === 0 ? t.empty : null}
      >
        {shown.map((item) => (
          <MailRow key={item.id} item={item} isOpen={item.id === openId && draft === null} onOpen={select} />
        ))}
      </ListPanel>
      {draft !== null ? (
        <Compose
          draft={draft}
          cards={mailbox.cards ?? []}
          onItem={onItem}
          onDiscard={() => {
            onDraft(null);
          }}
          onSend={async (written) => {
            await controls.send(written);
            onDraft(null);
            await look();
          }}
        />
      ) : open !== null ? (
        <Reading item={open} />
      ) : (
        <DetailPanel>
          <Empty>{t.nothing}</Empty>
        </DetailPanel>
      )}
    </ViewFrame>
  );
};

const MailRow = ({
  item,
  isOpen,
  onOpen,
}: {
  item: MailItem;
  isOpen: boolean;
  onOpen: (id: string) => void;
}) => {
  const language = usePageLanguage();
  const { mail: t } = useTexts();
  const isSent = item.folder === 'sent';
  const who = isSent
    ? item.to.map(({ name, address }) => name || address).join(', ')
    : item.from.name || item.from.address;
  return (
    <Row
      name={who}
      first={who}
      second={item.subject || t.noSubject}
      third={item.body.slice(0, 200)}
      aside={<Quiet>{shortTime(item.at, language)}</Quiet>}
      unread={item.isRead ? null : t.unread}
      isOpen={isOpen}
      onOpen={() => {
        onOpen(item.id);
      }}
    />
  );
};

interface CommandProps extends Props {
  readonly open: MailItem | null;
  readonly onRemove: (id: string) => void;
}

const Commands = ({ user, open, draft, onDraft, onRemove, onAddContact, paneButton }: CommandProps) => {
  const { mail: t } = useTexts();
  const language = usePageLanguage();
  const current = draft === null ? open : null;
  const answer = (all: boolean) => (): void => {
    if (current !== null) onDraft(replyTo(current, user, { all, language, wrote: t.wrote }));
  };
  return (
    <>
      <Button
        appearance="primary"
        icon={<MailAdd20Regular />}
        onClick={() => {
          onDraft(draftFrom({}));
        }}
      >
        {t.compose}
      </Button>
      <ToolbarDivider />
      <Command
        icon={<Delete20Regular />}
        disabled={current === null}
        onClick={() => current && onRemove(current.id)}
      >
        {t.delete}
      </Command>
      <Command icon={<ArrowReply20Regular />} disabled={current === null} onClick={answer(false)}>
        {t.reply}
      </Command>
      <Command icon={<ArrowReplyAll20Regular />} disabled={current === null} onClick={answer(true)}>
        {t.replyAll}
      </Command>
      <Command
        icon={<PersonAdd20Regular />}
        disabled={current === null}
        onClick={() => current && onAddContact(current.from)}
      >
        {t.addToContacts}
      </Command>
      <Text style={{ flexGrow: 1 }} />
      {paneButton}
    </>
  );
};
