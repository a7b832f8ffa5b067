import * as l10n from '@vscode/l10n';
import { listed } from '../reports/words';
import { FOLLOWED_BEFORE, type Ignored, NOT_DATA_BY_NAME, OTHER_PICTURE_KIND, WHY } from './listing';

/** Reasons that are worded otherwise where they hold for several files. */
const OF_SEVERAL: Record<string, string | undefined> = {
  [NOT_DATA_BY_NAME]: l10n.t('not data by their names'),
  [OTHER_PICTURE_KIND]: l10n.t('pictures of a kind that is not read; PNG, JPEG, WebP, BMP and GIF are'),
  [WHY.isRun]: l10n.t('run folders'),
  [WHY.leadsNowhere]: l10n.t('links that lead nowhere'),
  [FOLLOWED_BEFORE]: l10n.t('links to folders that other links lead to'),
  [WHY.noPixels]: l10n.t('not tables of pixels'),
  [WHY.noSplit]: l10n.t('their names tell no split, and others do'),
};

/** What was left out, in words: a line for each reason. Hidden files are not told of. */
export function describeIgnored(ignored: readonly Ignored[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { path, why } of ignored) {
    if (why === 'hidden') continue;
    const paths = byReason.get(why);
    if (paths) paths.push(path);
    else byReason.set(why, [path]);
  }
  return [...byReason].map(([why, paths]) => `${listed(paths)}: ${(paths.length > 1 && OF_SEVERAL[why]) || why}`);
}

/** Whether a file is what lies beside data to be read by people. A list of class names under another name is told of. */
export function isDocumentation({ path, why }: Ignored): boolean {
  const name = path.split('/').at(-1)!;
  if (why !== NOT_DATA_BY_NAME || /class|label|names/i.test(name)) return false;
  return /^(readme|licen[cs]e)|\.(md|txt)$/i.test(name);
}
