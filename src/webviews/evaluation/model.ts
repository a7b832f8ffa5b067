// What the view knows: the figures, the data that they are about, which images are looked at, and the comparison.
import * as l10n from '@vscode/l10n';
import type { PredictionComparison } from '../../shared/contracts/comparison';
import type { NamedScores } from '../../shared/contracts/evaluation';
import type { EvaluatedData, EvaluationSide, EvaluationSnapshot } from '../../shared/contracts/evaluationView';
import type { DataProgress, ExplorerRun } from '../../shared/contracts/explorer';
import type { Answer, Argument, Connection, Silent } from '../../shared/rpc';
import { Images, isCancelled } from '../shared/images';
import { type Choice, countIn, filterOf } from './choice';
import type { Kept } from './kept';

type Calls = EvaluationSide['calls'];

/** What has changed, for the parts that show it. */
export type Change =
  /** Other figures. */
  | 'snapshot'
  /** The data was opened, or cannot be; or it is read. */
  | 'data'
  /** Which images are looked at; the answer follows as `result`. */
  | 'choice'
  | 'result'
  | 'comparison'
  | 'runs'
  | 'progress'
  | 'notice';

/** A comparison that was asked for. */
export interface Comparing {
  asked: { runFolder: string; otherIsFirst: boolean };
  /** Undefined while it is made, and when it failed. */
  result: PredictionComparison | undefined;
  problem: Error | undefined;
  progress: DataProgress | undefined;
  cancel: () => void;
}

export class EvaluationModel {
  readonly images: Images;
  data: EvaluatedData | undefined;
  /** Why the data cannot be opened. */
  dataProblem: Error | undefined;
  isOpening = false;
  hasChanged = false;
  progress: DataProgress | undefined;
  runs: readonly ExplorerRun[];
  comparing: Comparing | undefined;
  /** The images of the choice, in order. */
  result: Uint32Array | undefined;
  queryProblem: Error | undefined;
  /** Something that did not work, or that happened. */
  notice: { kind: 'info' | 'error'; text: string } | undefined;
  private readonly listeners: { changes: readonly Change[]; update: () => void }[] = [];
  private querying: AbortController | undefined;

  constructor(
    private readonly extension: Connection<Silent, EvaluationSide>,
    readonly kept: Kept,
    /** Keeps `kept`. */
    readonly keep: () => void,
    public snapshot: EvaluationSnapshot,
  ) {
    this.runs = snapshot.runs;
    this.images = new Images(extension, (error) => this.notify('error', error.message));
    this.images.model = snapshot.evaluation.runId;
  }

  on(changes: readonly Change[], update: () => void): void {
    this.listeners.push({ changes, update });
  }

  tell(change: Change): void {
    for (const { changes, update } of this.listeners) if (changes.includes(change)) update();
  }

  /** The measures; null where nothing is labelled. */
  get scores(): NamedScores | null {
    const { evaluation } = this.snapshot;
    return evaluation.confusion === null ? null : evaluation;
  }

  get classNames(): readonly string[] {
    return this.snapshot.evaluation.classNames;
  }

  readonly nameOf = (label: number): string => this.classNames[label] ?? l10n.t('class {0}', label);

  call<M extends keyof Calls>(
    method: M,
    argument: Argument<Calls[M]>,
    signal?: AbortSignal,
  ): Promise<Answer<Calls[M]>> {
    return this.extension.call(method, argument, { signal });
  }

  /** Asks; what goes wrong is told on top of the view. */
  async attempt<M extends keyof Calls>(method: M, argument: Argument<Calls[M]>): Promise<Answer<Calls[M]> | undefined> {
    try {
      return await this.call(method, argument);
    } catch (error) {
      if (!isCancelled(error)) this.notify('error', (error as Error).message);
      return undefined;
    }
  }

  notify(kind: 'info' | 'error', text: string): void {
    this.notice = { kind, text };
    this.tell('notice');
  }

  /** Other figures: what was looked at in the old ones goes where it means nothing in the new ones. */
  show(snapshot: EvaluationSnapshot): void {
    const { evaluation } = snapshot;
    const isSameData = evaluation.dataPath === this.snapshot.evaluation.dataPath;
    this.snapshot = snapshot;
    this.runs = snapshot.runs;
    this.images.model = evaluation.runId;
    this.notice = undefined;
    this.comparing?.cancel();
    this.comparing = undefined;
    const { kept } = this;
    kept.startedAt = evaluation.startedAt;
    kept.comparison = null;
    if (!isSameData || kept.choice?.kind === 'flip') kept.choice = null;
    Object.assign(kept, { place: 0, active: null, selected: [], detailOpen: false });
    this.keep();
    this.tell('snapshot');
    this.tell('comparison');
    void this.openData();
  }

  /** Opens the data for the pictures; figures are there without. */
  async openData(): Promise<void> {
    const { snapshot } = this;
    this.forgetData();
    this.isOpening = true;
    this.tell('data');
    try {
      const data = await this.call('openData', null);
      if (snapshot === this.snapshot) this.takeData(data);
    } catch (error) {
      if (snapshot === this.snapshot && !isCancelled(error)) this.loseData(error as Error);
    }
  }

  takeData(data: EvaluatedData): void {
    this.forgetData();
    this.data = data;
    this.images.opened = data.opened;
    this.tell('data');
    void this.query();
  }

  loseData(error: Error): void {
    this.forgetData();
    this.dataProblem = error;
    this.tell('data');
  }

  private forgetData(): void {
    this.querying?.abort();
    this.isOpening = false;
    this.hasChanged = false;
    this.progress = undefined;
    this.data = undefined;
    this.dataProblem = undefined;
    this.images.opened = undefined;
    this.result = undefined;
  }

  /** Looks at other images; null: at none. */
  choose(choice: Choice | null): void {
    const { kept } = this;
    kept.choice = choice;
    Object.assign(kept, { place: 0, active: null, selected: [], detailOpen: false });
    this.result = undefined;
    this.keep();
    this.tell('choice');
    void this.query();
  }

  /** How many images the figures say are looked at. */
  get countOfChoice(): number | null {
    const { choice } = this.kept;
    return choice && countIn(choice, this.scores?.confusion ?? null, this.comparing?.result);
  }

  /** Asks for the images that are looked at; a question that is under way is given up. */
  async query(): Promise<void> {
    const { kept, data, comparing } = this;
    const { choice } = kept;
    this.querying?.abort();
    this.queryProblem = undefined;
    if (!choice || !data || (choice.kind === 'flip' && !comparing?.result)) return;
    if (choice.kind === 'flip') {
      // They come in the order of the comparison.
      this.result = Uint32Array.from(comparing!.result![choice.flip]);
      this.tell('result');
      return;
    }
    const { signal } = (this.querying = new AbortController());
    const classCount = this.scores ? this.classNames.length : 0;
    const filter = filterOf(choice, { splits: data.splits, classCount });
    const sort = { by: 'confidence', descending: true } as const;
    try {
      const { order } = await this.call('query', { dataset: data.opened.dataset, filter, sort }, signal);
      if (signal.aborted) return;
      this.result = order;
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.queryProblem = error as Error;
    }
    this.tell('result');
  }

  /** Compares with another run, or (null) no longer. */
  async compare(asked: Comparing['asked'] | null): Promise<void> {
    this.comparing?.cancel();
    const { kept, snapshot } = this;
    kept.comparison = asked;
    if (kept.choice?.kind === 'flip' && !(asked && this.isRestoring)) this.choose(null);
    this.keep();
    if (!asked) {
      this.comparing = undefined;
      this.tell('comparison');
      return;
    }
    const controller = new AbortController();
    const comparing: Comparing = {
      asked,
      result: undefined,
      problem: undefined,
      progress: undefined,
      cancel: () => controller.abort(),
    };
    this.comparing = comparing;
    this.tell('comparison');
    try {
      comparing.result = await this.call('compare', asked, controller.signal);
    } catch (error) {
      if (this.comparing !== comparing || snapshot !== this.snapshot) return;
      if (isCancelled(error) || controller.signal.aborted) {
        kept.comparison = null;
        this.comparing = undefined;
        this.keep();
      } else comparing.problem = error as Error;
    }
    if (this.comparing !== undefined && this.comparing !== comparing) return;
    this.tell('comparison');
    this.isRestoring = false;
    if (kept.choice?.kind === 'flip') void this.query();
  }

  /** After a reload the comparison is made again, and the flipped images that were looked at are kept until then. */
  isRestoring = false;
}
