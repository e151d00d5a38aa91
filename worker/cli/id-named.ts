/** The entry, pass or undo a person means by an id or its beginning, as lists show it. */
import type { MailboxId } from '../../shared/ids.ts';
import { CommandError } from './errors.ts';
import type { Run } from './program.ts';

type Kind = 'entry' | 'pass' | 'undo';
const unknown = { entry: 'entryUnknown', pass: 'passUnknown', undo: 'undoUnknown' } as const;

/** Throws CommandError `entryUnknown`, `passUnknown`, `undoUnknown` or `idAmbiguous`. */
export const idNamed = async <K extends Kind>(
  run: Run,
  kind: K,
  beginning: string,
): Promise<{ readonly id: string; readonly mailboxId: MailboxId }> => {
  const { undo } = await run.office();
  const [one, another] = await undo.beginningWith[kind](beginning);
  if (one === undefined) throw new CommandError(unknown[kind], { id: beginning });
  if (another !== undefined) throw new CommandError('idAmbiguous', { id: beginning });
  return one;
};
