/** `migrate`: brings the database to the schema of this version; says what it did. Safe to repeat. */
import type { Register } from '../program.ts';

export const migrate: Register = ({ program, command, act, t }) => {
  command(program, 'migrate', 'migrate')
    .addHelpText('after', `\n${t('migrateAfter')}`)
    .action(
      act(async (run) => {
        const ran = await (await run.app()).migrate();
        const text =
          ran.length === 0 ? [run.t('migratedNothing')] : ran.map((name) => run.t('migrated', { name }));
        return { json: { ran }, text };
      }),
    );
};
