// The first import of the extension: texts are made when modules are loaded too.
import * as vscode from 'vscode';
import { type Language, useLanguage } from '../shared/language';

/** The editor's language, and what its bundle in `l10n/` holds. */
export const language: Language = { tag: vscode.env.language, texts: vscode.l10n.bundle ?? {} };

useLanguage(language);

/** What tells a background process the language: read by `src/engine/language.ts`. */
export function languageEnvironment(): Record<string, string> {
  const bundle = vscode.l10n.uri?.fsPath;
  return { FASHION_MNIST_LANGUAGE: language.tag, ...(bundle && { FASHION_MNIST_TEXTS: bundle }) };
}
