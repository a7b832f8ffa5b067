import { type ImageReview, verdicts } from '../../shared/corrections';
import { NO_LABEL } from '../../shared/metrics';
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
  const corrected = trainedAs === given ? '' : `, corrected to ${name(trainedAs)}`;
  const parts = given === NO_LABEL ? [] : [`given ${name(given)}${corrected}`];
  const agreeing = neighbours.filter((label) => label === first.label).length;
  const who = neighbours.length > 0 ? `${agreeing} of ${neighbours.length} nearest neighbours` : '';
  if (first.label === trainedAs) {
    parts.push(agreeing > 0 ? `the model and ${who} agree` : 'the model agrees');
  } else {
    parts.push(agreeing > 0 ? `${who} and the model say ${name(first.label)}` : `the model says ${name(first.label)}`);
    const likeGiven = neighbours.filter((label) => label === trainedAs).length;
    if (agreeing === 0 && likeGiven > 0)
      parts.push(`${likeGiven} of ${neighbours.length} nearest neighbours are ${name(trainedAs)}`);
  }
  if (margin !== undefined && !Number.isNaN(margin)) parts.push(`margin ${margin.toFixed(1)}`);
  else parts.push(`${percent(first.probability)}, then ${name(second.label)} at ${percent(second.probability)}`);
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
    return [`${plain(reviewer).trim().slice(0, 40) || 'somebody'} says ${plain(called) || 'another class'}`];
  });
  const more = said.length > NAMED ? `, and ${said.length - NAMED} more` : '';
  return `reviewers disagree: ${said.slice(0, NAMED).join(', ')}${more}`;
}
