import * as l10n from '@vscode/l10n';
import type { EngineChoice, JobBegun, JobContext, RunRecord, TrainRequest } from '../../shared/contracts/jobs';
import { countOf } from '../../shared/numbers';
import { correctTraining, loadCorrections, type TrainingCorrections } from '../corrections/correctTraining';
import { readData } from '../data/readData';
import { takeDataStamp } from '../dataStamp';
import { threadCount } from '../model/compute';
import { buildNetwork, type Network } from '../model/network';
import { batchSizeFor, type Recipe } from '../model/recipe';
import { chooseTrainingData, namesAssumed, splitsToTrainOn, type TrainingData } from '../model/trainingData';
import { loadRuntime, type Runtime } from '../runtime';
import { Stopwatch } from '../stopwatch';

/** Share of the training images that is held out unless the request says otherwise. */
export const VALIDATION_SHARE = 0.1;

/** All that is needed before the first step. */
export interface TrainingJob {
  recipe: Recipe;
  data: TrainingData;
  /** Those that are in its labels; null for none. */
  corrections: TrainingCorrections | null;
  /** What the data's files looked like before they were read. */
  stamp: string;
  network: Network;
  batchSize: number;
  runtime: Runtime;
  engineAsked: EngineChoice;
  /** Counts the seconds of the whole job; stands still while it waits or is paused. */
  watch: Stopwatch;
}

/**
 * Reads the data, loads the engine and builds the network. Writes nothing.
 * @param resume whether the engine is the one that the run was begun with
 * @throws UserError for what cannot be used, and the signal's reason when cancelled
 */
export async function prepareTraining(
  { seed, engine, resume, corrections: asked }: Pick<TrainRequest, 'seed' | 'engine' | 'resume' | 'corrections'>,
  { data: location, validationShare }: Pick<RunRecord['settings'], 'data' | 'validationShare'>,
  recipe: Recipe,
  context: Pick<JobContext, 'note' | 'signal'>,
): Promise<TrainingJob> {
  const watch = new Stopwatch();
  const { signal, note } = context;
  const corrections = asked ? await loadCorrections(asked) : null;
  const { stamp } = await takeDataStamp(location, signal);
  const loaded = await readData(location, { signal, note, choose: splitsToTrainOn });
  const given = chooseTrainingData(loaded, location.path, validationShare, seed);
  const data = corrections ? correctTraining(given, loaded, corrections) : given;
  note(data.choice);
  if (corrections) note(corrections.told);
  const assumed = namesAssumed(data);
  if (assumed) note(assumed);
  const network = buildNetwork(recipe.network, data.classNames.length);
  const runtime = await loadRuntime(engine);
  note(l10n.t('engine: {0} ({1})', runtime.name, resume ? l10n.t('the run was begun with it') : runtime.why));
  signal.throwIfAborted();
  const batchSize = batchSizeFor(recipe.training, data.train.indices.length);
  return { recipe, data, corrections, stamp, network, batchSize, runtime, engineAsked: engine, watch };
}

/** What is told when the first step comes next. */
export function begunWith(
  { runtime, engineAsked }: Pick<TrainingJob, 'runtime' | 'engineAsked'>,
  shards: number,
  runFolder: string,
  epochs: number,
): JobBegun {
  const threads = threadCount(runtime.name, shards);
  const { tfjs, tensorflow } = runtime.versions;
  const library = tensorflow ? `TensorFlow ${tensorflow}` : `TensorFlow.js ${tfjs}`;
  // Why the faster one is not used, where nobody decided that.
  const why = runtime.name === 'wasm' && engineAsked === 'auto' ? ` (${runtime.why})` : '';
  const engineText = `${runtime.name}, ${library}, ${countOf(threads, l10n.t('thread'), l10n.t('threads'))}${why}`;
  return { runFolder, engine: runtime.name, engineText, epochs };
}
