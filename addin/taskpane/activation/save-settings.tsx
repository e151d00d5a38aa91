/** Saving what was chosen; a group that the CRM no longer has is saved only when that is meant. */
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useCallback } from 'react';
import type { MailboxSettings, MailboxView } from '../../../shared/api/mailbox.ts';
import { choicesTexts } from '../../../shared/texts/pane/choices.ts';
import type { Trouble } from '../../api/failure.ts';
import { mailboxApi } from '../../api/mailbox.ts';
import { sentenceFor } from '../parts/notices.tsx';
import { useApi } from '../pane.ts';
import { useSpeech, useTexts } from '../texts.tsx';
import { useActing } from '../use-resource.ts';

export interface Saving {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly isUnknownGroup: boolean;
  /** Null: not saved; `trouble` says why. */
  readonly save: (settings: MailboxSettings, anyway?: boolean) => Promise<MailboxView | null>;
}

export const useSaving = (): Saving => {
  const api = useApi(mailboxApi);
  const { busy, failure, trouble, run } = useActing();
  return {
    busy: busy !== null,
    trouble,
    isUnknownGroup:
      failure?.code === 'invalid' &&
      (failure.detail.fields ?? []).some(({ problem }) => problem === 'unknownGroup'),
    save: useCallback(
      (settings, anyway = false) => run('save', () => api.saveSettings(settings, anyway)),
      [api, run],
    ),
  };
};

/** Beside the button that saves. */
export const SaveTrouble = ({ saving, onAnyway }: { saving: Saving; onAnyway: () => void }) => {
  const shell = useTexts();
  const { groups } = useSpeech(choicesTexts);
  if (saving.trouble === null) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody role="alert">
        {saving.isUnknownGroup ? groups.unknown : sentenceFor(saving.trouble, shell)}
      </MessageBarBody>
      {saving.isUnknownGroup && (
        <MessageBarActions>
          <Button size="small" onClick={onAnyway}>
            {groups.anyway}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
};
