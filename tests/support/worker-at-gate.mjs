/**
 * The worker's own `main` with its modules loaded beforehand: prints `loaded`, and runs the command of its arguments
 * when a line comes in. So a test that starts it fifty times does not wait fifty times for modules. Ends with its input.
 */
import { createInterface } from 'node:readline';
import { loadCompiled } from '../../worker/compiled.mjs';

process.setSourceMapsEnabled(true);
const load = await loadCompiled();
const { main } = await load('worker/main.ts');
// What `main` loads only when a command needs it.
await Promise.all(
  ['main/app.ts', 'main/serve.ts', 'graph/index.ts', 'identity/index.ts'].map((module) =>
    load(`worker/${module}`),
  ),
);
const input = createInterface({ input: process.stdin });
const opened = new Promise((resolve) => input.once('line', resolve));
// Whoever started it is gone: nobody would ever stop it.
const leave = () => process.exit(1);
input.once('close', leave);
process.stdout.write('loaded\n');
await opened;
process.exitCode = await main(process.argv.slice(2));
input.off('close', leave).close();
