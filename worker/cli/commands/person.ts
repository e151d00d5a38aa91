/** `mailbox exclude|include`: one person out of a user's Outlook and in again, without touching ownership (R1). */
import type { PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { displayNameOf } from '../../api/persons/present.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { select, type Selection } from '../../sync/selection.ts';
import { askAfterChange } from '../after-change.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import type { Result } from '../output.ts';
import { personNamed } from '../person-named.ts';
import type { Cli, Run } from '../program.ts';

type Parent = Cli['program'];

export const exclude = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'exclude <MAILBOX> <PERSON>', 'mailboxExclude')
    .addHelpText('after', `\n${t('mailboxExcludeAfter')}`)
    .action(
      act<[string, string, object]>(async (run, name, who) => {
        const [mailbox, person] = [await mailboxNamed(run, name), await personNamed(run, who)];
        const values = { person: displayNameOf(person), name, id: person.id };
        if (mailbox.excludedPersons.has(person.id)) {
          return {
            json: answer(mailbox, person, 'alreadyExcluded'),
            text: [run.t('excludedAlready', values)],
          };
        }
        const before = select(person, mailbox.employeeId, mailbox.settings, mailbox.excludedPersons);
        await (await run.office()).mailboxes.exclude(mailbox.id, person.id);
        if (!before.selected) {
          const because = run.t(`leftOut.${before.because}`);
          return {
            json: answer(mailbox, person, 'excluded', before),
            text: [run.t('excludedNotTheirs', { ...values, because })],
          };
        }
        return changed(run, mailbox, name, {
          json: answer(mailbox, person, 'excluded'),
          text: [run.t('excluded', values), run.t('excludedCleanUp', values)],
        });
      }),
    );
};

export const include = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'include <MAILBOX> <PERSON>', 'mailboxInclude')
    .addHelpText('after', `\n${t('mailboxIncludeAfter')}`)
    .action(
      act<[string, string, object]>(async (run, name, who) => {
        const [mailbox, person] = [await mailboxNamed(run, name), await personNamed(run, who)];
        const values = { person: displayNameOf(person), name };
        if (!mailbox.excludedPersons.has(person.id)) {
          return { json: answer(mailbox, person, 'notExcluded'), text: [run.t('includedAlready', values)] };
        }
        await (await run.office()).mailboxes.include(mailbox.id, person.id);
        const after = select(person, mailbox.employeeId, mailbox.settings, new Set<PersonId>());
        return changed(run, mailbox, name, {
          json: answer(mailbox, person, 'included', after),
          text: [
            after.selected
              ? run.t('included', values)
              : run.t('includedStillOut', { ...values, because: run.t(`leftOut.${after.because}`) }),
          ],
        });
      }),
    );
};

type Outcome = 'excluded' | 'alreadyExcluded' | 'included' | 'notExcluded';

/** `selection` where another rule decides too: whether the person is in Outlook, and why (not). */
const answer = ({ id }: Mailbox, person: Person, outcome: Outcome, selection?: Selection) => ({
  id,
  personId: person.id,
  outcome,
  ...(selection === undefined ? {} : { selection }),
});

const changed = async (run: Run, mailbox: Mailbox, name: string, result: Result): Promise<Result> => {
  const follows = await askAfterChange(run, mailbox, name);
  return {
    json: { ...result.json, passAsked: follows.passAsked },
    text: [...result.text.slice(0, 1), follows.text, ...result.text.slice(1)],
  };
};
