// The whole loop, measured against the truth: a noisy training set is trained on, its doubtful labels are reviewed (by
// somebody who is always right, and by one who is not), the corrections are trained with, and what is wrong then, what the
// review view says is wrong, and the accuracy on test data are told; beside a review of as many images at random.
//   tsx bench/reviewLoop.ts DATA FOLDER [images 12000] [epochs 16] [seed 1] [noise pairs] [train yes]
import fs from 'node:fs';
import path from 'node:path';
import { imageAt, imageId } from '../src/engine/data/dataset';
import { readData } from '../src/engine/data/readData';
import { comparePredictions } from '../src/engine/jobs/comparePredictions';
import { train } from '../src/engine/jobs/train';
import { Random } from '../src/engine/random';
import { listReview } from '../src/engine/review/listReview';
import { loadReview } from '../src/engine/review/savedReview';
import type { Correction } from '../src/shared/contracts/corrections';
import type { ImageDecision } from '../src/shared/contracts/decisions';
import { formatCorrection, HEADER_LINE } from '../src/shared/corrections';
import { TYPICAL_ACCURACY } from '../src/shared/reviewAdvice';
import { estimateErrorsLeft } from '../src/shared/reviewProgress';
import { makeNoisyRun, quiet } from './noisyRun';
import type { Noise } from './noisyLabels';

const [source, folder, images = '12000', epochs = '16', seed = '1', noise = 'pairs', trains = 'yes'] =
  process.argv.slice(2);

/** Of the images, the share that is reviewed: 600 of 12,000. */
const REVIEWED = 0.05;
/** Planted images that tell the view how good the reviewer is. */
const CHECKED = 40;

interface Decided {
  place: number;
  to: number;
}

void (async () => {
  const run = await makeNoisyRun(source, folder, {
    noise: noise as Noise,
    seed: Number(seed),
    images: Number(images),
    epochs: Number(epochs),
  });
  const truth = fs.readFileSync(path.join(run.place, 'truth.bin'));
  const [set] = (await readData({ path: run.data })).splits;
  const given = set.labels!;
  const wrongAtFirst = given.reduce((sum, label, place) => sum + (label === truth[place] ? 0 : 1), 0);
  const wanted = Math.round(REVIEWED * set.count);
  const reviewFolder = path.join(run.place, 'review');
  fs.rmSync(reviewFolder, { recursive: true, force: true });
  await listReview(
    {
      data: { path: run.data },
      runFolder: run.runFolder,
      score: 'label-error',
      top: wanted,
      reviewFolder,
      engine: 'auto',
    },
    quiet,
  );
  const { queue } = await loadReview(reviewFolder);
  const listed = queue.images.map(({ index }) => index);
  const atRandom = [
    ...new Random(Number(seed), 'at random').shuffle(Uint32Array.from(given.keys())).subarray(0, wanted),
  ];
  console.log(`${noise}, seed ${seed}: ${set.count} images, ${wrongAtFirst} wrong labels, ${wanted} reviewed`);

  for (const accuracy of [1, TYPICAL_ACCURACY]) {
    for (const [what, places] of [['listed', listed] as const, ['at random', atRandom] as const]) {
      const random = new Random(Number(seed), 'reviewer', what, String(accuracy));
      const isRight = () => accuracy === 1 || random.uniform() < accuracy;
      // A mistake about a wrong label leaves it; one about a right label makes it wrong.
      const decided = places.map((place): Decided => {
        const isWrong = given[place] !== truth[place];
        const other = (truth[place] + 1 + random.below(9)) % 10;
        return { place, to: isRight() ? truth[place] : isWrong ? given[place] : other };
      });
      const after = given.slice();
      for (const { place, to } of decided) after[place] = to;
      const left = after.reduce((sum, label, place) => sum + (label === truth[place] ? 0 : 1), 0);
      const parts = [`reviewer right ${100 * accuracy}%, ${what.padEnd(9)}`, `wrong labels left ${left}`];
      if (what === 'listed') {
        const shown = listed.filter((place) => given[place] !== truth[place]).length;
        const checked = Array.from({ length: CHECKED }, isRight).filter(Boolean).length / CHECKED;
        const { expected, interval } = estimateErrorsLeft(queue, decisionsOf(decided, given), checked)!.all;
        parts.push(
          `of ${shown} shown; the view says ${expected.toFixed(0)} (${interval.map((x) => x.toFixed(0)).join(' to ')}),`,
        );
        parts.push(
          `${(100 * (expected / left - 1)).toFixed(1)}% off, with a check that found ${(100 * checked).toFixed(1)}%`,
        );
      }
      if (trains === 'yes') parts.push(await trainedWith(`${what}-${accuracy}`, decided));
      console.log(parts.join(' '));
    }
  }

  /** Trains with the corrections, and compares with the run before on the real test data. */
  async function trainedWith(name: string, decided: readonly Decided[]): Promise<string> {
    const file = path.join(run.place, `corrections-${name}.csv`);
    fs.writeFileSync(file, HEADER_LINE + decided.map((one) => formatCorrection(correctionOf(one))).join(''));
    const runFolder = path.join(run.place, `run-${name}`);
    if (!fs.existsSync(runFolder)) await train({ ...run.request, runFolder, corrections: { file } }, quiet);
    const { runs, difference, interval, pValue } = await comparePredictions(
      { data: { path: source }, runFolders: [run.runFolder, runFolder], split: 'test', engine: 'auto', seed: 1 },
      quiet,
    );
    const points = (share: number) => (100 * share).toFixed(2);
    return (
      `| test accuracy ${points(runs[0].accuracy)}% -> ${points(runs[1].accuracy)}%: ${points(difference)} points, ` +
      `95% ${interval.map(points).join(' to ')}, p ${pValue.toPrecision(2)}`
    );
  }

  function correctionOf({ place, to }: Decided): Correction {
    const isKept = to === given[place];
    return {
      imageId: imageId(imageAt(set, place)),
      ...{ dataset: 'noisy', split: set.split, index: place, givenLabel: given[place], givenName: '' },
      ...{ decision: isKept ? 'keep' : 'relabel', newLabel: isKept ? null : to, newName: '' },
      ...{ scoreName: 'label-error', score: null, model: '', reviewer: 'simulated', note: '' },
      reviewedAt: '2026-11-22T10:00:00.000Z',
    };
  }
})();

function decisionsOf(decided: readonly Decided[], given: Uint8Array): ImageDecision[] {
  return decided.map(({ place, to }) => ({
    image: place,
    decision: to === given[place] ? 'keep' : 'relabel',
    newLabel: to === given[place] ? null : to,
    ...{ reviewer: 'simulated', reviewedAt: '2100-01-01T00:00:00.000Z', note: '', isConflict: false, standing: 1 },
    verdicts: [],
  }));
}
