import { stat } from 'node:fs/promises';
import type { CheckDataRequest, CorrectionsFound, DataCheck, DataWarning } from '../../shared/contracts/training';
import { UserError } from '../../shared/userError';
import { measureImages, describeSplit, type ImageStatistics } from '../analysis/imageStatistics';
import { breather } from '../breathe';
import { correctLabels } from '../corrections/correctLabels';
import { readCorrections, refuseTorn } from '../corrections/readCorrections';
import { readData, type LoadedData } from '../data/readData';
import { chooseTrainingData, namesAssumed, splitsToTrainOn } from '../model/trainingData';
import { driftWarnings, imbalanceWarnings, leakWarnings, sizeWarnings } from '../reports/dataWarnings';
import { VALIDATION_SHARE } from './prepareTraining';

/** The worst first. */
const ORDER: DataWarning['kind'][] = ['leak', 'labels', 'size', 'imbalance', 'drift'];

/**
 * Reads data as training and evaluation would, all of its splits, and says what is there and what is wrong with it.
 * @throws UserError when it cannot be trained on, and the signal's reason when cancelled
 */
export async function checkTrainingData(
  { path: file, classesFile, correctionsFile }: CheckDataRequest,
  signal: AbortSignal,
): Promise<DataCheck> {
  const loaded = await readData({ path: file, classesFile }, { signal });
  const { splits, classNames } = loaded;
  const chosen = splitsToTrainOn(splits.map(({ split }) => split));
  const toTrainOn = splits.filter(({ split }) => chosen.includes(split));
  // The seed decides which images are held out; the hash is of all.
  const data = chooseTrainingData({ ...loaded, splits: toTrainOn }, file, VALIDATION_SHARE, 0);
  const breathe = breather(signal);
  const measured: ImageStatistics[] = [];
  for (const dataset of splits) measured.push(await measureImages(dataset, breathe));
  signal.throwIfAborted();
  const given = measured.find(({ dataset }) => dataset.split === 'train') ?? measured[0];
  const main = describeSplit(given);
  const others = measured.filter((other) => other !== given).map(describeSplit);
  const assumed = namesAssumed(data);
  const warnings: DataWarning[] = [
    ...leakWarnings(measured),
    ...(assumed ? [{ kind: 'labels' as const, text: `${assumed[0].toUpperCase()}${assumed.slice(1)}.` }] : []),
    ...sizeWarnings(main),
    ...imbalanceWarnings(main),
    ...others.flatMap((other) => driftWarnings(main, other)),
  ];
  warnings.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return {
    path: file,
    title: titleOf(file),
    splits: splits.map(({ split, count, labels }) => ({ split, count, labelled: labels !== null })),
    classNames: [...classNames],
    hash: data.hash,
    warnings,
    corrections:
      correctionsFile === undefined ? null : await findCorrections(correctionsFile, { ...loaded, splits: toTrainOn }),
  };
}

/** What a corrections file says of the images to train on; null where it is not there, or is about none of them. */
async function findCorrections(
  file: string,
  toTrainOn: Pick<LoadedData, 'splits' | 'classNames'>,
): Promise<CorrectionsFound | null> {
  if (!(await stat(file).catch(() => null))) return null;
  try {
    const read = await readCorrections(file);
    refuseTorn(read, file);
    const { counts } = correctLabels(toTrainOn, read.corrections, file);
    const { changed, alreadySo, kept, unsure, conflicts } = counts;
    if (changed + alreadySo + kept + unsure === 0) return null;
    return { file, changed, kept, unsure, conflicts, problem: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { file, changed: 0, kept: 0, unsure: 0, conflicts: 0, problem: error.message };
  }
}

/** The last name of a path, whichever way its slashes lean. */
function titleOf(file: string): string {
  return file.split(/[\\/]/).filter(Boolean).at(-1) ?? file;
}
