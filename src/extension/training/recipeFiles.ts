import path from 'node:path';
import * as vscode from 'vscode';
import { refuseLinksOut } from '../linksOut';
import type { RecipeDescription } from '../../shared/contracts/training';
import type { Disposable } from '../../shared/rpc';
import type { Engines } from '../engines';
import { writeNewFile } from './writeNewFile';

/** A person types: describe what stands there after so long without a key, ms. */
const SETTLE = 300;

/**
 * Writes a copy of a recipe as `recipes/<name>.recipe.json`, where that is taken as `-2`, `-3` ..., and opens it beside
 * the view. @returns its path
 */
export async function editRecipe(engines: Engines, folder: vscode.WorkspaceFolder, recipe: string): Promise<string> {
  const text = await engines.ask('recipeText', recipe);
  const name = path
    .basename(recipe)
    .replace(/(\.recipe)?\.json$/i, '')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, 60);
  const recipes = path.join(folder.uri.fsPath, 'recipes');
  await refuseLinksOut(folder, recipes);
  const file = await writeNewFile(recipes, name || 'recipe', '.recipe.json', text);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { viewColumn: vscode.ViewColumn.Beside, preview: false });
  return file;
}

/** Tells what a recipe that is open in an editor describes, as it is typed, saved or not. */
export function watchRecipeTexts(
  engines: Engines,
  tell: (edited: { recipe: string; description: RecipeDescription }) => void,
): Disposable {
  const timers = new Map<string, NodeJS.Timeout>();
  const describe = async (document: vscode.TextDocument) => {
    const description = await engines.ask('describeRecipe', { text: document.getText() });
    tell({ recipe: document.uri.fsPath, description });
  };
  const changes = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const { scheme, fsPath } = document.uri;
    if (scheme !== 'file' || !contentChanges.length || !/\.recipe\.json$/i.test(fsPath)) return;
    clearTimeout(timers.get(fsPath));
    // The next change describes it anew: an engine that ends just then is no matter.
    timers.set(
      fsPath,
      setTimeout(() => void describe(document).catch(() => undefined), SETTLE),
    );
  });
  return {
    dispose() {
      changes.dispose();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
