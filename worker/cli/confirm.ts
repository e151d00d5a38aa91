/** A question before something is done that a person should have seen: `--yes` answers it, and so does the keyboard. */
import { CommandError } from './errors.ts';
import { exits } from './output.ts';
import type { Run } from './program.ts';

/** Show first what the question is about. Throws CommandError `needsYes` for any answer but a yes. */
export const confirm = async (run: Run, yes: boolean | undefined): Promise<void> => {
  if (yes === true) return;
  const answer = run.out.canAsk ? ((await run.out.ask(run.t('goOnAsk'))) ?? '') : '';
  if (run.t('goOnAnswers').split(',').includes(answer.trim().toLowerCase())) return;
  throw new CommandError('needsYes', {}, exits.needsPerson);
};
