import * as l10n from '@vscode/l10n';
import type { JobContext, RunRecord } from '../../shared/contracts/jobs';
import { UserError } from '../../shared/userError';
import { breather } from '../breathe';
import type { Dataset } from '../data/dataset';
import { readData, type LoadedData } from '../data/readData';
import { findTwins } from '../explore/alike/findTwins';
import { ImageSet } from '../explore/imageSet';
import { chooseTrainingData, splitsToTrainOn } from '../model/trainingData';

/** Share of the whole at which the training images are read. */
const READ = 0.2;

/**
 * Which of some images are the same or nearly the same as one that a run was given to train on, those held out for
 * validation included.
 * @returns [count], 1 for those; or why it cannot be told, in a line
 * @throws the signal's reason when cancelled
 */
export async function twinsInTraining(
  dataset: Dataset,
  record: RunRecord,
  { progress, signal }: Pick<JobContext, 'progress' | 'signal'>,
): Promise<Uint8Array | string> {
  const training = await readTraining(record, signal, (fraction) =>
    progress({ message: l10n.t('reading the training images'), fraction: fraction * READ }),
  );
  if (typeof training === 'string') return training;
  const breathe = breather(signal);
  return findTwins(new ImageSet([dataset, ...training], dataset.classNames), dataset.count, (share) => {
    progress({ message: l10n.t('looking for twins in training'), fraction: READ + share * (1 - READ) });
    return breathe();
  });
}

/** The splits that a run was trained on, as they are now; or why they are no longer there. */
async function readTraining(
  { data, settings, seed }: RunRecord,
  signal: AbortSignal,
  progress: (fraction: number) => void,
): Promise<Dataset[] | string> {
  let loaded: LoadedData;
  let hash: string;
  try {
    loaded = await readData(settings.data, {
      signal,
      progress: ({ fraction }) => progress(fraction),
      choose: splitsToTrainOn,
    });
    ({ hash } = chooseTrainingData(loaded, settings.data.path, settings.validationShare, seed));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return l10n.t(
      'accuracy without twins cannot be told: the images that the run was trained on cannot be read ({0})',
      error.message,
    );
  }
  if (hash === data.hash) return loaded.splits;
  return l10n.t(
    'accuracy without twins cannot be told: the images at {0} are no longer those that the run was trained on',
    settings.data.path,
  );
}
