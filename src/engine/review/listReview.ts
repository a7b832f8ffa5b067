import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { JobContext, RunRecord } from '../../shared/contracts/jobs';
import type {
  ErrorEstimate,
  FlaggedImage,
  ReviewList,
  ReviewListRequest,
  ReviewScore,
} from '../../shared/contracts/review';
import { expectErrors, suggestCut } from '../../shared/expectedErrors';
import { IMAGE_BYTES } from '../../shared/classes';
import { NO_LABEL } from '../../shared/metrics';
import { shareText } from '../../shared/numbers';
import { rankByScore } from '../../shared/rankingMetrics';
import { isUncertainty } from '../../shared/uncertainty';
import { UserError } from '../../shared/userError';
import { writeAtomically } from '../atomicWrite';
import { breather } from '../breathe';
import { formatSource, hashSplits } from '../data/dataset';
import { readData, type LoadedData } from '../data/readData';
import { ImageSet } from '../explore/imageSet';
import { predict as predictData } from '../jobs/predict';
import { parseRecipe } from '../model/recipe';
import { checkReplaceable } from '../ownFiles';
import { readPredictions } from '../predictionsFile';
import { readRun, type Run } from '../runs';
import { findDecided, type Decided } from './decided';
import { measureDoubts, type Doubts, type TrainingEvidence } from './doubts';
import { flagged, type Ranking } from './flagged';
import { pickHeldOut, readHeldOut } from './heldOut';
import { predictOutOfSample } from './outOfSample';
import { readMargins } from './readMargins';
import { formatReview, REVIEW_BEGINNING } from './reviewCsv';
import { drawUpQueue } from './reviewQueue';
import { requireNewReview, saveReviewQueue } from './savedReview';
import { spreadOut } from './spreadOut';
import { findTrainedOn, type TrainedOn } from './trainedOn';

/** Share of the whole job at which the predictions are there, and at which the images are ranked. */
const PREDICTED = 0.7;
const RANKED = 0.75;

/** Share at which the list is there, and what a review needs beside it comes next. */
const DESCRIBED = 0.95;

/**
 * Lists the images that a reviewer should look at, the most doubtful first, each with its reason; before them those on
 * which reviewers disagree. Labels count as the run was trained with them, and are listed as they are given. Writes the
 * CSV file and the queue of a review, where they are asked for, at the end or not at all.
 * @throws UserError for bad data, a run that does not fit it, or a file that is not ours; the signal's reason
 */
export async function listReview(request: ReviewListRequest, context: JobContext): Promise<ReviewList> {
  const { score, csvFile, reviewFolder } = request;
  const { progress, signal } = context;
  if (csvFile !== undefined) await checkReplaceable(csvFile, REVIEW_BEGINNING);
  if (reviewFolder !== undefined) await requireNewReview(reviewFolder);
  const run = await readRun(request.runFolder);
  // What was given to train is no secret: it is asked for before the long work begins.
  const loaded = await readData(request.data, { signal, note: context.note });
  const set = new ImageSet(loaded.splits, loaded.classNames);
  const classCount = set.classNames.length;
  const training = await findTrainedOn(loaded, run, request.data.path);
  if (score === 'label-error' && !training) throw notTrainedOn(request.data.path, run);
  if (score === 'disagreement' && set.labels.every((label) => label === NO_LABEL)) {
    const remedy = l10n.t('choose another score: without labels nothing can disagree');
    throw new UserError(l10n.t('is unlabelled'), remedy, { file: request.data.path });
  }
  if (request.folds !== undefined && score !== 'label-error') throw onlyLabelErrors(score);
  if (score === 'label-error' && request.folds === undefined && smoothsLabels(run.record)) context.note(SMOOTHED);
  const decided = await findDecided(set, request.correctionsFile);
  const labels = training ? new ImageSet(training.splits, loaded.classNames).labels : set.labels;
  const evidence = score === 'label-error' ? await askTraining(request, run, set, labels, training!, context) : null;
  const probabilities = await probabilitiesOf(set, loaded, { ...request, runFolder: run.folder }, context);
  const doubts = measureDoubts(score, {
    labels,
    probabilities,
    classCount,
    temperature: run.record.results?.temperature,
    validation: training?.validation ?? new Uint32Array(0),
    ...(evidence && { training: evidence }),
  });

  progress({ message: l10n.t('ranking'), fraction: PREDICTED });
  const canTell = canTellHowMany(run.record, request.folds !== undefined);
  if (evidence && !canTell) context.note(CANNOT_TELL);
  const ranking = rank(set, labels, doubts, decided, canTell);
  const suggested = suggestedCount(ranking);
  const breathe = breather(signal);
  const listed = await choose(
    ranking,
    decided,
    score,
    request.top ?? Math.min(suggested ?? USUAL_COUNT, MOST_UNASKED),
    (share) => {
      progress({ message: l10n.t('ranking'), fraction: PREDICTED + (RANKED - PREDICTED) * share });
      return breathe();
    },
  );
  const images: FlaggedImage[] = [];
  for (const image of listed) {
    images.push(flagged(image, images.length + 1, ranking, decided.conflicts.get(image)));
    progress({
      message: l10n.t('finding neighbours'),
      fraction: RANKED + (DESCRIBED - RANKED) * (images.length / listed.length),
    });
    await breathe();
  }
  const list = { ...sumUp(run.record.id, score, ranking, images), suggested };
  const queue = reviewFolder === undefined ? null : await queueOf();
  signal.throwIfAborted();
  const sources = images.map(({ split, index }) =>
    formatSource(loaded.splits.find((one) => one.split === split)!.source(index)),
  );
  if (csvFile !== undefined) await writeAtomically(csvFile, [...formatReview(images, sources, score)].join(''));
  if (queue) await saveReviewQueue({ reviewFolder: reviewFolder!, queue });
  return { ...list, sources, csvFile: csvFile ?? null };

  async function queueOf() {
    const needsBudget = isUncertainty(score);
    const own = training && pickHeldOut(training.validation, labels, probabilities, classCount);
    const heldOut = needsBudget ? (own ?? (await readHeldOut(run, request.engine, signal))) : null;
    const dataHash = hashSplits(loaded.splits);
    return drawUpQueue(request, run, { ...list, csvFile: csvFile ?? null }, ranking, { listed, dataHash, heldOut });
  }
}

/** Epochs of the networks that judge images out of sample; the run's, where those are fewer. */
const FOLD_EPOCHS = 5;

/** What the training says of the labels that it was given, or other networks, trained now. */
async function askTraining(
  { folds, engine }: ReviewListRequest,
  { folder, record }: Run,
  set: ImageSet,
  labels: Uint8Array,
  { all: images, heldOutAtRandom }: TrainedOn,
  context: JobContext,
): Promise<TrainingEvidence> {
  if (folds === undefined) return { images, margins: await readMargins(folder, images.length), heldOutAtRandom };
  const pixels = new Uint8Array(images.length * IMAGE_BYTES);
  images.forEach((image, at) => pixels.set(set.pixelsOf(image), at * IMAGE_BYTES));
  const outOfSample = await predictOutOfSample(
    { pixels, labels: Uint8Array.from(images, (image) => labels[image]), classCount: set.classNames.length },
    {
      folds,
      recipe: parseRecipe(record.recipe, path.join(folder, 'run.json')),
      epochs: Math.min(FOLD_EPOCHS, record.epochsAsked),
      classWeights: record.settings.classWeights,
      seed: record.seed,
      engine,
    },
    {
      ...context,
      progress: (told) => context.progress({ ...told, fraction: told.fraction * PREDICTED }),
    },
  );
  return { images, outOfSample };
}

/** A longer list is made where a person asks for it: each image takes a search for its neighbours. */
const MOST_UNASKED = 1000;

/**
 * How probable an error is at which margin was checked with runs of six to sixteen epochs that recognised 79% to 87% of their
 * validation images, a tenth of which were labelled wrongly. A run that knows much less takes hard images for wrong ones:
 * it ranks them, and says nothing of how many there are.
 */
const LEAST_EPOCHS = 5;
const LEAST_ACCURACY = 0.8;

const CANNOT_TELL = l10n.t(
  'how many labels are wrong is not told: that takes a run of at least {0} epochs that recognises {1} of its validation images',
  LEAST_EPOCHS,
  shareText(LEAST_ACCURACY, 0),
);

function canTellHowMany({ results }: RunRecord, isOutOfSample: boolean): boolean {
  if (!results || results.validationAccuracy < LEAST_ACCURACY) return false;
  return isOutOfSample || results.epochs >= LEAST_EPOCHS;
}

function rank(
  set: ImageSet,
  labels: Uint8Array,
  { errorProbabilities, ...doubts }: Doubts,
  { isSettled }: Decided,
  canTell: boolean,
): Ranking {
  // Where the run's label is another than the given one, the given one is right only if that is wrong.
  const ofGiven = errorProbabilities?.map((probability, image) =>
    labels[image] === set.labels[image] ? probability : 1 - probability,
  );
  return { ...doubts, set, labels, errorProbabilities: (canTell && ofGiven) || null, isSettled };
}

/** The numbers of the images to list, in their order. */
async function choose(
  { set, scores, isSettled }: Ranking,
  { conflicts }: Decided,
  score: ReviewScore,
  top: number,
  pause: (share: number) => Promise<void> | undefined,
): Promise<number[]> {
  const byScore = rankByScore(scores.map((value) => (Number.isNaN(value) ? -Infinity : value)));
  const first = Array.from(byScore.filter((image) => conflicts.has(image))).slice(0, top);
  const others = byScore.filter((image) => !Number.isNaN(scores[image]) && !isSettled[image] && !conflicts.has(image));
  const wanted = top - first.length;
  const chosen = isUncertainty(score)
    ? await spreadOut(others, wanted, (image) => set.pixelsOf(image), pause)
    : others.subarray(0, wanted);
  return [...first, ...chosen];
}

/** Images that are listed where nobody says how many, and the run cannot tell. */
const USUAL_COUNT = 200;

/** Whether an image is among those that are ranked, and not decided before. */
function isLeft(image: number, { scores, isSettled }: Ranking): boolean {
  return !Number.isNaN(scores[image]) && !isSettled[image];
}

/** How many images to look at; null where the run cannot tell. */
function suggestedCount(ranking: Ranking): number | null {
  const left = ranking.errorProbabilities?.filter((_, image) => isLeft(image, ranking));
  return left ? suggestCut(left).flagged : null;
}

function sumUp(runId: string, score: ReviewScore, ranking: Ranking, images: FlaggedImage[]) {
  const { set, scores, errorProbabilities, temperature } = ranking;
  return {
    score,
    runId,
    classNames: [...set.classNames],
    ranked: scores.reduce((total, _, image) => total + (isLeft(image, ranking) ? 1 : 0), 0),
    estimate: errorProbabilities && estimate(images.flatMap(({ errorProbability }) => errorProbability ?? [])),
    temperature,
    images,
  };
}

function notTrainedOn(file: string, { record }: Run): UserError {
  return new UserError(
    l10n.t('is not the data that run {0} was trained on, so there are no margins of it', record.id),
    l10n.t('give that data, choose a run that was trained on this data with --model, or another --score'),
    { file },
  );
}

function onlyLabelErrors(score: ReviewScore): UserError {
  return new UserError(
    l10n.t('folds are of no use for the score {0}', score),
    l10n.t('leave them out, or ask for label-error'),
  );
}

const SMOOTHED = l10n.t(
  'the run was trained with label smoothing, which blurs the margins: train without it to find more of the wrong labels',
);

function smoothsLabels({ recipe }: RunRecord): boolean {
  const training = recipe['training'] as { labelSmoothing?: number } | undefined;
  return (training?.labelSmoothing ?? 0) > 0;
}

/** The model's probabilities for all images: those kept beside the run, else predicted now and kept there. */
async function probabilitiesOf(
  set: ImageSet,
  { splits, classNames }: LoadedData,
  { data, runFolder, engine }: ReviewListRequest,
  context: JobContext,
): Promise<Float32Array> {
  const probabilities = new Float32Array(set.count * classNames.length);
  const about = { hash: hashSplits(splits), count: set.count, classCount: classNames.length };
  const read = () =>
    readPredictions(runFolder, about, (block, first) => probabilities.set(block, first * classNames.length));
  if (await read()) return probabilities;
  await predictData(
    { data, runFolder, engine },
    {
      ...context,
      // The data was read before, and told of.
      note: () => undefined,
      progress: ({ message, fraction, secondsLeft }) =>
        context.progress({ message, fraction: fraction * PREDICTED, secondsLeft }),
    },
  );
  if (await read()) return probabilities;
  throw new UserError(l10n.t('changed while it was predicted'), l10n.t('try again'), { file: data.path });
}

function estimate(probabilities: number[]): ErrorEstimate {
  const { expected, interval } = expectErrors(probabilities);
  return { images: probabilities.length, expected, interval };
}
