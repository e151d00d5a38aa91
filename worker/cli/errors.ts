/**
 * What a person reads when a command fails: by code a sentence and what to do; for what was not foreseen the code and
 * where to look. No stack traces, no texts of foreign errors (they may quote data).
 */
import { cliErrorTexts, type CliErrorCode } from '../../shared/texts/cli-errors.ts';
import { fill, type Language } from '../../shared/texts/language.ts';
import { IdentityError } from '../identity/errors.ts';
import { SettingsError } from '../settings.ts';
import { codeOf, isUnavailable, StoreError } from '../store/errors.ts';
import { exits, type Exit } from './output.ts';

export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    readonly code: CliErrorCode,
    readonly values: Readonly<Record<string, string | number>> = {},
    readonly exit: Exit = exits.failed,
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}

export interface Said {
  readonly code: string;
  readonly message: string;
  readonly exit: Exit;
}

const isKnown = (code: string): code is CliErrorCode => Object.hasOwn(cliErrorTexts.nl, code);

export const explain = (error: unknown, language: Language): Said => {
  const texts = cliErrorTexts[language];
  if (error instanceof CommandError) {
    return { code: error.code, message: fill(texts[error.code], error.values), exit: error.exit };
  }
  if (error instanceof SettingsError) {
    // Its own message names every variable; usage, because the command was not even begun.
    return { code: error.code, message: error.message, exit: exits.usage };
  }
  const code = codeOf(error);
  if (error instanceof StoreError || error instanceof IdentityError) {
    // Their own messages are English, and name the very file or migration.
    const message = language === 'nl' && isKnown(error.code) ? texts[error.code] : error.message;
    return { code: error.code, message, exit: exits.failed };
  }
  if (code !== undefined && isKnown(code)) return { code, message: texts[code], exit: exits.failed };
  if (isUnavailable(error)) {
    return { code: code ?? 'store.unreachable', message: texts['store.unreachable'], exit: exits.failed };
  }
  const shown = code ?? nameOf(error);
  return { code: shown, message: fill(texts.unknown, { code: shown }), exit: exits.failed };
};

const nameOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string'
    ? error.name
    : 'unknown';
