/** Follows Outlook's theme while the pane is open, and the system's where Outlook does not say. */
import { teamsHighContrastTheme, webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Host } from '../office/host.ts';
import { themeFor, type SystemPreference } from './theme.ts';

const themes: Record<ReturnType<typeof themeFor>, Theme> = {
  light: webLightTheme,
  dark: webDarkTheme,
  contrast: teamsHighContrastTheme,
};

const darkQuery = '(prefers-color-scheme: dark)';
const contrastQuery = '(forced-colors: active)';

const readSystem = (): SystemPreference => ({
  dark: window.matchMedia(darkQuery).matches,
  contrast: window.matchMedia(contrastQuery).matches,
});

export const useTheme = (host: Host): Theme => {
  const [colours, setColours] = useState(host.colours);
  const [system, setSystem] = useState(readSystem);
  useEffect(() => host.onColoursChanged(setColours), [host]);
  useEffect(() => {
    const queries = [darkQuery, contrastQuery].map((query) => window.matchMedia(query));
    const follow = () => {
      setSystem(readSystem());
    };
    for (const query of queries) query.addEventListener('change', follow);
    return () => {
      for (const query of queries) query.removeEventListener('change', follow);
    };
  }, []);
  const name = themeFor(colours, system);
  useEffect(() => {
    // The page behind the pane: without it a white frame shows while scrolling in the dark.
    document.documentElement.dataset['theme'] = name;
    // Radio buttons, lists and scroll bars are the browser's own: they follow Outlook too, not the system.
    document.documentElement.style.colorScheme = name === 'light' ? 'light' : 'dark';
    document.body.style.backgroundColor = themes[name].colorNeutralBackground1;
  }, [name]);
  return themes[name];
};
