import * as l10n from '@vscode/l10n';
import { shareText } from '../shared/numbers';

/**
 * Makes text from data, file names or the engine safe to show. VS Code reads `[text](link)` in messages and `$(icon)`
 * in labels as markup and has no way to switch that off; an invisible space between the two characters does.
 * Line breaks, control characters and direction overrides become spaces.
 */
export function asShownText(text: string): string {
  return text
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\](?=\()/g, ']\u200b')
    .replace(/\$(?=\()/g, '$\u200b')
    .replace(/&(?=&)/g, '&\u200b');
}

/** `45 s left`, `3 min left`, `1 h 20 min left`. @param seconds any number of them from 0 */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return l10n.t('{0} s left', Math.ceil(seconds));
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? l10n.t('{0} min left', minutes)
    : l10n.t('{0} h {1} min left', Math.floor(minutes / 60), minutes % 60);
}

/** `42%`, and `100%` only of what is done. @param fraction 0 to 1 */
export function progressText(fraction: number): string {
  return shareText(Math.floor(100 * fraction) / 100, 0);
}
