// The view's end of the wire to the extension, and what VS Code keeps for the view.
import { connect, type Channel, type Connection, type Listeners, type Side, type Silent } from '../../shared/rpc';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
/** Names this load of the page: an answer to a question of an earlier one is not for us. */
const session = crypto.randomUUID();

const channel: Channel = {
  post: (message) => api.postMessage({ session, message }),
  onMessage(listener) {
    const receive = ({ data }: MessageEvent<{ session?: unknown; message?: unknown } | null>) => {
      if (data?.session === session) listener(data.message);
    };
    addEventListener('message', receive);
    return { dispose: () => removeEventListener('message', receive) };
  },
  onClose: () => ({ dispose: () => undefined }),
};

/** Joins the view to the extension. Errors that nobody caught go to the extension's log, and to the console. */
export function connectToExtension<Remote extends Side>(
  listeners: Listeners<Remote['events']>,
): Connection<Silent, Remote> {
  const connection = connect<Silent, Remote>(channel, {}, listeners);
  const report = (error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    channel.post({ request: 0, method: 'reportError', argument: { message, stack } });
  };
  addEventListener('error', ({ error }) => report(error));
  addEventListener('unhandledrejection', ({ reason }) => report(reason));
  return connection;
}

/** What `saveState` kept: it survives hiding, moving and a reload of the window. Checked by whoever reads it. */
export function savedState(): unknown {
  return api.getState();
}

export function saveState(state: object): void {
  api.setState(state);
}
