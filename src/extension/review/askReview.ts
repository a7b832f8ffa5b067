import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FoundReview } from '../../shared/contracts/engine';
import type { ReviewScore } from '../../shared/contracts/review';
import { dateTimeText } from '../../shared/dates';
import { countText } from '../../shared/numbers';
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
    label: l10n.t('Likely label errors'),
    detail: l10n.t('Labels that the run found hard to learn: most of the wrong ones.'),
    wish: { score: 'label-error' },
  },
  {
    label: l10n.t('Likely label errors, judged by networks that did not see them'),
    detail: l10n.t('{0} networks judge what they did not learn from; takes as long as {0} trainings.', FOLDS),
    wish: { score: 'label-error', folds: FOLDS },
  },
];
const DISAGREEMENTS: Choice = {
  label: l10n.t('Disagreements'),
  detail: l10n.t('The model predicts another class than the given one; the most confident first.'),
  wish: { score: 'disagreement' },
};
const UNSURE: Choice[] = [
  {
    label: l10n.t('Unsure predictions: margin'),
    description: l10n.t('finds hardly any wrong labels'),
    detail: l10n.t('The two likeliest classes are nearly as likely.'),
    wish: { score: 'margin' },
  },
  {
    label: l10n.t('Unsure predictions: entropy'),
    detail: l10n.t('The probabilities are spread over many classes.'),
    wish: { score: 'entropy' },
  },
  {
    label: l10n.t('Unsure predictions: least confidence'),
    detail: l10n.t('Even the likeliest class is not likely.'),
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
  if (begun.length) choices.push(separator(l10n.t('begun')), ...begun.map(asChoice));
  const unsure = [separator(l10n.t('what the model is unsure of')), ...UNSURE];
  if (isTrainedOn) choices.push(separator(l10n.t('wrong labels')), ...LABELS, DISAGREEMENTS, ...unsure);
  else {
    choices.push(...unsure, separator(l10n.t('wrong labels')), DISAGREEMENTS);
    choices.push(separator(l10n.t('for what the run was trained on alone: {0}', trainedOn)), ...LABELS);
  }
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: l10n.t('What to look for?') }))?.wish;
}

/** Asks whether to go on with a review of the same or to begin anew. */
export async function askContinue(
  title: string,
  begun: readonly FoundReview[],
  wish: ReviewWish,
): Promise<ReviewWish | undefined> {
  if (!begun.length) return wish;
  const anew = { label: l10n.t('Begin anew'), detail: l10n.t('What was decided stays decided.'), wish };
  const choices = [...begun.map(asChoice), anew];
  return (await vscode.window.showQuickPick(choices, { title, placeHolder: l10n.t('Continue?') }))?.wish;
}

function asChoice(review: FoundReview): Choice & { wish: ReviewWish } {
  const { position, count, score, createdAt } = review;
  return {
    label: l10n.t('Continue ({0} of {1})', countText(position), countText(count)),
    description: nameOfSubject(score),
    detail: l10n.t('Begun on {0}', dateTimeText(new Date(createdAt))),
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
    placeHolder: isOfLabels ? l10n.t('As many as are likely wrong') : undefined,
    prompt: isOfLabels
      ? l10n.t('How many images? Empty: as many as are likely wrong, as far as the run can tell.')
      : l10n.t('How many images?'),
    validateInput: (value) =>
      isCount(value) || (isOfLabels && !value.trim())
        ? undefined
        : l10n.t('A whole number from 1 to {0}.', countText(MOST)),
  });
  if (text === undefined) return undefined;
  return text.trim() ? Number(digitsOf(text)) : null;
}

function isCount(text: string): boolean {
  const digits = digitsOf(text);
  return /^\d{1,6}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= MOST;
}

/** Without what stands between thousands, in whatever language. */
function digitsOf(text: string): string {
  return text.trim().replace(/[\s.,'\u2019](?=\d{3}(?!\d))/g, '');
}
