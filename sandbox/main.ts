/**
 * Starts the sandbox as a process: `node --import tsx sandbox/main.ts [--port N] [--seed N] [--cards N]`. Prints one
 * line of JSON with its addresses and people when it is ready, and stops at SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';
import { createSandbox } from './index.ts';

function wholeNumber(name: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d+$/.test(given)) throw new RangeError(`--${name} takes a whole number`);
  return Number(given);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, seed: { type: 'string' }, cards: { type: 'string' } },
  });
  const sandbox = await createSandbox({
    port: wholeNumber('port', values.port),
    seed: wholeNumber('seed', values.seed),
    privateCards: wholeNumber('cards', values.cards),
  });
  const { url, graphUrl, authorityUrl, caFile, certificate } = sandbox;
  const users = sandbox.users
    .all()
    .map(({ id, tenantId, userPrincipalName, password }) => ({ id, tenantId, userPrincipalName, password }));
  const { certFile, keyFile } = certificate;
  process.stdout.write(
    `${JSON.stringify({ url, graphUrl, authorityUrl, caFile, certFile, keyFile, users })}\n`,
  );
  const stop = (): void => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
