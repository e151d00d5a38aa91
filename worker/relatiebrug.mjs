#!/usr/bin/env node
/** The command: the worker's TypeScript, compiled when it has changed (compiled.mjs). */
import { setFlagsFromString } from 'node:v8';
import { loadCompiled } from './compiled.mjs';

// A pass is a short burst in much code: with the default (135,168) V8 spends a fifth of its processor time on optimising functions
// that have soon done their work (docs/performance.md). Measured with Node 20; other versions have other compilers.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1000000');
// A stack trace names the line that somebody wrote.
process.setSourceMapsEnabled(true);
const load = await loadCompiled();
const { main } = await load('worker/main.ts');
process.exitCode = await main(process.argv.slice(2));
