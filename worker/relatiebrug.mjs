#!/usr/bin/env node
/** The command: the worker's TypeScript, compiled when it has changed (compiled.mjs). */
import { loadCompiled } from './compiled.mjs';

// A stack trace names the line that somebody wrote.
process.setSourceMapsEnabled(true);
const load = await loadCompiled();
const { main } = await load('worker/main.ts');
process.exitCode = await main(process.argv.slice(2));
