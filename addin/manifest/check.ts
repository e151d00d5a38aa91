/** `npm run manifest:check [FILE]`: says what is wrong with the manifest and exits with 1, or that it is good. */
import { readFileSync } from 'node:fs';
import { lintManifest, type IconSize } from './lint.ts';

/** Icons are served from addin/assets under /assets. Reads the PNG's header: signature, then width and height. */
export const iconSizeOnDisk: IconSize = (path) => {
  try {
    const png = readFileSync(new URL(`..${path}`, import.meta.url));
    const isPng = png.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n';
    return isPng ? { width: png.readUInt32BE(16), height: png.readUInt32BE(20) } : null;
  } catch {
    return null;
  }
};

const main = (file: string): number => {
  const problems = lintManifest(readFileSync(file, 'utf8'), iconSizeOnDisk);
  for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
  if (problems.length === 0) process.stdout.write(`${file} is good\n`);
  return problems.length === 0 ? 0 : 1;
};

if (process.argv[1]?.endsWith('check.ts') === true)
  process.exitCode = main(process.argv[2] ?? 'manifest.xml');
