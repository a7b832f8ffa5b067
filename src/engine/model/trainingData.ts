import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { hashDataset, type Dataset } from '../data/dataset';
import type { LoadedData } from '../data/readData';
import { FASHION_MNIST_CLASSES } from '../../shared/classes';
import { countText, listText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import { stratifiedSplit } from './split';
import type { LabelledPart } from './trainer';

/** The images given to train, in their two parts, and what identifies them. The test split is never among them. */
export interface TrainingData {
  train: LabelledPart;
  validation: LabelledPart;
  classNames: readonly string[];
  /** Training images of each class. */
  classCounts: number[];
  /** SHA-256 of the images and labels given to train, hex. */
  hash: string;
  /** The same of each split that they come from: one, or two where validation has its own. */
  splitHashes: string[];
  /** SHA-256 of which of them are held out for validation, hex. */
  splitHash: string;
  /** For a person: which splits serve as what. */
  choice: string;
  /**
   * The place of each part's images in the list of all images given to train: those of the training split in file
   * order, then those of a validation split if the data has one.
   */
  places: { train: Uint32Array; validation: Uint32Array; count: number };
}

/** Of the splits that are there, those to read: the test split is left alone, unless there is nothing else. */
export function splitsToTrainOn(splits: readonly string[]): readonly string[] {
  const others = splits.filter((split) => split !== 'test');
  // Then it is said that nothing is left to train on.
  return others.length ? others : splits;
}

/**
 * Chooses what to train on: the `train` split, or all of the data where it has no splits. Validation is the data's own
 * `validation` split, or else a share held out by seed.
 * @throws UserError when there is nothing labelled to train on.
 */
export function chooseTrainingData(
  { splits, classNames }: LoadedData,
  file: string,
  share: number,
  seed: number,
): TrainingData {
  const wrong = (problem: string, remedy: string) => new UserError(problem, remedy, { file });
  const given = splits.find(({ split }) => split === 'train') ?? splits.find(({ split }) => split === 'all');
  if (!given) {
    const found = listText(splits.map(({ split }) => split));
    throw wrong(
      l10n.t('holds no images to train on, only {0}', found),
      l10n.t('give the folder or file with the training images'),
    );
  }
  const own = splits.find(({ split }) => split === 'validation');
  if (!isLabelled(given) || (own && !isLabelled(own)))
    throw wrong(
      l10n.t('is unlabelled'),
      l10n.t('training needs a label for every image: a label column, a labels file, or a sub-folder for each class'),
    );
  const classes = classNames.length;
  const drawn = stratifiedSplit(given.labels, classes, own ? 0 : share, seed);
  const train = { pixels: given.pixels, labels: given.labels, indices: drawn.train };
  const validation = own
    ? { pixels: own.pixels, labels: own.labels, indices: Uint32Array.from({ length: own.count }, (_, index) => index) }
    : { pixels: given.pixels, labels: given.labels, indices: drawn.validation };
  const classCounts = new Array<number>(classes).fill(0);
  for (const index of drawn.train) classCounts[given.labels[index]]++;
  if (classCounts.filter((count) => count > 0).length < 2)
    throw wrong(l10n.t('holds images of a single class'), l10n.t('give images of two classes or more'));
  if (!validation.indices.length)
    throw wrong(
      l10n.t('holds too few images to hold some out for validation'),
      l10n.t('give at least two images of a class'),
    );
  const hashes = [given, ...(own ? [own] : [])].map(hashDataset);
  const validationPlaces = own ? validation.indices.map((index) => given.count + index) : validation.indices;
  return {
    train,
    validation,
    classNames,
    classCounts,
    hash: hashes.length === 1 ? hashes[0] : sha256(hashes.join()),
    splitHashes: hashes,
    splitHash: sha256(Buffer.from(validationPlaces.buffer)),
    choice: describeChoice(train, validation, { hasTrainSplit: given.split === 'train', hasValidationSplit: !!own }),
    places: { train: train.indices, validation: validationPlaces, count: given.count + (own?.count ?? 0) },
  };
}

/** A warning where labels reach into the ten classes of Fashion-MNIST but not to all of them; null where there is no doubt. */
export function namesAssumed({ classNames, classCounts }: TrainingData): string | null {
  const standard = classNames.join('\n') === FASHION_MNIST_CLASSES.join('\n');
  const last = classCounts.reduce((found, count, label) => (count > 0 ? label : found), 0);
  if (!standard || last === classNames.length - 1) return null;
  return l10n.t(
    'no labels above {0}: if these are not the classes of Fashion-MNIST, name yours in classes.txt beside the data',
    last,
  );
}

function isLabelled(dataset: Dataset): dataset is Dataset & { labels: Uint8Array } {
  return dataset.labels !== null;
}

function describeChoice(
  train: LabelledPart,
  validation: LabelledPart,
  { hasTrainSplit, hasValidationSplit }: { hasTrainSplit: boolean; hasValidationSplit: boolean },
): string {
  const [learnt, validated] = [train, validation].map(({ indices }) => countText(indices.length));
  if (hasTrainSplit && hasValidationSplit)
    return l10n.t(
      'training on {0} images of the train split, validating on {1} of the validation split',
      learnt,
      validated,
    );
  if (hasTrainSplit)
    return l10n.t('training on {0} images of the train split, validating on {1} held out of it', learnt, validated);
  if (hasValidationSplit)
    return l10n.t('training on {0} images of the data, validating on {1} of the validation split', learnt, validated);
  return l10n.t('training on {0} images of the data, validating on {1} held out of it', learnt, validated);
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
