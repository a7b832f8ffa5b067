import * as vscode from 'vscode';

/** How long nothing may happen to the files before it is told, ms: a copy makes many events. */
const QUIET = 500;

/** Tells, once a burst, when files come, go or change. @param pattern a glob within `folder` */
export function watchFiles(
  folder: vscode.Uri,
  pattern: string,
  changed: () => void,
  counts: (file: string) => boolean = () => true,
): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern));
  let timer: NodeJS.Timeout | undefined;
  const heard = ({ fsPath }: vscode.Uri) => {
    if (!counts(fsPath)) return;
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET);
  };
  watcher.onDidCreate(heard);
  watcher.onDidChange(heard);
  watcher.onDidDelete(heard);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    watcher.dispose();
  });
}
