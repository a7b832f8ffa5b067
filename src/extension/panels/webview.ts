// How a view's page is made, and how the extension talks with it.
import { createHash, randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Channel, Disposable } from '../../shared/rpc';
import { language } from '../language';

export type ViewName = 'explorer' | 'training' | 'evaluation' | 'review' | 'corrections';

/** All panels with a view of ours that are open. */
const panels = new Set<vscode.WebviewPanel>();

/** How many views of a type (`fashionMnist.explorer`) are in sight and answered. */
export function servedViews(viewType: string): number {
  return [...panels].filter((panel) => panel.viewType === viewType && panel.visible).length;
}

/**
 * Shows a view in a panel and calls `serve` each time its page is loaded: VS Code throws the page away when the panel
 * is hidden and loads it anew when it is shown or moved. What `serve` returns is disposed when that page is gone.
 */
export function showView(
  panel: vscode.WebviewPanel,
  extension: vscode.Uri,
  view: ViewName,
  serve: (channel: Channel) => Disposable,
): void {
  const { webview } = panel;
  let current: { session: string; receive: (message: unknown) => void; close: () => void } | undefined;

  const begin = (session: string) => {
    let listener: (message: unknown) => void = () => undefined;
    let closed: (reason: string) => void = () => undefined;
    const channel: Channel = {
      post(message) {
        if (current?.session !== session) throw new Error('the view is gone');
        void webview.postMessage({ session, message: withOwnBuffers(message) });
      },
      onMessage(next) {
        listener = next;
        return { dispose: () => (listener = () => undefined) };
      },
      onClose(next) {
        closed = next;
        return { dispose: () => (closed = () => undefined) };
      },
    };
    current = { session, receive: (message) => listener(message), close: () => closed('the view is gone') };
    const served = serve(channel);
    const { close } = current;
    current.close = () => {
      close();
      served.dispose();
    };
  };
  const end = () => {
    const ended = current;
    current = undefined;
    ended?.close();
  };

  webview.onDidReceiveMessage((data: unknown) => {
    const { session, message } = data as { session?: unknown; message?: unknown };
    if (typeof session !== 'string') return;
    if (current?.session !== session) {
      end();
      begin(session);
    }
    current?.receive(message);
  });
  panel.onDidChangeViewState(() => {
    if (!panel.visible) end();
  });
  panels.add(panel);
  panel.onDidDispose(() => {
    panels.delete(panel);
    end();
  });

  const dist = vscode.Uri.joinPath(extension, 'dist', 'webviews');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = pageOf(webview, dist, view);
}

const HASH_OF_NOTHING = `sha256-${createHash('sha256').digest('base64')}`;

function pageOf(webview: vscode.Webview, dist: vscode.Uri, view: ViewName): string {
  const nonce = randomBytes(16).toString('base64');
  const at = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The library of the controls tries out a selector in an empty style element: that one alone is let through.
    `style-src ${webview.cspSource} '${HASH_OF_NOTHING}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language.tag.replace(/[^\w-]/g, '')}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>FashionMNIST</title>
<link rel="stylesheet" href="${at(`${view}.css`)}">
</head>
<body>
<main id="view"></main>
<script type="application/json" id="texts">${inMarkup(language.texts)}</script>
<script nonce="${nonce}" src="${at(`${view}.js`)}"></script>
</body>
</html>`;
}

/** JSON that no markup can be made of: the texts are ours, but the tag that ends the element must not be in one. */
function inMarkup(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Typed arrays that are a window on a larger buffer (those that came from a process are) would reach a view as plain objects. */
function withOwnBuffers(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const array = value as Uint8Array;
    return array.byteLength === array.buffer.byteLength && !Buffer.isBuffer(array)
      ? array
      : new (plainType(array))(array);
  }
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.map(withOwnBuffers) : value;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withOwnBuffers(part)]));
  }
  return value;
}

function plainType(array: Uint8Array): new (from: Uint8Array) => Uint8Array {
  return Buffer.isBuffer(array) ? Uint8Array : (array.constructor as new (from: Uint8Array) => Uint8Array);
}
