/** The App that commands are given: the parts behind the questions a command asks, loaded when one does. */
import type { App, Office } from '../cli/ports.ts';
import { CommandError } from '../cli/errors.ts';
import { exits } from '../cli/output.ts';
import { requestPass } from '../jobs/requests.ts';
import { workerRuns } from '../jobs/runners.ts';
import { requireSignIn, type Settings } from '../settings.ts';
import { realClock } from './clock.ts';
import { deactivateWith } from './deactivate.ts';
import { createHeldDesk } from './held-desk.ts';
import { createMailboxDesk } from './mailbox-desk.ts';
import { createPastDesks } from './past-desks.ts';
import { createParts, type Parts } from './parts.ts';
import { createWhyDesk } from './why-desk.ts';

const openOffice = async (parts: Parts): Promise<Office> => {
  const { db } = await parts.current();
  const crm = await parts.crm();
  return {
    crm,
    mailboxes: createMailboxDesk(db, await parts.mailboxes()),
    held: createHeldDesk(db),
    why: createWhyDesk(db, async (mailboxId) => (await parts.identity()).prints(mailboxId)),
    ...createPastDesks(db, crm, () => realClock.now()),
    askPass: async (mailboxId, trigger) => {
      await requestPass(db, mailboxId, trigger);
    },
    workerRuns: () => workerRuns(db),
  };
};

/** Opens nothing yet. */
export const buildApp = (settings: Settings): App => {
  const parts = createParts(settings);
  return {
    settings,
    migrate: parts.migrate,
    office: () => openOffice(parts),
    serve: async (options) => (await import('./serve.ts')).startServe(parts, options),
    work: async () => (await import('./serve.ts')).startWork(parts),
    activationLink: async (employee, start) => {
      if (settings.publicUrl === null) throw new CommandError('noPublicUrl', {}, exits.usage);
      const { activation } = await parts.identity();
      return activation.issueTicket({
        for: { kind: 'employee', employeeId: employee.id },
        start,
        loginHint: employee.upn ?? employee.email,
      });
    },
    deactivate: async (mailboxId) => (await deactivateWith(parts))(mailboxId),
    mailboxOfEmployee: async (employeeId) => (await parts.mailboxes()).byEmployee(employeeId),
    passHere: async (mailboxId, { signal, onProgress }) => {
      const runPass = await parts.runPass();
      return runPass({
        mailboxId,
        trigger: 'syncNow',
        holder: `sync:${String(process.pid)}`,
        signal,
        onProgress,
      });
    },
    preview: async (request) => (await parts.preview())(request),
    backups: async () => (await import('./backup-desk.ts')).createBackupDesk(parts),
    keys: async () => {
      const { openKeys } = await import('../identity/index.ts');
      const { tokenKey, tokenKeysOld } = settings;
      const { db } = await parts.current();
      return openKeys({ tokenKey: tokenKey ?? requireSignIn(settings).tokenKey, tokenKeysOld }, db);
    },
    probes: async () => (await import('./probe-desk.ts')).createProbeDesk(parts),
    forgetSubscriptions: async () => (await parts.mailboxes()).forgetSubscriptions(),
    examine: async function* () {
      yield* (await import('./examine.ts')).examine(parts);
    },
    close: parts.close,
  };
};
