import * as l10n from '@vscode/l10n';
import type { EngineChoice, JobContext } from '../../shared/contracts/jobs';
import { breather } from '../breathe';
import { FIT_THE_MODEL } from '../data/classNames';
import { type Dataset, hashSplits } from '../data/dataset';
import { loadRunModel } from '../model/layersModel';
import { checkProbabilities, predictImages } from '../model/predictImages';
import { readPredictions, writePredictions } from '../predictionsFile';
import type { Run } from '../runs';
import { loadRuntime } from '../runtime';
import { UserError } from '../../shared/userError';
import { joinSplits } from './evaluatedData';

/** All splits of a data set, and those of them that are asked about, both in order. */
export interface AskedSplits {
  all: readonly Dataset[];
  chosen: readonly Dataset[];
}

/**
 * What a run says of some splits, [images, classes] row-major: as kept beside the run, for these splits or for all of the
 * data; else predicted now, and kept.
 * @throws UserError for a run without a usable model, or of other classes
 */
export async function probabilitiesOf(
  run: Run,
  { all, chosen }: AskedSplits,
  engine: EngineChoice,
  context: Pick<JobContext, 'progress' | 'signal' | 'note'>,
): Promise<Float32Array> {
  const dataset = joinSplits(chosen);
  const classCount = dataset.classNames.length;
  const own = { hash: hashSplits(chosen), count: dataset.count, classCount };
  const kept = (await readKept(run.folder, chosen, chosen)) ?? (await readKept(run.folder, all, chosen));
  if (kept) return kept;

  const { progress, signal, note } = context;
  const runtime = await loadRuntime(engine);
  const runModel = await loadRunModel(run);
  try {
    if (runModel.classCount !== classCount) {
      const problem = l10n.t('the model has {0} classes, but the data has {1}', runModel.classCount, classCount);
      throw new UserError(problem, FIT_THE_MODEL, { file: run.folder });
    }
    const breathe = breather(signal);
    const started = performance.now();
    const probabilities = await predictImages(runtime, runModel, dataset, false, (done) => {
      const secondsLeft = ((performance.now() - started) / 1000 / done) * (dataset.count - done);
      const message = l10n.t('predicting with {0}', run.record.id);
      progress({ message, fraction: done / dataset.count, secondsLeft });
      return breathe();
    });
    checkProbabilities(probabilities, classCount, run.folder);
    await keepPredictions(run.folder, own, probabilities, note);
    return probabilities;
  } finally {
    runModel.model.dispose();
  }
}

/** Keeps probabilities beside a run; where that cannot be written, it is said, and nothing is lost but time. */
export async function keepPredictions(
  runFolder: string,
  about: { hash: string; count: number; classCount: number },
  probabilities: Float32Array,
  note: (line: string) => void,
): Promise<void> {
  try {
    await writePredictions(runFolder, about, probabilities);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    note(l10n.t('the predictions could not be kept beside the run: {0}', error.message));
  }
}

/** Of a file about some splits the part about those asked for; null where there is no such file. */
async function readKept(
  runFolder: string,
  ofFile: readonly Dataset[],
  chosen: readonly Dataset[],
): Promise<Float32Array | null> {
  const classCount = ofFile[0].classNames.length;
  const count = ofFile.reduce((total, split) => total + split.count, 0);
  const probabilities = new Float32Array(count * classCount);
  const found = await readPredictions(runFolder, { hash: hashSplits(ofFile), count, classCount }, (block, first) =>
    probabilities.set(block, first * classCount),
  );
  if (!found) return null;
  const parts: Float32Array[] = [];
  let first = 0;
  for (const split of ofFile) {
    const to = first + split.count;
    if (chosen.includes(split)) parts.push(probabilities.subarray(first * classCount, to * classCount));
    first = to;
  }
  if (parts.length === 1) return parts[0];
  const joined = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
