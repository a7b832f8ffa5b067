import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ReviewState } from '../../shared/contracts/reviewView';
import { showView } from '../panels/webview';
import type { Parts } from '../parts';
import { ProgressKeeper } from './progressKeeper';
import { Review } from './review';
import { isSamePlace, placeKey } from '../samePlace';
import { isReviewFolder } from './reviewFolders';

const VIEW_TYPE = 'fashionMnist.review';

/** The review views of a window: one for each review, brought back when the window reloads. */
export class ReviewPanels {
  private readonly panels = new Map<string, vscode.WebviewPanel>();
  private readonly keeper: ProgressKeeper;

  /** @param startAnother asks for another review and opens it. @returns its folder; undefined when none was begun */
  constructor(
    private readonly parts: Parts,
    private readonly startAnother: () => Promise<string | undefined>,
  ) {
    const { context, engines, log } = parts;
    this.keeper = new ProgressKeeper(
      (reviewFolder, progress) => engines.ask('saveReviewProgress', { reviewFolder, progress }),
      // What was decided is in the corrections file: a person loses no more than the place in the queue.
      (reviewFolder, error) => log.warn(`${path.basename(reviewFolder)}: where it is was not saved: ${String(error)}`),
    );
    const serializer: vscode.WebviewPanelSerializer = {
      deserializeWebviewPanel: (panel, state: unknown) => {
        const { reviewFolder } = (state ?? {}) as Partial<ReviewState>;
        const folder = folderOf(reviewFolder);
        if (folder && !this.isOpen(reviewFolder!)) this.fill(panel, folder, reviewFolder!);
        else panel.dispose();
        return Promise.resolve();
      },
    };
    context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, serializer));
  }

  /** Opens a review, or shows it where it is open. */
  open(folder: vscode.WorkspaceFolder, reviewFolder: string): void {
    const open = this.panels.get(placeKey(reviewFolder));
    if (open) open.reveal();
    else {
      const panel = vscode.window.createWebviewPanel(VIEW_TYPE, l10n.t('Review'), vscode.ViewColumn.Active);
      this.fill(panel, folder, reviewFolder);
    }
  }

  isOpen(reviewFolder: string): boolean {
    return this.panels.has(placeKey(reviewFolder));
  }

  /** Resolves when it is on the disk where the person is in each review. */
  async flush(): Promise<void> {
    await this.keeper.flush();
  }

  private fill(panel: vscode.WebviewPanel, folder: vscode.WorkspaceFolder, reviewFolder: string): void {
    const key = placeKey(reviewFolder);
    const review = new Review(this.parts, folder, reviewFolder, {
      keeper: this.keeper,
      titled: (title) => (panel.title = title),
      startAnother: async () => {
        const another = await this.startAnother();
        if (another !== undefined && !isSamePlace(another, reviewFolder)) panel.dispose();
      },
    });
    this.panels.set(key, panel);
    panel.onDidDispose(() => {
      if (this.panels.get(key) === panel) this.panels.delete(key);
      review.dispose();
    });
    showView(panel, this.parts.context.extensionUri, 'review', (channel) => review.serve(channel));
  }
}

/** The workspace folder of a review that a view's state names; undefined for any other place. */
function folderOf(reviewFolder: unknown): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => isReviewFolder(reviewFolder, [uri.fsPath]));
}
