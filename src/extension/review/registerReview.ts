import type * as vscode from 'vscode';
import { registerCommand } from '../command';
import type { Parts } from '../parts';
import { beginReview } from './beginReview';
import { clearOldReviews, reviewsFolderOf } from './reviewFolders';
import { readOptions, type ReviewOptions } from './reviewOptions';
import { ReviewPanels } from './reviewPanels';

/**
 * `FashionMNIST: Review Uncertain Predictions`, and its panels: of the palette, of data or a run in a view, of the
 * selection in a grid.
 * @returns what is to be flushed before the window closes
 */
export function registerReview(parts: Parts): ReviewPanels {
  const begin = async (resource?: vscode.Uri, options: ReviewOptions = {}): Promise<string | undefined> => {
    const begun = await beginReview(parts, resource, options);
    if (!begun) return undefined;
    panels.open(begun.folder, begun.reviewFolder);
    void clearOld(begun.folder);
    return begun.reviewFolder;
  };
  const clearOld = async ({ uri }: vscode.WorkspaceFolder) => {
    try {
      const reviews = await parts.engines.ask('listReviews', reviewsFolderOf(uri.fsPath));
      await clearOldReviews(reviews, (reviewFolder) => panels.isOpen(reviewFolder));
    } catch (error) {
      parts.log.warn(`old reviews: ${String(error)}`);
    }
  };
  const panels = new ReviewPanels(parts, () => begin());
  registerCommand(parts, 'fashionMnist.reviewPredictions', async (resource, options) => {
    await begin(resource, readOptions(options));
  });
  return panels;
}
