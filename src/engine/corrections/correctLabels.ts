import * as l10n from '@vscode/l10n';
import type { CorrectionCounts, PlacedCorrection } from '../../shared/contracts/corrections';
import { countedDecision, isConflict, reviewImages, type ImageReview } from '../../shared/corrections';
import { UserError } from '../../shared/userError';
import { classFinder } from '../data/classNames';
import { imageAt, imageId, type Dataset } from '../data/dataset';
import type { LoadedData } from '../data/readData';

/** A label that is another now. */
export interface ChangedLabel {
  split: string;
  /** Within the split, from 0. */
  index: number;
  imageId: string;
  from: number;
  to: number;
}

/** A data set's labels with the decisions of reviewers in them. */
export interface CorrectedLabels {
  /** The splits as they came, with labels of their own where any is another. */
  splits: Dataset[];
  changed: ChangedLabel[];
  /**
   * For each split by its name: the places, ascending from 0, of images about which a reviewer was unsure, so that
   * training can leave them out or give them less weight. Their labels are as given.
   */
  unsure: Map<string, number[]>;
  counts: CorrectionCounts;
}

/**
 * Applies decisions to the splits that were read, which stay as they are. An image is known by its pixels alone, so a
 * decision counts for every copy of it; `keep` and `unsure` change nothing. This is what training calls between
 * `readData` and `chooseTrainingData`, with `{ ...loaded, splits }` of what it returns.
 * @param file the corrections file, for messages
 * @throws UserError with the row of a decision whose new label is none of the classes, or not the one of its name
 */
export function correctLabels(
  { splits, classNames }: Pick<LoadedData, 'splits' | 'classNames'>,
  corrections: readonly PlacedCorrection[],
  file: string,
): CorrectedLabels {
  const reviews = reviewImages(corrections);
  const labelOf = labelReader(classNames, file);
  const found = new Set<string>();
  const corrected: CorrectedLabels = { splits: [], changed: [], unsure: new Map(), counts: noCounts() };
  for (const dataset of splits) {
    let labels = dataset.labels;
    const unsure: number[] = [];
    for (const { index, review } of reviewedImages(dataset, reviews)) {
      const decision = countedDecision(review);
      if (!decision) continue;
      const { counts } = corrected;
      if (isConflict(review) && !found.has(review.imageId)) counts.conflicts++;
      found.add(review.imageId);
      if (decision.decision === 'keep') counts.kept++;
      if (decision.decision === 'unsure') {
        counts.unsure++;
        unsure.push(index);
      }
      if (decision.decision !== 'relabel') continue;
      const to = labelOf(decision);
      if (!labels) counts.unlabelled++;
      else if (labels[index] === to) counts.alreadySo++;
      else {
        if (labels === dataset.labels) labels = labels.slice();
        corrected.changed.push({ split: dataset.split, index, imageId: review.imageId, from: labels[index], to });
        labels[index] = to;
        counts.changed++;
      }
    }
    corrected.unsure.set(dataset.split, unsure);
    corrected.splits.push(labels === dataset.labels ? dataset : { ...dataset, labels });
  }
  const decided = [...reviews.values()].filter((review) => countedDecision(review) !== null);
  corrected.counts.notFound = decided.length - found.size;
  return corrected;
}

function noCounts(): CorrectionCounts {
  return { changed: 0, alreadySo: 0, kept: 0, unsure: 0, unlabelled: 0, conflicts: 0, notFound: 0 };
}

function* reviewedImages(
  dataset: Dataset,
  reviews: ReadonlyMap<string, ImageReview>,
): Generator<{ index: number; review: ImageReview }> {
  if (reviews.size === 0) return; // nothing to look up: spares the hashing
  for (let index = 0; index < dataset.count; index++) {
    const review = reviews.get(imageId(imageAt(dataset, index)));
    if (review) yield { index, review };
  }
}

const FIT_THE_DATA = l10n.t('correct the line, or give the data with its classes (classes.txt, --classes)');

/**
 * A function from a relabel to the class number it means. Number and name must agree: a file that was written with other
 * classes, or with these in another order, would else put wrong labels in place of right ones.
 */
export function labelReader(
  classNames: readonly string[],
  file: string,
): (decision: Pick<PlacedCorrection, 'newLabel' | 'newName' | 'row'>) => number {
  const numberOf = classFinder(classNames);
  return ({ newLabel, newName, row }) => {
    const wrong = (problem: string) => new UserError(problem, FIT_THE_DATA, { file, row });
    const byName = newName === '' ? null : numberOf(newName);
    const label = newLabel ?? byName!;
    if (label < 0 || label >= classNames.length) {
      const count = classNames.length;
      throw wrong(
        newLabel === null
          ? l10n.t('the class {0} is none of the {1} classes of the data', JSON.stringify(newName), count)
          : l10n.t('the new label {0} is none of the {1} classes of the data', newLabel, count),
      );
    }
    if (byName === null || byName === label) return label;
    const [is, said] = [JSON.stringify(classNames[label]), JSON.stringify(newName)];
    throw wrong(l10n.t('class {label} of the data is {is}, not {said}', { label, is, said }));
  };
}
