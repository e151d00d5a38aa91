/** `serve`: the API, the pane and (unless told not to) the jobs, until it is told to stop. */
import type { Register } from '../program.ts';
import { untilStopped } from '../until-stopped.ts';

export const serve: Register = ({ program, command, act, t }) => {
  command(program, 'serve', 'serve')
    .option('--no-jobs', t('serveNoJobs'))
    .addHelpText('after', `\n${t('serveAfter')}`)
    .action(
      act<[{ jobs: boolean }]>(async (run, options) => {
        const { out, signal } = run;
        const served = await (await run.app()).serve({ jobs: options.jobs });
        out.print({
          json: { url: served.url, publicUrl: served.publicUrl, jobs: served.jobs, pane: served.pane },
          text: [
            run.t('serving', { url: served.url }),
            ...(served.publicUrl === null
              ? [run.t('servingNoPublicUrl')]
              : [run.t('servingPublic', { url: served.publicUrl })]),
            ...(served.pane ? [] : [run.t('servingNoPane')]),
            run.t(served.jobs ? 'servingJobs' : 'servingNoJobs'),
          ],
        });
        await untilStopped(signal, served);
        out.note(run.t('stopping'));
        await served.stop();
        return null;
      }),
    );
};
