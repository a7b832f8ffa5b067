import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AVOID_NATIVE_VARIABLE, type EngineCalls } from '../shared/contracts/engine';
import type { EngineName } from '../shared/contracts/jobs';
import type { EngineState } from '../shared/contracts/training';
import type { Answer, Argument } from '../shared/rpc';
import { describeEnd } from './backgroundProcess';
import { EngineProcess, EngineStoppedError } from './engineProcess';
import { languageEnvironment } from './language';
import { refuseLinksOfEngine } from './linksOut';
import { tell } from './messages';
import { readNodePath } from './settings';

/** A process that only answers questions is kept this long after the last one, ms. */
const IDLE_LIMIT = 30_000;

/** How a process ends that a library takes down, and not a person. Windows tells a number. */
const CRASHES = /^signal SIG(SEGV|ILL|ABRT|BUS|FPE|TRAP)$|^code 3221225(477|501)$/;

/** All engine processes: one for each job, and one for questions, forked on first need. */
export class Engines {
  private readonly alive = new Set<EngineProcess>();
  private forQuestions: Promise<EngineProcess> | undefined;
  private idle: NodeJS.Timeout | undefined;
  /** Questions that wait for their answer. */
  private asked = 0;
  private stopped = false;
  /** Why the native engine is not used, in a sentence for a person; null: nothing speaks against it. */
  private avoidance: string | null = null;
  private readonly stateListeners = new Set<() => void>();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** A fresh process; whoever starts it stops it. */
  async start(): Promise<EngineProcess> {
    if (this.stopped) throw new EngineStoppedError();
    await refuseLinksOfEngine();
    const engine = await EngineProcess.start({
      script: this.context.asAbsolutePath('dist/engine.cjs'),
      nodePath: readNodePath(),
      log: this.log,
      debug: this.context.extensionMode === vscode.ExtensionMode.Development,
      environment: {
        ...languageEnvironment(),
        ...(this.avoidance !== null && { [AVOID_NATIVE_VARIABLE]: this.avoidance }),
      },
    });
    this.alive.add(engine);
    let chosen: EngineName | undefined;
    engine.on('engineChosen', (name) => (chosen = name));
    void engine.end.then((how) => {
      this.alive.delete(engine);
      const isOutOfMemory = engine.said.some((line) => line.includes('heap out of memory'));
      if (chosen === 'native' && CRASHES.test(how) && !engine.isStopping && !isOutOfMemory) this.avoidNative(how);
    });
    return engine;
  }

  /** Asks a quick question. */
  async ask<M extends keyof EngineCalls>(
    method: M,
    argument: Argument<EngineCalls[M]>,
  ): Promise<Answer<EngineCalls[M]>> {
    clearTimeout(this.idle);
    this.asked++;
    try {
      await refuseLinksOfEngine();
      const engine = await (this.forQuestions ?? this.startForQuestions());
      return await engine.call(method, argument);
    } finally {
      if (--this.asked === 0) this.stopWhenIdle();
    }
  }

  /** Hears when the native engine was installed or removed, or crashed. */
  onStateChanged(listener: () => void): { dispose: () => void } {
    this.stateListeners.add(listener);
    return { dispose: () => void this.stateListeners.delete(listener) };
  }

  /** What can compute. */
  async state(): Promise<EngineState> {
    return { native: await this.ask('hasNativeEngine', null), avoided: this.avoidance !== null };
  }

  /** The native engine is another one, or gone, or a person wants to use it again. */
  nativeChanged(): void {
    this.avoidance = null;
    this.tellState();
  }

  private tellState(): void {
    for (const listener of this.stateListeners) listener();
  }

  private avoidNative(how: string): void {
    if (this.avoidance !== null) return;
    const ended = describeEnd(how);
    this.avoidance = l10n.t('the native engine crashed ({0}) in this window', ended);
    tell(
      this.log,
      'error',
      l10n.t(
        'The native engine crashed ({0}). Until the window is reloaded, what is started uses WASM, unless native is chosen; a run that is resumed keeps its engine.',
        ended,
      ),
      [{ title: l10n.t('Use the Native Engine Again'), run: () => this.nativeChanged() }],
    );
    this.tellState();
  }

  private stopWhenIdle(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      const idle = this.forQuestions;
      this.forQuestions = undefined;
      idle?.then((engine) => engine.stop()).catch(() => undefined);
    }, IDLE_LIMIT);
  }

  /** Lets go of all processes; each saves what it has and ends. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.idle);
    await Promise.all([...this.alive].map((engine) => engine.stop()));
  }

  private startForQuestions(): Promise<EngineProcess> {
    const starting = this.start();
    this.forQuestions = starting;
    // One that ends late, after it was let go, is not the one that is asked now.
    const forget = () => {
      if (this.forQuestions === starting) this.forQuestions = undefined;
    };
    starting.then((engine) => void engine.end.then(forget), forget);
    return starting;
  }
}
