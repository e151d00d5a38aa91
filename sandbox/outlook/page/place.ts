/**
 * Where one is in the page, kept in its address so that it can be linked to and survives a reload:
 * `/outlook/?user=NAME&lang=nl&theme=light&view=mail&item=ID&contact=ID&pane=0`. What stands there wins over defaults.
 */
import { useCallback, useEffect, useState } from 'react';
import { languages, type PageLanguage } from './texts.ts';

export const views = ['mail', 'calendar', 'people'] as const;
export type View = (typeof views)[number];
export const themeNames = ['light', 'dark', 'contrast'] as const;
export type ThemeName = (typeof themeNames)[number];

export interface PlaceInPage {
  /** Sign-in name; null: the first of the office. */
  readonly user: string | null;
  readonly language: PageLanguage;
  readonly theme: ThemeName;
  readonly view: View;
  /** Open mail or appointment. */
  readonly item: string | null;
  /** Open contact. */
  readonly contact: string | null;
  readonly pane: boolean;
}

const oneOf = <T extends string>(known: readonly T[], given: string | null): T | null =>
  known.find((each) => each === given) ?? null;

const read = (): PlaceInPage => {
  const query = new URLSearchParams(window.location.search);
  return {
    user: query.get('user'),
    language: oneOf(languages, query.get('lang')) ?? (navigator.language.startsWith('en') ? 'en' : 'nl'),
    theme:
      oneOf(themeNames, query.get('theme')) ??
      (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
    view: oneOf(views, query.get('view')) ?? 'mail',
    item: query.get('item'),
    contact: query.get('contact'),
    pane: query.get('pane') !== '0',
  };
};

const write = ({ user, language, theme, view, item, contact, pane }: PlaceInPage): string => {
  const query = new URLSearchParams();
  if (user !== null) query.set('user', user);
  query.set('lang', language);
  query.set('theme', theme);
  query.set('view', view);
  if (item !== null) query.set('item', item);
  if (contact !== null) query.set('contact', contact);
  if (!pane) query.set('pane', '0');
  return `?${query.toString()}`;
};

export const usePlace = () => {
  const [place, setPlace] = useState(read);
  const go = useCallback((change: Partial<PlaceInPage>) => {
    setPlace((before) => ({ ...before, ...change }));
  }, []);
  useEffect(() => {
    window.history.replaceState(null, '', write(place));
  }, [place]);
  return { place, go };
};
