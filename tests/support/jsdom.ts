/**
 * What a browser has and jsdom lacks, for the tests of the pane. Only things that any browser of Outlook has; a test that
 * needs another answer (a dark system, a refused pop-up) sets it itself.
 */
import { webcrypto } from 'node:crypto';
import { TextDecoder, TextEncoder } from 'node:util';

const lacking: Record<string, unknown> = {
  TextEncoder,
  TextDecoder,
  crypto: webcrypto,
  ResizeObserver: class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
  matchMedia: (media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  /** No window opens here, as where pop-ups are refused; a test that wants one gives its own. */
  open: () => null,
};

for (const [name, value] of Object.entries(lacking)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

// The browser of a Dutch office; jsdom's own is American.
Object.defineProperty(navigator, 'language', { value: 'nl-NL', configurable: true });

// The window of a test is in front; jsdom says so only while some element has the focus.
if (typeof document !== 'undefined') document.hasFocus = () => true;

// axe looks whether an icon is drawn as a letter; jsdom cannot draw, and says so at length.
if (typeof HTMLCanvasElement !== 'undefined') HTMLCanvasElement.prototype.getContext = () => null;

// jsdom lays nothing out, but would match every rule of Griffel against every ancestor of every element that a query by role
// asks about: half of the time of these tests. How the pane looks, and what it hides by style, is tested in Chromium.
if (typeof CSSStyleSheet !== 'undefined') CSSStyleSheet.prototype.insertRule = () => 0;

// A worker's answer comes when it comes, as in a browser; what it leads to is waited for by what is seen. React's advice to
// wrap each such moment would bury what the console has to say.
const complain = console.error.bind(console);
console.error = (...said: unknown[]): void => {
  if (!String(said[0]).includes('not wrapped in act(')) complain(...said);
};
