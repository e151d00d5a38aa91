/**
 * Whom a brake is about (R12). It keeps figures only, so they are looked up again by a preview, which writes nothing and
 * may find another world than the pass that stopped.
 */
import type { BrakeView } from '../../shared/api/mailbox.ts';
import { presentPreview } from '../api/preview/present.ts';
import type { Mailbox } from '../pass/ports.ts';
import { explain } from './errors.ts';
import type { Run } from './program.ts';
import { progressWords } from './words.ts';

export interface BrakePerson {
  readonly personId: string;
  readonly personName: string | null;
  /** What the pass would do. */
  readonly step: 'updatePerson' | 'unlink' | 'pauseLink';
  /** Names of the fields that were changed in Outlook. */
  readonly fields: readonly string[];
}

export type BrakePersons =
  | { readonly known: true; readonly persons: readonly BrakePerson[] }
  /** A code: no preview can be made now. */
  | { readonly known: false; readonly why: string };

/** Never throws but when interrupted: the figures are worth showing without the names. */
export const brakePersons = async (
  run: Run,
  mailbox: Mailbox,
  kind: BrakeView['kind'],
): Promise<BrakePersons> => {
  const line = run.out.progress();
  try {
    const app = await run.app();
    const report = await app.preview({
      mailboxId: mailbox.id,
      signal: run.signal,
      onProgress: (progress) => {
        line.show(progressWords(run, progress));
      },
    });
    if (!report.made)
      return { known: false, why: report.because === 'failed' ? report.code : report.because };
    const { crm } = await run.office();
    const { toCrm, removed, paused } = await presentPreview(crm, {
      preview: report.preview,
      limit: null,
      unknownGroups: [],
      passRuns: false,
      language: run.language,
    });
    const lost = paused.items.map(
      ({ personId, personName }) => ({ personId, personName, step: 'pauseLink', fields: [] }) as const,
    );
    if (kind === 'emptyCrm') return { known: true, persons: lost };
    return {
      known: true,
      persons: [
        ...toCrm.items.map(({ personId, personName, fields }) => ({
          personId,
          personName,
          step: 'updatePerson' as const,
          fields: fields.map(({ label }) => label),
        })),
        ...removed.items.map(({ personId, personName }) => ({
          personId,
          personName,
          step: 'unlink' as const,
          fields: [],
        })),
      ],
    };
  } catch (error) {
    if (run.signal.aborted) throw error;
    return { known: false, why: explain(error, run.language).code };
  } finally {
    line.end();
  }
};
