/** The pane's language: Outlook's display language, Dutch where it is neither Dutch nor English. */
import { createContext, useContext, type ReactNode } from 'react';
import { pickLanguage, type Language } from '../../shared/texts/language.ts';
import { paneTexts, type PaneTexts } from '../../shared/texts/pane/shell.ts';
import type { Host } from '../office/host.ts';

interface Speech {
  readonly language: Language;
  readonly texts: PaneTexts;
}

const speechOf = (language: Language): Speech => ({ language, texts: paneTexts[language] });

const SpeechContext = createContext<Speech>(speechOf('nl'));

export const languageFor = (host: Host): Language =>
  pickLanguage(host.displayLanguage ?? window.navigator.language);

export const SpeechProvider = ({ language, children }: { language: Language; children: ReactNode }) => (
  <SpeechContext value={speechOf(language)}>{children}</SpeechContext>
);

export const useTexts = (): PaneTexts => useContext(SpeechContext).texts;
export const useLanguage = (): Language => useContext(SpeechContext).language;

/** The texts of one screen, which come with that screen. */
export const useSpeech = <T,>(texts: Readonly<Record<Language, T>>): T => texts[useLanguage()];
