/**
 * What the built pane weighs as it travels (gzip -9, 1 KB is 1,000 bytes), and what it may weigh. As a plugin of webpack it
 * stops a build that has grown beyond what a slow connection bears, and leaves the figures beside the built folder for
 * `npm run bench`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Compressed bytes by kind. The pane is usable after its first load; the sign-in is asked for while it shows itself. */
export const budgets = {
  firstLoad: 170_000,
  signIn: 75_000,
  later: 70_000,
  /** The page in Outlook's dialog, where pop-ups are refused: it has the sign-in within. */
  dialog: 100_000,
};

/** Where the figures of the build in this folder are. */
export const sizesFile = (folder) => `${folder.replace(/[\\/]+$/, '')}-sizes.json`;

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a chunk was split off for: the screen's own file, or the library. */
const chunkLabel = (chunk, compilation) => {
  const [first] = compilation.chunkGraph.getChunkRootModules(chunk);
  const resource = (first?.rootModule ?? first)?.resource ?? '';
  const path = relative(root, resource).replaceAll('\\', '/');
  return path.split('node_modules/').at(-1) || `chunk ${chunk.id}`;
};

const measure = (compilation) => {
  const { entrypoints, chunks, outputOptions } = compilation;
  const bytesOf = (files) =>
    [...files]
      .filter((name) => name.endsWith('.js'))
      .map((name) => gzipSync(readFileSync(join(outputOptions.path, name)), { level: 9 }).length)
      .reduce((sum, size) => sum + size, 0);
  const row = (kind, name, files) => ({ kind, name, bytes: bytesOf(files), budget: budgets[kind] });
  const entries = [...entrypoints].map(([name, entry]) =>
    row(name === 'taskpane' ? 'firstLoad' : 'dialog', name, entry.getFiles()),
  );
  const later = [...chunks]
    .filter((chunk) => !chunk.canBeInitial())
    .map((chunk) => {
      const label = chunkLabel(chunk, compilation);
      return row(label.startsWith('@azure/msal-browser/') ? 'signIn' : 'later', label, chunk.files);
    });
  return [...entries, ...later.sort((a, b) => b.bytes - a.bytes)];
};

const number = new Intl.NumberFormat('en-GB');

export const sizeBudget = {
  apply: (compiler) => {
    compiler.hooks.afterEmit.tap('size-budget', (compilation) => {
      const sizes = measure(compilation);
      writeFileSync(sizesFile(compilation.outputOptions.path), `${JSON.stringify(sizes, null, 2)}\n`);
      for (const { name, bytes, budget } of sizes) {
        if (bytes <= budget) continue;
        const text = `${name}: ${number.format(bytes)} bytes compressed, the budget is ${number.format(budget)}`;
        compilation.errors.push(new Error(text));
      }
    });
  },
};
