/** `mailbox deactivate`: the link of one employee ends; what stays is shown first, and asked about. */
import { isDeactivated } from '../../pass/ports.ts';
import { confirm } from '../confirm.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import type { Cli, Run } from '../program.ts';

export const deactivate = ({ command, act, t }: Cli, parent: Cli['program']): void => {
  command(parent, 'deactivate <MAILBOX>', 'mailboxDeactivate')
    .option('--yes', t('mailboxYes'))
    .addHelpText('after', `\n${t('mailboxDeactivateAfter')}`)
    .action(
      act<[string, { yes?: boolean }]>(async (run, name, { yes }) => {
        const mailbox = await mailboxNamed(run, name);
        const was = isDeactivated(mailbox);
        const { mailboxes } = await run.office();
        const { active, paused, held } = await mailboxes.counts(mailbox.id);
        const cards = active + paused;
        if (!was) {
          run.out.show([run.t('deactivateWhat', { name }), ...whatStays(run, cards, held)]);
          await confirm(run, yes);
        }
        // Also where it had ended: what was left undone then (a lost connection) is done now.
        await (await run.app()).deactivate(mailbox.id);
        return {
          json: { id: mailbox.id, state: 'paused', because: 'deactivated', cards, held },
          text: [
            run.t(was ? 'deactivatedAlready' : 'deactivated', { name }),
            run.t('deactivatedAgain', { name }),
          ],
        };
      }),
    );
};

const whatStays = (run: Run, cards: number, held: number): string[] =>
  [
    cards === 0
      ? run.t('deactivateCards.none')
      : run.t(cards === 1 ? 'deactivateCards.one' : 'deactivateCards.many', { n: cards }),
    ...(held === 0 ? [] : [run.t(held === 1 ? 'deactivateHeld.one' : 'deactivateHeld.many', { n: held })]),
    run.t('deactivateKept'),
    run.t('deactivateSignIn'),
  ].map((line) => `  - ${line}`);
