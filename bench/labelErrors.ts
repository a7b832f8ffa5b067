// How well wrong labels are found: Fashion-MNIST with seeded noise, trained as anybody trains, each score against the
// truth. What is trained is kept in the folder and used again.
// With folds, also by networks that did not learn from the images (5 epochs each); their probabilities are kept as
// `out-of-sample.f32` beside the data, where peers/cleanlab_scores.py finds them.
//   tsx bench/labelErrors.ts DATA FOLDER [images 12000] [epochs 16] [seeds 1,2,3] [noises symmetric,pairs] [folds 0]
//     [recipe standard]
import fs from 'node:fs';
import path from 'node:path';
import { readData } from '../src/engine/data/readData';
import { parseRecipe } from '../src/engine/model/recipe';
import { chooseTrainingData } from '../src/engine/model/trainingData';
import { readPredictions } from '../src/engine/predictionsFile';
import { hashSplits } from '../src/engine/data/dataset';
import { Random } from '../src/engine/random';
import { measureDoubts } from '../src/engine/review/doubts';
import { predictOutOfSample } from '../src/engine/review/outOfSample';
import { readMargins } from '../src/engine/review/readMargins';
import { readRun } from '../src/engine/runs';
import type { RunRecord } from '../src/shared/contracts/jobs';
import { expectErrors, learnFromAnswers, suggestCut } from '../src/shared/expectedErrors';
import { averagePrecision, qualityAtCut, rankByScore } from '../src/shared/rankingMetrics';
import type { Noise } from './noisyLabels';
import { makeNoisyRun, NOISE_SHARE, quiet } from './noisyRun';

const [
  source,
  folder,
  images = '12000',
  epochs = '16',
  seeds = '1,2,3',
  noises = 'symmetric,pairs',
  folds = '0',
  recipe = 'standard',
] = process.argv.slice(2);
const CLASSES = 10;
/** Of the images, the share that is reviewed in the whole loop: 600 of 12,000. */
const REVIEWED = 0.05;
/** How often a person told the class of a 28 x 28 image rightly (Xiao, Rasul, Vollgraf 2017, arXiv 1708.07747). */
const PERSON = 0.835;

/** Figures of one score on one noisy set. */
interface Figures {
  ap: number;
  /** At the true number of errors. */
  f1: number;
  /** At the cut that the product suggests. */
  own?: number;
  suggested?: number;
  expected?: number;
  wrong: number;
  /** Errors among the reviewed. */
  shown: number;
  /** Wrong labels after a review by a person, and by somebody who is always right. */
  leftByPerson: number;
  left: number;
  /** What the review would say is left. */
  estimated?: number;
}

function measure(scores: ArrayLike<number>, isWrong: Uint8Array, seed: number, probabilities?: Float64Array): Figures {
  const ranked = rankByScore(scores);
  const wrong = isWrong.reduce((total, one) => total + one, 0);
  const reviewed = ranked.subarray(0, Math.round(REVIEWED * ranked.length));
  const shown = reviewed.reduce((total, image) => total + isWrong[image], 0);
  const random = new Random(seed, 'reviewer');
  // A wrong answer about a right label makes it wrong; one about a wrong label leaves it so.
  const mistakes = reviewed.filter(() => random.uniform() >= PERSON);
  const figures: Figures = {
    ap: averagePrecision(scores, isWrong),
    f1: qualityAtCut(ranked, isWrong, wrong).f1,
    wrong,
    shown,
    left: wrong - shown,
    leftByPerson: wrong - shown + mistakes.length,
  };
  if (!probabilities) return figures;
  const answers = Array.from(reviewed, (image) => ({
    probability: probabilities[image],
    isWrong: isWrong[image] === 1,
  }));
  const { flagged } = suggestCut(probabilities);
  const rest = Array.from(ranked.subarray(reviewed.length), (image) => probabilities[image]);
  return {
    ...figures,
    own: qualityAtCut(ranked, isWrong, flagged).f1,
    suggested: flagged,
    expected: expectErrors(probabilities).expected,
    estimated: expectErrors(rest, learnFromAnswers(answers)).expected,
  };
}

async function figuresOf(noise: Noise, seed: number): Promise<Map<string, Figures>> {
  const { place, data, runFolder } = await makeNoisyRun(source, folder, {
    ...{ noise, seed, images: Number(images), epochs: Number(epochs), recipe },
  });
  const loaded = await readData({ path: data });
  const [{ count, labels }] = loaded.splits;
  const truth = fs.readFileSync(path.join(place, 'truth.bin'));
  const isWrong = labels!.map((label, image) => (label === truth[image] ? 0 : 1));
  const { record } = await readRun(runFolder);
  const probabilities = new Float32Array(count * CLASSES);
  const about = { hash: hashSplits(loaded.splits), count, classCount: CLASSES };
  await readPredictions(runFolder, about, (block, first) => probabilities.set(block, first * CLASSES));
  const margins = await readMargins(runFolder, count);
  const { places } = chooseTrainingData(loaded, data, record.settings.validationShare, record.seed);
  const sources = {
    labels: labels!,
    probabilities,
    classCount: CLASSES,
    validation: places.validation,
    training: {
      margins,
      heldOutAtRandom: places.validation,
      images: Uint32Array.from({ length: count }, (_, image) => image),
    },
  };
  const found = new Map<string, Figures>();
  const ours = measureDoubts('label-error', sources);
  found.set('label-error (ours)', measure(ours.scores, isWrong, seed, ours.errorProbabilities!));
  const add = (name: string, score: (image: number) => number) =>
    found.set(
      name,
      measure(
        Float64Array.from({ length: count }, (_, image) => score(image)),
        isWrong,
        seed,
      ),
    );
  add('weighted mean margin', (image) => -ours.margins![image]);
  add('AUM', (image) => -margins.reduce((total, ofEpoch) => total + ofEpoch[image], 0));
  add('margin of the last epoch', (image) => -margins.at(-1)![image]);
  add('self-confidence of the model', (image) => -probabilities[image * CLASSES + labels![image]]);
  if (Number(folds) > 0) {
    const outOfSample = await outOfSampleOf(place, loaded.splits[0].pixels, labels!, record);
    const sources = { labels: labels!, probabilities, classCount: CLASSES, validation: new Uint32Array(0) };
    const numbers = Uint32Array.from(labels!.keys());
    const judged = measureDoubts('label-error', { ...sources, training: { outOfSample, images: numbers } });
    found.set(`${folds} folds (ours)`, measure(judged.scores, isWrong, seed, judged.errorProbabilities!));
    const own = (image: number) => outOfSample[image * CLASSES + labels![image]];
    add(`${folds} folds, self-confidence`, (image) => -own(image));
    add(`${folds} folds, normalized margin`, (image) => {
      const others = outOfSample.slice(image * CLASSES, (image + 1) * CLASSES);
      others[labels![image]] = 0;
      return Math.max(...others) - own(image);
    });
  }
  for (const score of ['margin', 'entropy'] as const) {
    const { scores } = measureDoubts(score, sources);
    add(`unsure: ${score}`, (image) => scores[image]);
  }
  const random = new Random(seed, 'at random');
  add('at random', () => random.uniform());
  return found;
}

/** As `review list --folds` has them. */
async function outOfSampleOf(place: string, pixels: Uint8Array, labels: Uint8Array, { recipe, seed }: RunRecord) {
  const file = path.join(place, 'out-of-sample.f32');
  if (!fs.existsSync(file)) {
    const probabilities = await predictOutOfSample(
      { pixels, labels, classCount: CLASSES },
      {
        folds: Number(folds),
        recipe: parseRecipe(recipe, file),
        epochs: 5,
        classWeights: 'none',
        seed,
        engine: 'auto',
      },
      quiet,
    );
    fs.writeFileSync(file, new Uint8Array(probabilities.buffer));
  }
  return new Float32Array(new Uint8Array(fs.readFileSync(file)).buffer);
}

function show(noise: string, all: Map<string, Figures>[]): void {
  console.log(
    `\n${noise}: ${images} images, ${epochs} epochs, ${NOISE_SHARE * 100}% noise, seeds ${seeds}, ${recipe}; means over the seeds`,
  );
  const columns: (keyof Figures)[] = [
    ...(['wrong', 'ap', 'f1', 'own', 'suggested', 'expected'] as const),
    ...(['shown', 'left', 'estimated', 'leftByPerson'] as const),
  ];
  console.log(['score'.padEnd(30), ...columns.map((column) => column.padStart(12))].join(' '));
  for (const name of all[0].keys()) {
    const cells = columns.map((column) => {
      const values = all.map((found) => found.get(name)![column]).filter((value) => value !== undefined);
      if (values.length === 0) return '-';
      const mean = values.reduce((a, b) => a + b) / values.length;
      return ['ap', 'f1', 'own'].includes(column) ? mean.toFixed(3) : mean.toFixed(0);
    });
    console.log([name.padEnd(30), ...cells.map((cell) => cell.padStart(12))].join(' '));
  }
}

void (async () => {
  for (const noise of noises.split(',') as Noise[]) {
    const all: Map<string, Figures>[] = [];
    for (const seed of seeds.split(',')) all.push(await figuresOf(noise, Number(seed)));
    show(noise, all);
  }
})();
