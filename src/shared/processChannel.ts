import * as l10n from '@vscode/l10n';
import type { Channel } from './rpc';

/** A forked child process as its parent sees it, or `process` in the child: what both have, so that no Node type is needed. */
export interface ProcessEnd {
  readonly connected?: boolean;
  send?(message: unknown, callback?: (error: Error | null) => void): boolean;
  on(event: 'message' | 'disconnect', listener: (message: unknown) => void): unknown;
  off(event: 'message' | 'disconnect', listener: (message: unknown) => void): unknown;
}

/** A channel to a process that was forked with `serialization: 'advanced'`. */
export function processChannel(end: ProcessEnd): Channel {
  return {
    post(message) {
      if (!end.send || end.connected === false) throw new Error(l10n.t('the process is gone'));
      // Without a callback a send that fails later is an 'error' event, and uncaught. 'disconnect' tells of it anyway.
      end.send(message, () => undefined);
    },
    onMessage(listener) {
      end.on('message', listener);
      return { dispose: () => void end.off('message', listener) };
    },
    onClose(listener) {
      const closed = () => listener(l10n.t('the process has ended'));
      end.on('disconnect', closed);
      return { dispose: () => void end.off('disconnect', closed) };
    },
  };
}
