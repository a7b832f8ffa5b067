// What goes wrong beside the steps of a test, and must fail it all the same.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Server } from './host';

export interface Problems {
  /** What was found since the last call. */
  take: () => string[];
}

/** Watches a page, and the logs of its server. */
export function watchProblems(page: Page, server: Server): Problems {
  let found: string[] = [];
  page.on('crash', () => found.push('page: crashed'));
  page.on('pageerror', (error) => found.push(`uncaught: ${error.stack ?? String(error)}`));
  page.on('console', (message) => {
    const { url } = message.location();
    // The scripts of webviews, and violations of their content security policy, have no address of the workbench.
    const ofWorkbench = url.startsWith(server.url) && !url.includes('/contrib/webview/');
    if (!ofWorkbench && message.type() === 'error') found.push(`webview: ${message.text()} (${url})`);
    // Uncaught errors of an extension come as "[publisher.name]message", its console as "[Extension Host]". Other
    // errors are the workbench's own: it logs some in every run.
    const ofExtension = /^\[[\w-]+\.[\w-]+\]|\[Extension Host\]/.test(message.text());
    if (ofExtension && /error|warning/.test(message.type())) found.push(`extension host: ${message.text()}`);
  });
  const seen: Record<string, number> = {};
  const readLogs = () => {
    const folder = path.join(server.folder, 'data/logs');
    for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      // What a command throws is told here only; so is the death of an extension host.
      if (!/(remoteexthost|remoteagent)\.log$/.test(name)) continue;
      const text = fs.readFileSync(path.join(folder, name), 'utf8');
      for (const line of text.slice(seen[name] ?? 0).split(/\n(?=\d{4}-)/)) {
        // When a window reloads, two extension hosts are there for a while: the editor's own extensions and its lock
        // of the workspace's storage trip over that.
        if (/\/lib\/vscode\/extensions\/|vscode\.lock'/.test(line)) continue;
        // So does the reader of that lock, where the other host has made the file and not yet written into it.
        if (/SyntaxError: Unexpected end of JSON input\n.*JSON\.parse.*\n.*extensionHostProcess\.js/.test(line))
          continue;
        // And the connection of the window that is gone, which the editor's server cut.
        if (/Error: read ECONNRESET\n\s*at TCP\.onStreamRead/.test(line)) continue;
        // In another language, the editor's own extensions miss a language pack.
        if (/No bundle location found for extension vscode\./.test(line)) continue;
        if (/\[error\]|exited with code: (?!0, signal: null)/.test(line)) found.push(`${path.basename(name)}: ${line}`);
      }
      seen[name] = text.length;
    }
  };
  return {
    take() {
      readLogs();
      const result = found;
      found = [];
      return result;
    },
  };
}
