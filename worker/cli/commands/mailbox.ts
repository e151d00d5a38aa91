/** `mailbox …`: who is synced, and what an administrator can do about one mailbox. */
import { exits, table } from '../output.ts';
import { CommandError } from '../errors.ts';
import { standstillOf } from '../../api/mailbox/message.ts';
import { presentAdminMailbox } from '../../api/admin/present.ts';
import type { Cli, Register, Run } from '../program.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { passResultLines } from '../words.ts';
import { watchActivation } from '../watch.ts';
import { cleanup } from './cleanup.ts';
import { deactivate } from './mailbox-deactivate.ts';
import { brake, resume } from './mailbox-brake.ts';
import { settings } from './mailbox-settings.ts';
import { show } from './mailbox-show.ts';
import { exclude, include } from './person.ts';

export const mailbox: Register = (cli) => {
  const parent = cli.group('mailbox', 'mailbox');
  list(cli, parent);
  show(cli, parent);
  activate(cli, parent);
  settings(cli, parent);
  exclude(cli, parent);
  include(cli, parent);
  pause(cli, parent);
  resume(cli, parent);
  brake(cli, parent);
  cleanup(cli, parent);
  deactivate(cli, parent);
};

type Parent = Cli['program'];

const list = ({ command, act }: Cli, parent: Parent): void => {
  command(parent, 'list', 'mailboxList').action(
    act(async (run) => {
      const items = await listMailboxes(run);
      if (items.length === 0) return { json: { items }, text: [run.t('noMailboxes')] };
      const head = [
        run.t('colMailbox'),
        run.t('colState'),
        run.t('colLinked'),
        run.t('colHeld'),
        run.t('colLastPass'),
      ];
      const rows = items.map((one) => [
        one.employee.email ?? one.employee.id,
        run.t(`state.${one.state}`),
        String(one.counts.active),
        String(one.counts.held),
        one.lastPassAt ?? run.t('never'),
      ]);
      const reasons = items
        .filter(({ message }) => message !== null)
        .map(({ employee, id, message }) => `${employee.email ?? id}: ${message ?? ''}`);
      return { json: { items }, text: [...table([head, ...rows]), ...reasons] };
    }),
  );
};

export const listMailboxes = async (run: Run) => {
  const { crm, mailboxes } = await run.office();
  const [all, employees, counts, last] = await Promise.all([
    mailboxes.all(),
    crm.employees(),
    mailboxes.allCounts(),
    mailboxes.lastPasses(),
  ]);
  const byId = new Map(employees.map((employee) => [employee.id, employee]));
  const items = all.map((one) =>
    presentAdminMailbox(one, { counts, last }, byId.get(one.employeeId), run.language),
  );
  return items.sort((a, b) => (a.employee.email ?? '').localeCompare(b.employee.email ?? '', 'nl'));
};

const activate = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'activate <EMPLOYEE_EMAIL>', 'mailboxActivate')
    .option('--preview-first', t('mailboxActivatePreviewFirst'))
    .option('--wait', t('mailboxActivateWait'))
    .addHelpText('after', `\n${t('mailboxActivateAfter')}`)
    .action(
      act<[string, { wait?: boolean; previewFirst?: boolean }]>(async (run, address, options) => {
        const app = await run.app();
        const { crm } = await run.office();
        const employee = await crm.findEmployee(address);
        if (employee === null) throw new CommandError('noEmployee', { address });
        const before = await app.mailboxOfEmployee(employee.id);
        const { url, expiresAt } = await app.activationLink(
          employee,
          options.previewFirst === true ? 'afterPreview' : 'now',
        );
        const link = { url, expiresAt: expiresAt.toISOString() };
        const lines = [
          run.t('activationOpen', { name: employee.displayName }),
          url,
          run.t('activationUntil', { at: link.expiresAt }),
        ];
        if (options.wait !== true) return { json: link, text: lines };
        // With --json the address must still reach whoever opens it: standard error is free.
        run.out.note(lines.join('\n'));
        const report = await watchActivation(run, employee, expiresAt, before);
        if (report.pass === null) {
          return {
            json: { ...link, mailboxId: report.mailboxId, pass: null },
            text: [run.t('activationWaits', { name: address })],
          };
        }
        return {
          json: { ...link, mailboxId: report.mailboxId, pass: report.pass },
          ...passResultLines(run, report.pass),
        };
      }),
    );
};

const pause = ({ command, act }: Cli, parent: Parent): void => {
  command(parent, 'pause <MAILBOX>', 'mailboxPause').action(
    act<[string, object]>(async (run, name) => {
      const { mailboxes } = await run.office();
      const found = await mailboxNamed(run, name);
      const standstill = standstillOf(found);
      // Pausing what waits for a sign-in would hide why it stands still.
      if (standstill === 'signInAgain' || standstill === 'deactivated') {
        throw new CommandError(standstill, { name }, exits.needsPerson);
      }
      await mailboxes.pause(found.id, 'byAdmin');
      return { json: { id: found.id, state: 'paused' }, text: [run.t('paused', { name })] };
    }),
  );
};
