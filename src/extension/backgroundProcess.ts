import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { processChannel } from '../shared/processChannel';
import {
  CancelledError,
  connect,
  ConnectionClosedError,
  type Answer,
  type Argument,
  type Connection,
  type Disposable,
  type Listeners,
  type Silent,
} from '../shared/rpc';
import { UserError } from '../shared/userError';

/** How long a process may take to say that it is ready, ms: a cold disk and a virus scanner are slow. */
const START_LIMIT = 30_000;
/** How long a cancelled call may take to answer before the process is ended, ms. */
const CANCEL_LIMIT = 30_000;
/** How long `stop` waits, ms: VS Code grants deactivate() five seconds. The process goes on saving and ends by itself. */
const STOP_LIMIT = 4_000;
const KEPT_LINES = 20;

export type ProcessName = 'engine' | 'data';

/** A process ended though nobody wanted it to. */
export class ProcessCrashedError extends Error {
  override readonly name = 'ProcessCrashedError';
  constructor(
    kind: ProcessName,
    /** `signal SIGKILL` or `code 1`. */
    readonly how: string,
    /** What it last said, oldest first. */
    readonly lastLines: readonly string[],
  ) {
    super(
      kind === 'engine'
        ? l10n.t('The engine process ended unexpectedly ({0}).', describeEnd(how))
        : l10n.t('The data process ended unexpectedly ({0}).', describeEnd(how)),
    );
  }
}

/** How a process ended, for a person. @param how `signal SIGKILL`, `code 1`, or another reason in words */
export function describeEnd(how: string): string {
  const [, kind, what] = /^(signal|code) (\w+)$/.exec(how) ?? [];
  if (kind === 'signal') return l10n.t('signal {0}', what);
  return kind === 'code' ? l10n.t('code {0}', what) : how;
}

/** A process was told to stop, because the window closes: nothing to tell anybody. */
export class ProcessStoppedError extends Error {
  override readonly name = 'ProcessStoppedError';
}

/** What each background process offers, whatever its work. */
export interface ProcessSide {
  calls: object;
  events: {
    /** The process is up and listens: the handshake. */
    ready: { pid: number; node: string };
    /** One line for a person. */
    noted: string;
  };
}

export interface ProcessOptions {
  /** `dist/engine.cjs`, absolute. */
  script: string;
  /** The Node to run it with; empty: the one that runs VS Code. */
  nodePath: string;
  log: vscode.LogOutputChannel;
  /** Whether a debugger may attach (F5). */
  debug: boolean;
  /** Further variables of its environment. */
  environment?: Record<string, string>;
}

/** What tells one kind of process from another. */
export interface ProcessKind<Remote extends ProcessSide> {
  name: ProcessName;
  /** All events that it tells. */
  events: Record<keyof Remote['events'], true>;
  debugPort: number;
  /** Further options of Node. */
  nodeOptions: readonly string[];
}

/** One background process, from its start to its end. */
export class BackgroundProcess<Remote extends ProcessSide> {
  private readonly child: ChildProcess;
  private readonly log: vscode.LogOutputChannel;
  private readonly connection: Connection<Silent, Remote>;
  private readonly listeners = new Map<PropertyKey, Set<(payload: never) => void>>();
  private readonly lastLines: string[] = [];
  private readonly ready: Promise<Remote['events']['ready']>;
  private readonly ended: Promise<string>;
  private stopping = false;

  /** Forks the process; `whenReady` tells when it can be asked. */
  protected constructor(
    private readonly kind: ProcessKind<Remote>,
    private readonly options: ProcessOptions,
  ) {
    this.log = options.log;
    const child = fork(options.script, [], {
      execPath: options.nodePath || process.execPath,
      execArgv: [
        ...kind.nodeOptions,
        ...(options.debug ? [`--inspect=${kind.debugPort}`, '--enable-source-maps'] : []),
      ],
      // VS Code's own program is Node only when told so; a real Node does not care.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...options.environment },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    const tell = (event: string) => (payload: never) => {
      for (const listener of [...(this.listeners.get(event) ?? [])]) listener(payload);
    };
    const all = Object.keys(kind.events).map((event) => [event, tell(event)] as const);
    this.ready = new Promise((resolve) => this.on('ready', resolve));
    this.on('noted', (line) => this.note(line));
    this.connection = connect<Silent, Remote>(
      processChannel(child),
      {},
      Object.fromEntries(all) as Listeners<Remote['events']>,
    );
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) readline.createInterface({ input: stream }).on('line', (line) => this.note(line));
    }
    // 'close' comes after the last line of output; a process that never started has only an 'error'.
    this.ended = new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      child.once('close', (code, signal) => resolve(signal ? `signal ${signal}` : `code ${code ?? 'unknown'}`));
    });
  }

  /**
   * Waits until the process is ready.
   * @throws UserError when the Node of the settings cannot be run or is too old.
   * @throws ProcessCrashedError when the process ends, or says nothing for half a minute.
   */
  protected async whenReady(): Promise<void> {
    const { nodePath } = this.options;
    const started = performance.now();
    const wrongNode = (problem: string) =>
      new UserError(problem, l10n.t('set it to a Node 20 or newer, or leave it empty for the Node of VS Code'));
    const first = await Promise.race([
      this.ready,
      this.ended,
      new Promise<null>((resolve) => setTimeout(resolve, START_LIMIT, null).unref()),
    ]);
    if (first === null || typeof first === 'string') {
      this.child.kill('SIGKILL');
      if (nodePath && /^E[A-Z]+$/.test(first ?? '')) {
        throw wrongNode(l10n.t('fashionMnist.nodePath: {0} cannot be run ({1})', nodePath, String(first)));
      }
      throw this.crashed(first ?? l10n.t('not ready after {0} s', START_LIMIT / 1000));
    }
    if (Number.parseInt(first.node) < 20) {
      void this.stop();
      throw wrongNode(l10n.t('fashionMnist.nodePath: {0} is Node {1}', nodePath, first.node));
    }
    const milliseconds = (performance.now() - started).toFixed(0);
    this.log.info(`${this.kind.name} ${first.pid} is ready after ${milliseconds} ms, Node ${first.node}`);
  }

  /** Hears an event of the process, until disposed. */
  on<E extends keyof Remote['events']>(event: E, listener: (payload: Remote['events'][E]) => void): Disposable {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners);
    listeners.add(listener);
    return { dispose: () => void listeners.delete(listener) };
  }

  /**
   * Asks the process. A call that is cancelled still answers with what it has, or throws.
   * @throws ProcessCrashedError when the process ends first; CancelledError when it was cancelled; ProcessStoppedError
   * after stop().
   */
  async call<M extends keyof Remote['calls'] & string>(
    method: M,
    argument: Argument<Remote['calls'][M]>,
    signal?: AbortSignal,
  ): Promise<Answer<Remote['calls'][M]>> {
    let timer: NodeJS.Timeout | undefined;
    const enforce = () => {
      timer = setTimeout(() => this.child.kill('SIGKILL'), CANCEL_LIMIT);
    };
    signal?.addEventListener('abort', enforce, { once: true });
    try {
      return await this.connection.call(method, argument, { signal });
    } catch (error) {
      if (this.stopping) throw new ProcessStoppedError();
      if (signal?.aborted && !(error instanceof UserError)) throw new CancelledError();
      if (!(error instanceof ConnectionClosedError)) throw error;
      throw this.crashed(await this.ended);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', enforce);
    }
  }

  /** Lets go of the process: it saves what it has and ends. Waits for that, but for no more than four seconds. */
  async stop(): Promise<void> {
    if (!this.stopping) {
      this.stopping = true;
      this.connection.dispose();
      if (this.child.connected) this.child.disconnect();
    }
    await Promise.race([this.ended, once(AbortSignal.timeout(STOP_LIMIT), 'abort')]);
    this.listeners.clear();
  }

  /** Whether it was told to stop. */
  get isStopping(): boolean {
    return this.stopping;
  }

  /** What it last said, oldest first. */
  get said(): readonly string[] {
    return this.lastLines;
  }

  /** Resolves when the process is gone. */
  get end(): Promise<string> {
    return this.ended;
  }

  private crashed(how: string): ProcessCrashedError {
    return new ProcessCrashedError(this.kind.name, how, this.lastLines);
  }

  private note(line: string): void {
    this.log.info(`${this.kind.name} ${this.child.pid ?? ''}: ${line}`);
    this.lastLines.push(line);
    if (this.lastLines.length > KEPT_LINES) this.lastLines.shift();
  }
}
