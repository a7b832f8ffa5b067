import * as vscode from 'vscode';
import type { FoundReview } from '../../shared/contracts/engine';
import type { ReviewScore } from '../../shared/contracts/review';
import { nameOfSubject } from './words';

/** Images in a queue unless another number is asked for. */
const DEFAULT_COUNT = 200;
/** More than a person reviews in a week. */
const MOST = 20_000;
/** Networks that judge the labels which they did not learn from, where that is asked for. */
const FOLDS = 3;

/** A review to go on with, or what a new one looks for. */
export type ReviewWish = { review: FoundReview } | { score: ReviewScore; folds?: number };

type Choice = vscode.QuickPickItem & { wish?: ReviewWish };

const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What stands before an image's label being wrong, and what before the model being unsure: two queues, never one. */
const LABELS: Choice[] = [
  {
    label: 'Likely label errors',
    detail: 'Labels that the run found hard to learn: most of the wrong ones.',
    wish: { score: 'label-error' },
  },
  {
    label: 'Likely label errors, judged by networks that did not see them',
    detail: `${FOLDS} networks judge what they did not learn from; takes as long as ${FOLDS} trainings.`,
    wish: { score: 'label-error', folds: FOLDS },
  },
];
const DISAGREEMENTS: Choice = {
  label: 'Disagreements',
  detail: 'The model predicts another class than the given one; the most confident first.',
  wish: { score: 'disagreement' },
};
const UNSURE: Choice[] = [
  {
    label: 'Unsure predictions: margin',
    description: 'finds hardly any wrong labels',
    detail: 'The two likeliest classes are nearly as likely.',
    wish: { score: 'margin' },
  },
  {
    label: 'Unsure predictions: entropy',
    detail: 'The probabilities are spread over many classes.',
    wish: { score: 'entropy' },
  },
  {
    label: 'Unsure predictions: least confidence',
    detail: 'Even the likeliest class is not likely.',
    wish: { score: 'least-confidence' },
  },
];

/**
 * Asks what to look for, or which review to go on with.
 * @param isTrainedOn whether the run learned from this very place: only then it knows of label errors
 * @param trainedOn what it was trained on, for a person
 */
export async function askWhatFor(
  title: string,
  { begun, isTrainedOn, trainedOn }: { begun: readonly FoundReview[]; isTrainedOn: boolean; trainedOn: string },
): Promise<ReviewWish | undefined> {
  const choices: Choice[] = [];
  if (begun.length) choices.push(separator('begun'), ...begun.map(asChoice));
  const unsure = [separator('what the model is unsure of'), ...UNSURE];
  if (isTrainedOn) choices.push(separator('wrong labels'), ...LABELS, DISAGREEMENTS, ...unsure);
  else {
    choices.push(...unsure, separator('wrong labels'), DISAGREEMENTS);
    choices.push(separator(`for what the run was trained on alone: ${trainedOn}`), ...LABELS);
  }
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: 'What to look for?' }))?.wish;
}

/** Asks whether to go on with a review of the same or to begin anew. */
export async function askContinue(
  title: string,
  begun: readonly FoundReview[],
  wish: ReviewWish,
): Promise<ReviewWish | undefined> {
  if (!begun.length) return wish;
  const choices = [...begun.map(asChoice), { label: 'Begin anew', detail: 'What was decided stays decided.', wish }];
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: 'Continue?' }))?.wish;
}

function asChoice(review: FoundReview): Choice & { wish: ReviewWish } {
  const { position, count, score, createdAt } = review;
  const progress = `${position.toLocaleString('en-US')} of ${count.toLocaleString('en-US')}`;
  return {
    label: `Continue (${progress})`,
    description: nameOfSubject(score),
    detail: `Begun on ${new Date(createdAt).toLocaleString()}`,
    wish: { review },
  };
}

/**
 * Asks how many images the queue is to have.
 * @returns null: as many as the run suggests; undefined when the person changed their mind
 */
export async function askHowMany(title: string, isOfLabels: boolean): Promise<number | null | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value: isOfLabels ? '' : String(DEFAULT_COUNT),
    placeHolder: isOfLabels ? 'As many as are likely wrong' : undefined,
    prompt: isOfLabels
      ? 'How many images? Empty: as many as are likely wrong, as far as the run can tell.'
      : 'How many images?',
    validateInput: (value) =>
      isCount(value) || (isOfLabels && !value.trim())
        ? undefined
        : `A whole number from 1 to ${MOST.toLocaleString('en-US')}.`,
  });
  if (text === undefined) return undefined;
  return text.trim() ? Number(text.replace(/[\s,]/g, '')) : null;
}

function isCount(text: string): boolean {
  const digits = text.replace(/[\s,]/g, '');
  return /^\d{1,6}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= MOST;
}
