import * as vscode from 'vscode';

/** What is used of the API of VS Code's own Git extension (version 1). */
interface GitApi {
  state: 'uninitialized' | 'initialized';
  onDidChangeState: vscode.Event<GitApi['state']>;
  getRepository(uri: vscode.Uri): GitRepository | null;
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
}

export interface GitRepository {
  state: { HEAD?: { commit?: string }; onDidChange: vscode.Event<void> };
  /** The newest first. */
  log(options: { maxEntries: number; path: string }): Promise<GitCommit[]>;
}

export interface GitCommit {
  hash: string;
  message: string;
  authorDate?: Date;
  authorName?: string;
}

/** The repository that a file is in. */
export interface FileRepository {
  repository: GitRepository;
  /** The file as it is at a commit, branch or `HEAD`. */
  at: (ref: string) => vscode.Uri;
}

/** How long Git may take to look around in the workspace, ms. */
const LOOK_LIMIT = 10_000;

/** @returns null without Git, in untrusted workspaces, and where no repository is */
export async function repositoryOf(file: string): Promise<FileRepository | null> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  if (!extension) return null;
  try {
    const git = (await extension.activate()).getAPI(1);
    await initialized(git);
    const uri = vscode.Uri.file(file);
    const repository = git.getRepository(uri);
    return repository && { repository, at: (ref) => git.toGitUri(uri, ref) };
  } catch {
    return null; // switched off, or there is no Git on this machine
  }
}

async function initialized(git: GitApi): Promise<void> {
  if (git.state === 'initialized') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LOOK_LIMIT);
    const listening = git.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      clearTimeout(timer);
      listening.dispose();
      resolve();
    });
  });
}
