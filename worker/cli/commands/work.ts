/** `work`: the jobs only (passes, schedule, notifications' after-work), until it is told to stop. */
import type { Register } from '../program.ts';
import { untilStopped } from '../until-stopped.ts';

export const work: Register = ({ program, command, act, t }) => {
  command(program, 'work', 'work')
    .addHelpText('after', `\n${t('workAfter')}`)
    .action(
      act(async (run) => {
        const working = await (await run.app()).work();
        run.out.print({ json: { working: true }, text: [run.t('working')] });
        await untilStopped(run.signal, working);
        run.out.note(run.t('stopping'));
        await working.stop();
        return null;
      }),
    );
};
