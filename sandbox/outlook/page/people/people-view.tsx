/** The contacts folder, edited as a user edits it: by hand, with what Outlook proposes, and with its mistakes. */
import { Checkbox, makeStyles, Select, tokens, Tooltip } from '@fluentui/react-components';
import { Link16Regular } from '@fluentui/react-icons/svg/link';
import { useEffect, useState } from 'react';
import type { MailPerson } from '../../mail.ts';
import type { AuditEntry, CardValues, OutlookCard } from '../controls.ts';
import { NO_ITEM } from '../items.ts';
import type { ViewProps } from '../mail/mail-view.tsx';
import { DetailPanel, Empty, ListPanel, Quiet, Row, ViewFrame } from '../parts.tsx';
import { usePageLanguage, useTexts } from '../texts.ts';
import { Commands, ownFolders, useFolderName } from './commands.tsx';
import { ContactCard } from './contact-card.tsx';
import { ContactForm } from './contact-form.tsx';
import { DuplicateDialog, MergeDialog, type Duplicate } from './dialogs.tsx';
import { BLANK, changesOf, emailOf, isLinked, nameOfCard, toForm, type FormValues } from './fields.ts';

const useStyles = makeStyles({
  select: { flexGrow: 1, minWidth: 0 },
  linked: { display: 'inline-flex', color: tokens.colorBrandForeground1 },
});

/** What stands in the form; `card` is the one that is edited. */
interface Form {
  readonly card: OutlookCard | null;
  readonly values: FormValues;
}

interface Props extends ViewProps {
  /** Somebody to be added, from a mail. */
  readonly adding: MailPerson | null;
  readonly onAdded: () => void;
}

const ALL = 'all';
const DELETED = 'deleted';

const formOf = ({ name, address }: MailPerson): FormValues => {
  const [givenName = '', ...rest] = name === address ? [] : name.slice(0, 200).split(' ');
  return { ...BLANK, givenName, surname: rest.join(' '), email: address };
};

export const PeopleView = (props: Props) => {
  const { mailbox, query, openId, onOpen, onItem, adding, onAdded } = props;
  const { people: t } = useTexts();
  const language = usePageLanguage();
  const [folder, setFolder] = useState(ALL);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [form, setForm] = useState<Form | null>(null);
  const [merging, setMerging] = useState<readonly [OutlookCard, OutlookCard] | null>(null);
  const [duplicate, setDuplicate] = useState<Duplicate | null>(null);
  const { controls, look, cards, deletedCards, changes } = mailbox;

  useEffect(() => {
    onItem(NO_ITEM);
  }, [onItem]);
  useEffect(() => {
    if (adding === null) return;
    setForm({ card: null, values: formOf(adding) });
    onAdded();
  }, [adding, onAdded]);

  const all = [...(cards ?? []), ...deletedCards];
  const open = all.find(({ id }) => id === openId) ?? null;
  const shown = cardsOf(folder === DELETED ? deletedCards : (cards ?? []), folder, query, language);
  const latest = latestChanges(changes);

  const done = async (work: Promise<unknown>): Promise<void> => {
    await work;
    await look();
  };
  const write = async (card: OutlookCard | null, values: CardValues): Promise<void> => {
    setForm(null);
    setDuplicate(null);
    const saved =
      card === null
        ? await controls.add(values, isOwnFolder(folder) ? folder : undefined)
        : await controls.edit(card.id, values);
    onOpen(saved.id);
    await look();
  };
  const save = (values: FormValues): void => {
    const card = form?.card ?? null;
    const written = changesOf(values, card ?? { values: {}, birthday: null });
    const address = values.email.trim().toLowerCase();
    // Classic Outlook looks for a double only when a contact is new.
    const other =
      card === null && address !== '' ? (cards ?? []).find((each) => emailOf(each) === address) : undefined;
    if (other === undefined) void write(card, written);
    else setDuplicate({ existing: other, values: written });
  };
  const openCard = (id: string): void => {
    setForm(null);
    onOpen(id);
  };
  const both = chosen.flatMap((id) => (cards ?? []).find((card) => card.id === id) ?? []);

  return (
    <ViewFrame
      commands={
        <Commands
          {...props}
          open={form === null ? open : null}
          chosen={both}
          onNew={() => {
            setForm({ card: null, values: BLANK });
          }}
          onEdit={(card) => {
            setForm({ card, values: toForm(card) });
          }}
          onMerge={() => {
            const [one, other] = both;
            if (one !== undefined && other !== undefined) setMerging([one, other]);
          }}
          onDone={(work) => void done(work)}
        />
      }
    >
      <ListPanel
        label={t.list}
        head={<FolderChoice {...props} folder={folder} onFolder={setFolder} count={shown.length} />}
        empty={cards !== null && shown.length === 0 ? (query === '' ? t.empty : t.emptySearch) : null}
      >
        {shown.map((card) => (
          <CardRow
            key={card.id}
            card={card}
            isOpen={card.id === openId}
            latest={latest.get(card.id) ?? null}
            isChosen={chosen.includes(card.id)}
            onChoose={(isChosen) => {
              setChosen((before) =>
                [...before.filter((id) => id !== card.id), ...(isChosen ? [card.id] : [])].slice(-2),
              );
            }}
            onOpen={openCard}
          />
        ))}
      </ListPanel>
      {form !== null ? (
        <ContactForm
          key={form.card?.id ?? 'new'}
          title={form.card === null ? t.create : nameOfCard(form.card)}
          values={form.values}
          onSave={save}
          onCancel={() => {
            setForm(null);
          }}
        />
      ) : open !== null ? (
        <ContactCard
          card={open}
          alike={open.deleted ? null : alikeOf(open, cards ?? [])}
          latest={latest.get(open.id) ?? null}
          onMerge={(other) => {
            setMerging([open, other]);
          }}
        />
      ) : (
        <DetailPanel>
          <Empty>{t.nothing}</Empty>
        </DetailPanel>
      )}
      {merging !== null && (
        <MergeDialog
          cards={merging}
          onCancel={() => {
            setMerging(null);
          }}
          onMerge={async (survivor, other, take) => {
            setMerging(null);
            setChosen([]);
            onOpen(survivor.id);
            await done(controls.merge(survivor.id, [other.id], { take }));
          }}
        />
      )}
      {duplicate !== null && (
        <DuplicateDialog
          duplicate={duplicate}
          onUpdate={({ existing, values }) => void write(existing, values)}
          onAdd={({ values }) => void write(null, values)}
          onCancel={() => {
            setDuplicate(null);
          }}
        />
      )}
    </ViewFrame>
  );
};

const isOwnFolder = (folder: string): boolean => folder !== ALL && folder !== DELETED;

const cardsOf = (
  cards: readonly OutlookCard[],
  folder: string,
  query: string,
  language: string,
): OutlookCard[] => {
  const wanted = query.toLowerCase();
  const key = (card: OutlookCard): string => card.values.fileAs || nameOfCard(card);
  return cards
    .filter(({ folderId }) => !isOwnFolder(folder) || folderId === folder)
    .filter((card) => JSON.stringify(card.values).toLowerCase().includes(wanted))
    .sort((a, b) => key(a).localeCompare(key(b), language) || (a.id < b.id ? -1 : 1));
};

/** Whom Outlook takes for the same person: the first other card with this address. */
const alikeOf = (card: OutlookCard, cards: readonly OutlookCard[]): OutlookCard | null => {
  const address = emailOf(card);
  if (address === null) return null;
  return cards.find((each) => each.id !== card.id && emailOf(each) === address) ?? null;
};

const latestChanges = (changes: readonly AuditEntry[]): ReadonlyMap<string, AuditEntry> =>
  new Map(changes.map((entry) => [entry.cardId, entry]));

interface RowProps {
  readonly card: OutlookCard;
  readonly isOpen: boolean;
  readonly latest: AuditEntry | null;
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
  readonly onOpen: (id: string) => void;
}

const CardRow = ({ card, isOpen, latest, isChosen, onChoose, onOpen }: RowProps) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  const name = nameOfCard(card) || t.noName;
  return (
    <Row
      name={name}
      before={
        card.deleted ? undefined : (
          <Checkbox
            aria-label={t.select(name)}
            checked={isChosen}
            onChange={(_event, { checked }) => {
              onChoose(checked === true);
            }}
          />
        )
      }
      first={name}
      second={card.values.companyName ?? card.values.emailAddresses?.[0]?.address ?? ''}
      aside={
        isLinked(card) ? (
          <Tooltip content={t.linked} relationship="label">
            <span className={styles.linked} role="img">
              <Link16Regular aria-hidden />
            </span>
          </Tooltip>
        ) : undefined
      }
      isOpen={isOpen}
      freshAs={latest?.number ?? null}
      onOpen={() => {
        onOpen(card.id);
      }}
    />
  );
};

interface FolderProps extends Props {
  readonly folder: string;
  readonly onFolder: (folder: string) => void;
  readonly count: number;
}

const FolderChoice = ({ mailbox, folder, onFolder, count }: FolderProps) => {
  const styles = useStyles();
  const { people: t } = useTexts();
  const name = useFolderName();
  return (
    <>
      <Select
        className={styles.select}
        appearance="filled-lighter"
        aria-label={t.folder}
        value={folder}
        onChange={(_event, { value }) => {
          onFolder(value);
        }}
      >
        <option value={ALL}>{t.allContacts}</option>
        {ownFolders(mailbox.folders).map(({ id, displayName }) => (
          <option key={id} value={id}>
            {name(displayName)}
          </option>
        ))}
        <option value={DELETED}>{t.deletedItems}</option>
      </Select>
      <Quiet>{t.counted(count)}</Quiet>
    </>
  );
};
