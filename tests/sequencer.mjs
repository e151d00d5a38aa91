/**
 * The order of the test files: the longest first, so that no core ends up alone with one of them. Jest remembers how long
 * each took; what is named here counts where it has no memory yet (a fresh clone, CI).
 */
import TestSequencer from '@jest/test-sequencer';

/** Parts of paths, the longest running first. */
const long = [
  'tests/e2e/kill',
  'tests/torture/',
  'tests/property/',
  'tests/e2e/outlook',
  'tests/unit/store/embedded',
  'tests/unit/cli/worker',
  'tests/unit/jobs/',
  'tests/corpus/',
  'tests/browser/',
  'tests/e2e/',
  'tests/scenario/',
  'tests/addin/',
];

const rank = ({ path }) => {
  const at = long.findIndex((part) => path.replaceAll('\\', '/').includes(part));
  return at < 0 ? long.length : at;
};

export default class LongestFirst extends TestSequencer {
  sort(tests) {
    // Stable: within one rank the order of Jest's own memory, or of the file's size.
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
