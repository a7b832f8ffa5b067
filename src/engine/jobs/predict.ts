import * as l10n from '@vscode/l10n';
import type { PredictionsSummary } from '../../shared/contracts/explorer';
import type { JobContext, PredictRequest } from '../../shared/contracts/jobs';
import { predict as pickMostProbable } from '../../shared/metrics';
import { UserError } from '../../shared/userError';
import { breather } from '../breathe';
import { FIT_THE_MODEL } from '../data/classNames';
import { hashSplits } from '../data/dataset';
import { readData } from '../data/readData';
import { ImageSet } from '../explore/imageSet';
import { summarizePredictions } from '../explore/predictions';
import { loadRunModel } from '../model/layersModel';
import { checkProbabilities, predictImages } from '../model/predictImages';
import { writePredictions } from '../predictionsFile';
import { listed } from '../reports/words';
import { readRun } from '../runs';
import { loadRuntime } from '../runtime';

/** Share of the whole job at which the data is read. */
const READ = 0.2;

/**
 * Predicts all splits of a data set with a run's model, and keeps the probabilities beside the run, where the explorer
 * finds them. The data is read as the explorer reads it: with its own classes, not those of the model.
 * @throws UserError for bad data, a run without a usable model, or classes that do not fit; the signal's reason
 */
export async function predict(request: PredictRequest, context: JobContext): Promise<PredictionsSummary> {
  const { progress, signal, note } = context;
  const run = await readRun(request.runFolder);
  const { splits, classNames } = await readData(request.data, {
    signal,
    note,
    progress: ({ message, fraction }) => progress({ message, fraction: fraction * READ }),
  });
  const runtime = await loadRuntime(request.engine);
  const runModel = await loadRunModel(run);
  try {
    const { classCount } = runModel;
    if (classNames.length !== classCount) {
      const problem = l10n.t('the model has {0} classes, but the data has {1}', classCount, classNames.length);
      throw new UserError(problem, FIT_THE_MODEL, { file: run.folder });
    }
    const differing = run.record.data.classNames.filter((name, label) => name !== classNames[label]);
    if (differing.length > 0)
      note(l10n.t('the data names classes otherwise than the model, which learnt {0}', listed(differing)));

    const set = new ImageSet(splits, classNames);
    const probabilities = new Float32Array(set.count * classCount);
    const breathe = breather(signal);
    const started = performance.now();
    for (const split of set.splits) {
      const ofSplit = await predictImages(runtime, runModel, split, false, (inSplit) => {
        const done = split.first + inSplit;
        const secondsLeft = ((performance.now() - started) / 1000 / done) * (set.count - done);
        progress({ message: l10n.t('predicting'), fraction: READ + (done / set.count) * (1 - READ), secondsLeft });
        return breathe();
      });
      probabilities.set(ofSplit, split.first * classCount);
    }
    checkProbabilities(probabilities, classCount, run.folder);
    signal.throwIfAborted();
    await writePredictions(run.folder, { hash: hashSplits(splits), count: set.count, classCount }, probabilities);
    progress({ message: l10n.t('done'), fraction: 1 });
    return summarizePredictions(run.folder, set, pickMostProbable(probabilities, classCount).predicted);
  } finally {
    runModel.model.dispose();
  }
}
