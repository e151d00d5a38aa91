/**
 * The page by keyboard alone: walks through it with Tab from the top, as somebody does who has no mouse. Finds what cannot
 * be reached, where the focus falls back to the page before the end, and what does not show that it has the focus.
 */
import type { Page } from 'playwright-core';

interface Walk {
  /** All that has to be reached. */
  readonly wanted: Element[];
  /** How each looked while it had the focus, in the order they were reached. */
  readonly focused: Map<Element, string>;
  /** What was still to come when the focus fell back to the page; null while it did not. */
  fell: string | null;
  readonly look: (element: Element) => string;
  readonly missing: () => string;
  readonly stop: () => void;
}
declare global {
  interface Window {
    keyboardWalk?: Walk;
  }
}

/** Runs in the page: gathers what has to be reached and puts the focus at the top. Gives how much there is. */
const begin = (): number => {
  const name = (element: Element): string => {
    const text = element.getAttribute('aria-label') ?? element.textContent.trim();
    return `${element.tagName.toLowerCase()} “${text.slice(0, 60)}”`;
  };
  const isReachable = (element: Element): boolean =>
    element instanceof HTMLElement &&
    element.tabIndex >= 0 &&
    !element.matches(':disabled, [data-tabster-dummy]') &&
    element.closest('[inert], [aria-hidden="true"]') === null &&
    element.checkVisibility();
  const isOneOfItsGroup = (element: Element): boolean => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio' || element.name === '')
      return true;
    const group = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(
      (one) => one.name === element.name && one.form === element.form,
    );
    return element === (group.find((one) => one.checked) ?? group[0]);
  };
  const parts = [undefined, '::before', '::after'] as const;
  const properties = [
    'outline-style',
    'outline-width',
    'outline-color',
    'box-shadow',
    'border-color',
    'border-width',
    'border-style',
    'background-color',
    'color',
    'text-decoration',
    'transform',
    'opacity',
    'visibility',
    'clip-path',
    'border-top-color',
    'border-bottom-color',
  ];
  /** A field shows its focus on itself, on the frame around it or on the sign beside it. */
  const look = (element: Element): string =>
    [
      element,
      element.parentElement,
      element.parentElement?.parentElement,
      element.nextElementSibling,
      element.previousElementSibling,
    ]
      .flatMap((one) =>
        one === null || one === undefined ? [] : parts.map((part) => getComputedStyle(one, part)),
      )
      .map((style) => properties.map((property) => style.getPropertyValue(property)).join())
      .join('|');
  // While a dialog is open there is nothing else.
  const root = document.querySelector('dialog:modal') ?? document.body;
  const wanted = [...root.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(isReachable)
    .filter(isOneOfItsGroup);
  const focused = new Map<Element, string>();
  const missing = (): string =>
    wanted
      .filter((element) => !focused.has(element))
      .map(name)
      .join(', ');
  // After each Tab: looked at when the key is let go, as a person would.
  const note = (event: KeyboardEvent): void => {
    const element = document.activeElement;
    if (event.key !== 'Tab' || walk.fell !== null) return;
    if (element === null || element === document.body || element === document.documentElement)
      walk.fell = missing();
    else focused.set(element, look(element));
  };
  document.addEventListener('keyup', note, true);
  const stop = (): void => {
    document.removeEventListener('keyup', note, true);
  };
  const walk: Walk = { wanted, focused, fell: null, look, missing, stop };
  window.keyboardWalk = walk;
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  return wanted.length;
};

/** Runs in the page, at the end. */
const judge = (): string[] => {
  const walk = window.keyboardWalk;
  if (walk === undefined) return ['the page was loaded anew while walking through it'];
  walk.stop();
  const missing = walk.missing();
  if (walk.fell !== null && walk.fell !== '')
    return [`the focus fell to the page before it reached ${walk.fell}`];
  if (missing !== '') return [`Tab does not reach ${missing}`];
  // What shows no difference between having the focus and not having it.
  (document.activeElement as HTMLElement | null)?.blur();
  return [...walk.focused]
    .filter(([element]) => element.isConnected && !element.matches('[data-tabster-dummy]'))
    .filter(([element, focused]) => walk.look(element) === focused)
    .map(([element]) => `no sign of the focus on ${element.outerHTML.slice(0, 120)}`);
};

/** More stops than wanted: what scrolls can be focused too. */
const EXTRA_STOPS = 6;

/** Empty when everything on the page is reached by Tab and shows it. */
export const keyboardFindings = async (page: Page): Promise<string[]> => {
  const count = await page.evaluate(begin);
  for (let step = 0; count > 0 && step < count + EXTRA_STOPS; step += 1) await page.keyboard.press('Tab');
  return page.evaluate(judge);
};
