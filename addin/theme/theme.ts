/**
 * Which theme fits the Outlook around the pane. `officeTheme.isDarkTheme` is not supported in Outlook, so the colours
 * decide; where Outlook gives none (phones, a browser), the system's own preference does.
 */
import type { HostColours } from '../office/host.ts';

export type ThemeName = 'light' | 'dark' | 'contrast';

export interface SystemPreference {
  readonly dark: boolean;
  /** Windows' contrast themes: forced colours. */
  readonly contrast: boolean;
}

export const themeFor = (colours: HostColours | null, system: SystemPreference): ThemeName => {
  const background = parseColour(colours?.background);
  const text = parseColour(colours?.text);
  if (background === null || text === null)
    return system.contrast ? 'contrast' : system.dark ? 'dark' : 'light';
  const dark = luma(background) < 128;
  // Outlook's own dark themes are never black with pure white, yellow or green: a contrast theme is.
  const pure = luma(background) === 0 && contrastRatio(background, text) >= 15 && Math.max(...text) === 255;
  return dark && (system.contrast || pure) ? 'contrast' : dark ? 'dark' : 'light';
};

type Rgb = readonly [red: number, green: number, blue: number];

/** `#rrggbb`, `#aarrggbb` or without the hash, as the different Outlooks write it. */
const parseColour = (text: string | undefined): Rgb | null => {
  const hex = /^#?(?:[0-9a-f]{2})?([0-9a-f]{6})$/iu.exec(text ?? '')?.[1];
  if (hex === undefined) return null;
  const value = Number.parseInt(hex, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

const luma = ([red, green, blue]: Rgb): number => 0.299 * red + 0.587 * green + 0.114 * blue;

/** WCAG 2 contrast ratio, 1 to 21. */
const contrastRatio = (one: Rgb, other: Rgb): number => {
  const [low, high] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (high + 0.05) / (low + 0.05);
};

const relativeLuminance = (colour: Rgb): number => {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
