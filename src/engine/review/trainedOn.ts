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
  /**
   * Those of them that say how often labels are wrong among the others too: drawn at random from the same split, without
   * images of which a reviewer was unsure where the training left such out. None where the data has a split of its own.
   */
  heldOutAtRandom: Uint32Array;
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
  const { splits: corrected, leftOut } = await correctedAsThen(loaded, run);
  const hasOwn = chosen.splitHashes.length > 1;
  const unsure = new Set(leftOut.get(splits[0].split));
  const numbers = (places: Uint32Array) => places.map((place) => first + place);
  return {
    all: Uint32Array.from({ length: chosen.places.count }, (_, place) => first + place),
    validation: numbers(chosen.places.validation),
    heldOutAtRandom: numbers(chosen.places.validation.filter((place) => !hasOwn && !unsure.has(place))),
    splits: corrected,
  };
}

/** The splits with the corrections that a run was trained with, and of each by its name the places that it left out. */
async function correctedAsThen(
  loaded: LoadedData,
  { folder, record }: Run,
): Promise<{ splits: LoadedData['splits']; leftOut: Map<string, number[]> }> {
  const asked = correctionsOfRun(folder, record);
  if (!asked) return { splits: loaded.splits, leftOut: new Map() };
  const corrections = await loadCorrections(asked);
  requireSameCorrections(corrections, record);
  const { splits, unsure } = correctLabels(loaded, corrections.read.corrections, asked.file);
  return { splits, leftOut: asked.unsureUse === 'leave-out' ? unsure : new Map<string, number[]>() };
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
