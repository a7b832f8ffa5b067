import { config } from '@vscode/l10n';

/** What texts are said in, and how numbers and dates are written. */
export interface Language {
  /** BCP 47, as the editor names its own language: `en`, `de`, `zh-cn`. */
  tag: string;
  /** The English texts of the program and what they are in this language; what is missing stays English. */
  texts: Readonly<Record<string, string>>;
}

// `en` writes as `en-US` does. Without an editor (the command line) it stays at that, whatever the machine's locale.
let tag = 'en';
let isTranslated = false;

/**
 * Takes the editor's language, in each process and page of ours once, before any text is made: texts are made when
 * modules are loaded too.
 */
export function useLanguage(language: Language): void {
  config({ contents: language.texts });
  tag = known(language.tag) ?? 'en';
  isTranslated = Object.keys(language.texts).length > 0;
}

/** The language that numbers and dates are written in, BCP 47. */
export function languageTag(): string {
  return tag;
}

/** Whether the texts are in that language too; else they are English. */
export function hasTexts(): boolean {
  return isTranslated;
}

function known(name: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name)[0];
  } catch {
    return undefined; // It is no name of a language.
  }
}
