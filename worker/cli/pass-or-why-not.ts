/** A pass for a wish that stands anyway: where none can run now (busy, Microsoft asks to wait) that is no failure; it comes later. */
import type { PassView } from '../../shared/api/passes.ts';
import type { Mailbox } from '../pass/ports.ts';
import { passNow } from './commands/sync.ts';
import { CommandError, explain } from './errors.ts';
import type { Exit } from './output.ts';
import type { Run } from './program.ts';
import { passResultLines } from './words.ts';

export interface Passed {
  /** Null: none ran now. */
  readonly pass: PassView | null;
  readonly said: { readonly text: readonly string[]; readonly exit: Exit };
}

export const passOrWhyNot = async (run: Run, mailbox: Mailbox): Promise<Passed> => {
  try {
    const pass = await passNow(run, mailbox);
    return { pass, said: passResultLines(run, pass) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { pass: null, said: { text: [explain(error, run.language).message], exit: error.exit } };
  }
};
