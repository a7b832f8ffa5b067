import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Parts } from '../parts';
import { asShownText } from '../shownText';
import { nameOf } from '../workspaceFolder';

/** How many recipe files the list holds at most. */
const LIMIT = 20;

/** Asks for a recipe. @returns its name or the path of its file; undefined when the person changed their mind */
export async function pickRecipe(
  { engines }: Parts,
  folder: vscode.WorkspaceFolder,
  title: string,
): Promise<string | undefined> {
  const fromFile = {
    label: l10n.t('Browse for a recipe file...'),
    detail: l10n.t('A network and its training, described in JSON'),
  };
  const choices = async () => {
    const [recipes, files] = await Promise.all([engines.ask('listRecipes', null), findRecipes(folder)]);
    return [
      ...recipes.map(({ name, description }, index) => ({
        label: asShownText(name),
        description: index === 0 ? l10n.t('default') : undefined,
        detail: asShownText(description),
        name,
      })),
      ...files.map((file) => ({
        label: nameOf(file, folder),
        detail: l10n.t('A recipe of this workspace'),
        name: file,
      })),
      { ...fromFile, name: '' },
    ];
  };
  const choice = await vscode.window.showQuickPick(choices(), { title, placeHolder: l10n.t('Which recipe?') });
  if (choice?.name !== '') return choice?.name;
  const filters = { [l10n.t('Recipes')]: ['json'] };
  const picked = await vscode.window.showOpenDialog({ title, defaultUri: folder.uri, filters });
  return picked?.[0].fsPath;
}

async function findRecipes(folder: vscode.WorkspaceFolder): Promise<string[]> {
  const pattern = new vscode.RelativePattern(folder, '**/*.recipe.json');
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,.fashion-mnist}/**', LIMIT);
  return found.map(({ fsPath }) => fsPath).sort();
}
