import * as l10n from '@vscode/l10n';
import { type ImageReview, verdicts } from '../../shared/corrections';
import { NO_LABEL } from '../../shared/metrics';
import { decimalText } from '../../shared/numbers';
import { percent, plain } from '../reports/words';

/** What is known of an image that was flagged. Labels are class numbers. */
export interface Evidence {
  /** `NO_LABEL` where there is none. */
  given: number;
  /** What the run took for its label; absent: the given one. */
  trainedAs?: number;
  /** The model's classes, the most probable first: at least two. */
  top: readonly { label: number; probability: number }[];
  /** The labels of the nearest training images, those without one left out. */
  neighbours: readonly number[];
  /** The mean margin of that label in training; NaN or absent where the run recorded none. */
  margin?: number;
}

/** Why an image was flagged, in one line: `given Shirt; 3 of 5 nearest neighbours and the model say T-shirt/top; margin -4.2`. */
export function explainFlag(
  { given, trainedAs = given, top, neighbours, margin }: Evidence,
  classNames: readonly string[],
): string {
  const name = (label: number) => plain(classNames[label]);
  const [first, second] = top;
  const parts: string[] = [];
  if (given !== NO_LABEL) {
    parts.push(
      trainedAs === given
        ? l10n.t('given {0}', name(given))
        : l10n.t('given {0}, corrected to {1}', name(given), name(trainedAs)),
    );
  }
  const asked = neighbours.length;
  const agreeing = neighbours.filter((label) => label === first.label).length;
  if (first.label === trainedAs) {
    parts.push(
      agreeing > 0
        ? l10n.t('the model and {0} of {1} nearest neighbours agree', agreeing, asked)
        : l10n.t('the model agrees'),
    );
  } else {
    parts.push(
      agreeing > 0
        ? l10n.t('{0} of {1} nearest neighbours and the model say {2}', agreeing, asked, name(first.label))
        : l10n.t('the model says {0}', name(first.label)),
    );
    const likeGiven = neighbours.filter((label) => label === trainedAs).length;
    if (agreeing === 0 && likeGiven > 0)
      parts.push(l10n.t('{0} of {1} nearest neighbours are {2}', likeGiven, asked, name(trainedAs)));
  }
  if (margin !== undefined && !Number.isNaN(margin)) parts.push(l10n.t('margin {0}', decimalText(margin, 1)));
  else {
    const [most, next] = [percent(first.probability), percent(second.probability)];
    parts.push(l10n.t('{0}, then {1} at {2}', most, name(second.label), next));
  }
  return parts.join('; ');
}

/** Of more reviewers only these are named. */
const NAMED = 4;

/** What contradicting reviewers say, in one line: `reviewers disagree: Ann says Shirt, Ben says Coat`. */
export function explainConflict(review: ImageReview, classNames: readonly string[]): string {
  const said = verdicts(review).flatMap(({ reviewer, decision, newLabel, newName, givenLabel, givenName }) => {
    if (decision === 'unsure') return [];
    const [label, name] = decision === 'relabel' ? [newLabel, newName] : [givenLabel, givenName];
    const called = (label === null ? undefined : classNames[label]) ?? name;
    const who = plain(reviewer).trim().slice(0, 40) || l10n.t('somebody');
    return [l10n.t('{0} says {1}', who, plain(called) || l10n.t('another class'))];
  });
  const named = said.slice(0, NAMED).join(', ');
  return said.length > NAMED
    ? l10n.t('reviewers disagree: {0}, and {1} more', named, said.length - NAMED)
    : l10n.t('reviewers disagree: {0}', named);
}
