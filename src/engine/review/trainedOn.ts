import type { RunRecord } from '../../shared/contracts/jobs';
import { UserError } from '../../shared/userError';
import { correctLabels } from '../corrections/correctLabels';
import { correctionsOfRun, loadCorrections, requireSameCorrections } from '../corrections/correctTraining';
import type { LoadedData } from '../data/readData';
import { chooseTrainingData, type TrainingData } from '../model/trainingData';
import type { Run } from '../runs';

/** What a run was trained on, among all images of its data: those of the first split from 0, the next after them. */
export interface TrainedOn {
  /** The numbers of the images given to train, in the order of `TrainingData.places`. */
  all: Uint32Array;
  /** Those of them that it was validated on. */
  validation: Uint32Array;
  /** The same, if they were drawn at random; none where the data has a split of its own for it. */
  heldOut: Uint32Array;
  /** The labels of all splits as the run took them: with the corrections that it was trained with. */
  splits: LoadedData['splits'];
}

/**
 * Finds the images that a run was trained on in data that may be the one.
 * @param file the data, for messages
 * @returns null if it is other data
 * @throws UserError where the run's own corrections are gone or others
 */
export async function findTrainedOn(loaded: LoadedData, run: Run, file: string): Promise<TrainedOn | null> {
  const { data, settings, seed } = run.record;
  const chosen = chosenAsThen(loaded, file, settings.validationShare, seed);
  if (!chosen || chosen.hash !== data.hash || chosen.splitHash !== data.splitHash) return null;
  // The places count the images of the training split, then those of the validation split: their order here too.
  const splits = loaded.splits.filter(({ split }) => split !== 'test');
  const first = loaded.splits.slice(0, loaded.splits.indexOf(splits[0])).reduce((total, { count }) => total + count, 0);
  const validation = chosen.places.validation.map((place) => first + place);
  return {
    all: Uint32Array.from({ length: chosen.places.count }, (_, place) => first + place),
    validation,
    heldOut: chosen.splitHashes.length === 1 ? validation : new Uint32Array(0),
    splits: await splitsAsTrained(loaded, run),
  };
}

async function splitsAsTrained(loaded: LoadedData, { folder, record }: Run): Promise<LoadedData['splits']> {
  const asked = correctionsOfRun(folder, record);
  if (!asked) return loaded.splits;
  const corrections = await loadCorrections(asked);
  requireSameCorrections(corrections, record);
  return correctLabels(loaded, corrections.read.corrections, asked.file).splits;
}

function chosenAsThen(
  loaded: LoadedData,
  file: string,
  share: RunRecord['settings']['validationShare'],
  seed: number,
): TrainingData | null {
  try {
    return chooseTrainingData(loaded, file, share, seed);
  } catch (error) {
    // Nobody can train on this data: it is not what the run was trained on.
    if (error instanceof UserError) return null;
    throw error;
  }
}
