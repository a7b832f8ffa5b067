// The one way in which two sides talk (extension and engine; later, extension and views): typed calls that can be
// cancelled, and typed events. Every call settles.
import * as l10n from '@vscode/l10n';
import { describeError, reviveError, type ErrorDescription } from './errorDescription';

export interface Disposable {
  dispose(): void;
}

/** What carries messages, in order and without loss until it closes: a forked process, a webview. */
export interface Channel {
  /** Sends plain data. @throws when the data cannot be cloned, or the channel is closed. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  /** Called once, when nothing will arrive any more; the reason is for a person. */
  onClose(listener: (reason: string) => void): Disposable;
}

/** What one side offers: calls that it answers (each with one argument), events that it tells. */
export interface Side {
  calls: object;
  events: object;
}

/** A side that neither answers nor tells anything. */
export type Silent = Side;

export interface CallContext {
  /** Aborted when the caller cancels (reason: `CancelledError`) or is gone (reason: `ConnectionClosedError`). */
  signal: AbortSignal;
}

/** The one argument of a call. */
export type Argument<F> = F extends (argument: infer A) => unknown ? A : never;
/** What a call answers. */
export type Answer<F> = F extends (argument: never) => infer R ? R : never;

/** One function for each call of a contract; write `satisfies Handlers<EngineCalls>`. */
export type Handlers<Calls> = {
  [M in keyof Calls]: (
    argument: Argument<Calls[M]>,
    context: CallContext,
  ) => Answer<Calls[M]> | Promise<Answer<Calls[M]>>;
};

/** What is to be done on the other side's events; those left out are dropped. */
export type Listeners<Events> = { [E in keyof Events]?: (payload: Events[E]) => void };

export interface Connection<Local extends Side, Remote extends Side> {
  /**
   * Asks the other side. Cancelling tells the other side, which then decides how the call settles: a job that keeps
   * what it has may still answer.
   * @throws what the handler threw; `ConnectionClosedError` when the channel closes first; `CancelledError` when
   * `signal` was aborted before the call.
   */
  call<M extends keyof Remote['calls'] & string>(
    method: M,
    argument: Argument<Remote['calls'][M]>,
    options?: { signal?: AbortSignal },
  ): Promise<Answer<Remote['calls'][M]>>;
  /** Tells the other side; does nothing when the channel is closed. */
  emit<E extends keyof Local['events'] & string>(event: E, payload: Local['events'][E]): void;
  /** Rejects what is pending, cancels what is being answered, and listens no more. */
  dispose(): void;
}

export class ConnectionClosedError extends Error {
  override readonly name = 'ConnectionClosedError';
}

export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor(message = 'cancelled') {
    super(message);
  }
}

interface Message {
  request?: number;
  method?: string;
  argument?: unknown;
  reply?: number;
  ok?: unknown;
  error?: ErrorDescription;
  cancel?: number;
  event?: string;
  payload?: unknown;
}

interface Pending {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Joins one side to a channel: `handlers` answer the other side's calls, `listeners` hear its events. */
export function connect<Local extends Side, Remote extends Side>(
  channel: Channel,
  handlers: Handlers<Local['calls']>,
  listeners: Listeners<Remote['events']> = {},
): Connection<Local, Remote> {
  const pending = new Map<number, Pending>();
  const answering = new Map<number, AbortController>();
  let nextId = 1;
  let closed: ConnectionClosedError | undefined;

  function close(reason: string): void {
    if (closed) return;
    closed = new ConnectionClosedError(reason);
    onMessage.dispose();
    onClose.dispose();
    for (const call of [...pending.values()]) call.reject(closed);
    for (const controller of answering.values()) controller.abort(closed);
  }

  async function answer(id: number, method: string, argument: unknown): Promise<void> {
    const controller = new AbortController();
    answering.set(id, controller);
    let reply: Message;
    try {
      // Own properties only: `constructor` and its like are no calls.
      if (!Object.hasOwn(handlers, method)) throw new Error(`no such call: ${method}`);
      const handler = handlers[method as keyof typeof handlers] as (a: unknown, context: CallContext) => unknown;
      reply = { reply: id, ok: await handler(argument, { signal: controller.signal }) };
    } catch (error) {
      reply = { reply: id, error: describeError(error) };
    }
    answering.delete(id);
    if (closed) return;
    try {
      channel.post(reply);
    } catch (error) {
      // The result cannot be sent (a function in it, say); an error can.
      tryPost({ reply: id, error: describeError(error) });
    }
  }

  function tryPost(message: Message): void {
    try {
      channel.post(message);
    } catch {
      // The channel is closing; onClose settles what waits.
    }
  }

  function receive(data: unknown): void {
    if (typeof data !== 'object' || data === null) return;
    const message = data as Message;
    if (typeof message.request === 'number' && typeof message.method === 'string') {
      void answer(message.request, message.method, message.argument);
    } else if (typeof message.reply === 'number') {
      const call = pending.get(message.reply);
      if (message.error) call?.reject(reviveError(message.error));
      else call?.resolve(message.ok);
    } else if (typeof message.cancel === 'number') {
      answering.get(message.cancel)?.abort(new CancelledError());
    } else if (typeof message.event === 'string' && Object.hasOwn(listeners, message.event)) {
      const listener = listeners[message.event as keyof typeof listeners] as ((payload: unknown) => void) | undefined;
      listener?.(message.payload);
    }
  }

  const onMessage = channel.onMessage(receive);
  const onClose = channel.onClose(close);

  return {
    call(method, argument, { signal } = {}) {
      return new Promise<never>((resolve, reject) => {
        if (closed || signal?.aborted) {
          reject(closed ?? new CancelledError());
          return;
        }
        const id = nextId++;
        const cancel = () => {
          tryPost({ cancel: id });
        };
        const settle = (end: () => void) => {
          pending.delete(id);
          signal?.removeEventListener('abort', cancel);
          end();
        };
        pending.set(id, {
          resolve: (value) => settle(() => resolve(value as never)),
          reject: (error) => settle(() => reject(error)),
        });
        signal?.addEventListener('abort', cancel, { once: true });
        try {
          channel.post({ request: id, method, argument });
        } catch (error) {
          pending.get(id)?.reject(error as Error);
        }
      });
    },
    emit(event, payload) {
      if (!closed) tryPost({ event, payload });
    },
    dispose: () => close(l10n.t('the connection was closed')),
  };
}
