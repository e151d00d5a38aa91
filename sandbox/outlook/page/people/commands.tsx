/** The command bar over the contacts: what can be done with the one that is open, or with two that are ticked. */
import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  ToolbarDivider,
} from '@fluentui/react-components';
import { ArrowUndo20Regular } from '@fluentui/react-icons/svg/arrow-undo';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { FolderArrowRight20Regular } from '@fluentui/react-icons/svg/folder-arrow-right';
import { Merge20Regular } from '@fluentui/react-icons/svg/merge';
import { PersonAdd20Regular } from '@fluentui/react-icons/svg/person-add';
import { useState } from 'react';
import type { OutlookCard } from '../controls.ts';
import type { ViewProps } from '../mail/mail-view.tsx';
import { Command } from '../parts.tsx';
import { useTexts } from '../texts.ts';
import { FolderDialog } from './dialogs.tsx';

const useStyles = makeStyles({ grow: { flexGrow: 1 } });

/** Graph's English name of the default folder, in the reader's language. */
export const useFolderName = () => {
  const { people: t } = useTexts();
  return (displayName: string): string => (displayName === 'Contacts' ? t.contacts : displayName);
};

export const ownFolders = (folders: ViewProps['mailbox']['folders']) =>
  folders.filter(({ displayName }) => displayName !== 'Deleted Items');

interface CommandProps extends ViewProps {
  readonly open: OutlookCard | null;
  readonly chosen: readonly OutlookCard[];
  readonly onNew: () => void;
  readonly onEdit: (card: OutlookCard) => void;
  readonly onMerge: () => void;
  readonly onDone: (work: Promise<unknown>) => void;
}

export const Commands = (props: CommandProps) => {
  const { open, chosen, onNew, onEdit, onMerge, onDone, onOpen, mailbox, paneButton } = props;
  const { controls } = mailbox;
  const styles = useStyles();
  const { people: t } = useTexts();
  const live = open?.deleted === false ? open : null;
  const gone = open?.deleted === true ? open : null;
  return (
    <>
      <Button appearance="primary" icon={<PersonAdd20Regular />} onClick={onNew}>
        {t.create}
      </Button>
      <ToolbarDivider />
      {gone === null ? (
        <>
          <Command icon={<Edit20Regular />} disabled={live === null} onClick={() => live && onEdit(live)}>
            {t.edit}
          </Command>
          <Command
            icon={<Delete20Regular />}
            disabled={live === null}
            onClick={() => {
              if (live === null) return;
              onOpen(null);
              onDone(controls.delete(live.id));
            }}
          >
            {t.delete}
          </Command>
          <Command
            icon={<Copy20Regular />}
            disabled={live === null}
            onClick={() => live && onDone(controls.copy(live.id))}
          >
            {t.copy}
          </Command>
          <MoveMenu {...props} live={live} />
          <Command icon={<Merge20Regular />} disabled={chosen.length < 2} onClick={onMerge}>
            {chosen.length === 0 ? t.merge : t.mergeChosen(chosen.length)}
          </Command>
        </>
      ) : (
        <>
          <Command icon={<ArrowUndo20Regular />} onClick={() => onDone(controls.restore(gone.id))}>
            {t.restore}
          </Command>
          <Command
            icon={<Delete20Regular />}
            onClick={() => {
              onOpen(null);
              onDone(controls.deleteForGood(gone.id));
            }}
          >
            {t.deleteForGood}
          </Command>
        </>
      )}
      <Text className={styles.grow} />
      {paneButton}
    </>
  );
};

/** To one of the folders, or to a new one. */
const MoveMenu = ({ live, mailbox, onDone }: CommandProps & { readonly live: OutlookCard | null }) => {
  const { people: t } = useTexts();
  const name = useFolderName();
  const [naming, setNaming] = useState<OutlookCard | null>(null);
  const { controls, folders } = mailbox;
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Command icon={<FolderArrowRight20Regular />} disabled={live === null}>
            {t.move}
          </Command>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {ownFolders(folders)
              .filter(({ id }) => id !== live?.folderId)
              .map(({ id, displayName }) => (
                <MenuItem key={id} onClick={() => live && onDone(controls.move(live.id, id))}>
                  {t.moveTo(name(displayName))}
                </MenuItem>
              ))}
            <MenuItem
              onClick={() => {
                setNaming(live);
              }}
            >
              {t.newFolder}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {naming !== null && (
        <FolderDialog
          onCancel={() => {
            setNaming(null);
          }}
          onMake={(displayName) => {
            setNaming(null);
            onDone(controls.makeFolder(displayName).then(({ id }) => controls.move(naming.id, id)));
          }}
        />
      )}
    </>
  );
};
