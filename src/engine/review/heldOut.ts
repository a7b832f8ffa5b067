import type { EngineChoice } from '../../shared/contracts/jobs';
import { NO_LABEL } from '../../shared/metrics';
import { UserError } from '../../shared/userError';
import { breather } from '../breathe';
import { hashSplits } from '../data/dataset';
import { readData } from '../data/readData';
import { IMAGE_BYTES } from '../../shared/classes';
import { ImageSet } from '../explore/imageSet';
import { loadRunModel } from '../model/layersModel';
import { predictImages } from '../model/predictImages';
import { readPredictions } from '../predictionsFile';
import type { Run } from '../runs';
import { loadRuntime } from '../runtime';
import { findTrainedOn } from './trainedOn';

/** Images that a run was validated on. */
export interface HeldOutImages {
  /** As the run took them, [count]. */
  labels: Uint8Array;
  /** As the model says, [count, classCount]. */
  probabilities: Float32Array;
}

/** Picks the labelled ones among images of a data set. @param probabilities of all of its images */
export function pickHeldOut(
  images: Uint32Array,
  labels: Uint8Array,
  probabilities: Float32Array,
  classCount: number,
): HeldOutImages {
  const labelled = images.filter((image) => labels[image] !== NO_LABEL);
  const picked = new Float32Array(labelled.length * classCount);
  labelled.forEach((image, at) =>
    picked.set(probabilities.subarray(image * classCount, (image + 1) * classCount), at * classCount),
  );
  return { labels: Uint8Array.from(labelled, (image) => labels[image]), probabilities: picked };
}

/** The images that a run was validated on, from its own data; null where that is no longer there, or another now. */
export async function readHeldOut(run: Run, engine: EngineChoice, signal: AbortSignal): Promise<HeldOutImages | null> {
  const location = run.record.settings.data;
  const loaded = await readData(location, { signal, note: () => undefined }).catch((error: unknown) => {
    if (error instanceof UserError) return null;
    throw error;
  });
  if (!loaded) return null;
  const trainedOn = await findTrainedOn(loaded, run, location.path);
  if (!trainedOn) return null;
  const set = new ImageSet(trainedOn.splits, loaded.classNames);
  const classCount = loaded.classNames.length;
  const { validation } = trainedOn;
  const about = { hash: hashSplits(loaded.splits), count: set.count, classCount };
  const kept = new Float32Array(set.count * classCount);
  if (await readPredictions(run.folder, about, (block, first) => kept.set(block, first * classCount))) {
    return pickHeldOut(validation, set.labels, kept, classCount);
  }
  const pixels = new Uint8Array(validation.length * IMAGE_BYTES);
  validation.forEach((image, at) => pixels.set(set.pixelsOf(image), at * IMAGE_BYTES));
  const runtime = await loadRuntime(engine);
  const runModel = await loadRunModel(run);
  try {
    if (runModel.classCount !== classCount) return null;
    const images = { pixels, count: validation.length };
    const probabilities = await predictImages(runtime, runModel, images, false, breather(signal));
    return { labels: Uint8Array.from(validation, (image) => set.labels[image]), probabilities };
  } finally {
    runModel.model.dispose();
  }
}
