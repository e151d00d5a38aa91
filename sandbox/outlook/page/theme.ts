/** Outlook's themes: those of Fluent, and the two colours that Outlook tells add-ins. */
import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type BrandVariants,
  type Theme,
} from '@fluentui/react-components';
import type { Colours } from '../../office/fake-host.ts';
import type { ThemeName } from './place.ts';

/** Outlook's blue. */
const blue: BrandVariants = {
  10: '#061724',
  20: '#082338',
  30: '#0a2e4a',
  40: '#0c3b5e',
  50: '#0e4775',
  60: '#0f548c',
  70: '#115ea3',
  80: '#0f6cbd',
  90: '#2886de',
  100: '#479ef5',
  110: '#62abf5',
  120: '#77b7f7',
  130: '#96c6fa',
  140: '#b4d6fa',
  150: '#cfe4fa',
  160: '#ebf3fc',
};

export const themes: Readonly<Record<ThemeName, Theme>> = {
  light: createLightTheme(blue),
  dark: createDarkTheme(blue),
  contrast: teamsHighContrastTheme,
};

/** As Outlook tells them to the pane. */
export const coloursOf: Readonly<Record<ThemeName, Colours>> = {
  light: { bodyBackgroundColor: '#ffffff', bodyForegroundColor: '#242424' },
  dark: { bodyBackgroundColor: '#1f1f1f', bodyForegroundColor: '#ffffff' },
  contrast: { bodyBackgroundColor: '#000000', bodyForegroundColor: '#ffffff' },
};
