/** The two languages of everything people read: Dutch first, English second. */
export const languages = ['nl', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in both languages; a missing one is a type error. */
export type Texts<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** First language of an Accept-Language header (or a BCP 47 tag) that we speak; else the fallback. */
export const pickLanguage = (asked: string | null | undefined, fallback: Language = 'nl'): Language => {
  const ranked = (asked ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/u.exec(text)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const found = ranked.find((entry) => languages.some((language) => language === entry.language));
  return (found?.language as Language | undefined) ?? fallback;
};

/** Puts `{name}` values into a text; an unknown name stays as it is, so that it is seen. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
