import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import { countByProbability } from '../../../../src/engine/review/reviewQueue';
import { loadReview } from '../../../../src/engine/review/savedReview';
import type { ReviewQueue } from '../../../../src/shared/contracts/review';
import { makeReviewData, NAMES, type ReviewData } from './makeReviewData';

const EARLY = '2026-11-22T10:00:00.000Z';
const LATE = '2026-11-22T11:00:00.000Z';

describe('the queue of a review', () => {
  let made: ReviewData;
  beforeEach(async () => {
    made = await makeReviewData();
  });

  const queueOf = async (changes: Parameters<ReviewData['list']>[0] = {}): Promise<ReviewQueue> => {
    const reviewFolder = path.join(made.folder, 'reviews', 'one');
    await made.list({ reviewFolder, createdAt: EARLY, ...changes });
    return (await loadReview(reviewFolder)).queue;
  };

  it('holds the list, what it is of, and what was not listed', async () => {
    const queue = await queueOf({ top: 3 });
    assert.deepEqual(
      [queue.score, queue.createdAt, queue.data.path, queue.runFolder, queue.dataHash, queue.ranked],
      ['label-error', EARLY, made.data, made.runFolder, made.dataHash, 60],
    );
    assert.deepEqual(queue.classNames, NAMES);
    assert.equal(queue.images[0].index, 7);
    assert.ok(queue.images[0].errorProbability! > 0.9 && queue.images[1].errorProbability! < 0.1);
    assert.equal(
      queue.unlisted.reduce((sum, { count }) => sum + count, 0),
      57,
    );
    assert.equal(queue.budget, null, 'wrong labels say nothing of the accuracy of predictions');
  });

  it('lists as many label errors as are to be expected where nobody says how many', async () => {
    assert.equal((await made.list({ top: undefined })).images.length, 1);
    assert.equal((await made.list({ top: undefined, score: 'margin' })).images.length, 66);
  });

  it('has flips to plant: labelled as the model says, not listed, with a wrong label and a reason for it', async () => {
    const { plantable, images } = await queueOf({ top: 3 });
    assert.ok(plantable.length >= 12 && plantable.length <= 40, String(plantable.length));
    const listed = new Set(images.map(({ imageId }) => imageId));
    const perClass = [0, 0, 0];
    for (const { imageId, split, index, trueLabel, shownLabel, reason, rightReason } of plantable) {
      assert.deepEqual([split, trueLabel, made.ids[index]], ['train', index % 3, imageId]);
      assert.ok(!listed.has(imageId));
      // The second brightest pixel is that of the next class.
      assert.equal(shownLabel, (trueLabel + 1) % 3);
      const [shown, right] = [NAMES[shownLabel], NAMES[trueLabel]];
      assert.ok(reason.startsWith(`given ${shown}; `) && reason.endsWith('margin -5.0'), reason);
      assert.ok(rightReason.startsWith(`given ${right}; `) && rightReason.endsWith('margin 5.0'), rightReason);
      perClass[trueLabel]++;
    }
    assert.ok(Math.max(...perClass) - Math.min(...perClass) <= 1, perClass.join());
    const again = await queueOf({ top: 3, reviewFolder: path.join(made.folder, 'reviews', 'two') }).catch(() => null);
    assert.ok(again === null || again.plantable.length === plantable.length);
  });

  it('tells what reviewing pays, also for data that the run was not trained on', async () => {
    const { budget, plantable } = await queueOf({ score: 'margin' });
    assert.equal(budget!.validationCount, 6);
    assert.deepEqual([budget!.points[0].reviewed, budget!.perClass.length], [0, 3]);
    assert.ok(plantable.length > 0);
    const other = path.join(made.folder, 'other.csv');
    await copyFile(path.join(made.data, 'test.csv'), other);
    const location = { path: other, classesFile: path.join(made.data, 'classes.txt') };
    const ofOther = await queueOf({
      score: 'entropy',
      data: location,
      reviewFolder: path.join(made.folder, 'other'),
    }).then(() => loadReview(path.join(made.folder, 'other')));
    assert.equal(ofOther.queue.budget!.validationCount, 6);
    assert.equal(
      ofOther.queue.budget!.perClass.reduce((sum, { count }) => sum + count, 0),
      6,
    );
    // The run's own data is gone: nothing can be told.
    await made.changeRun((record) => ({
      settings: { ...record.settings, data: { path: path.join(made.folder, 'gone') } },
    }));
    await made.list({ score: 'entropy', data: location, reviewFolder: path.join(made.folder, 'third') });
    assert.equal((await loadReview(path.join(made.folder, 'third'))).queue.budget, null);
  });

  it('is not begun twice in a folder, nor half', async () => {
    const reviewFolder = path.join(made.folder, 'reviews', 'one');
    const stop = new AbortController();
    const cancelled = made.list(
      { reviewFolder },
      { signal: stop.signal, progress: () => stop.abort(new Error('enough')) },
    );
    await assert.rejects(cancelled, /enough/);
    assert.ok(!existsSync(reviewFolder));
    await made.list({ reviewFolder });
    const before = await readFile(path.join(reviewFolder, 'queue.json'), 'utf8');
    await assert.rejects(
      made.list({ reviewFolder }),
      /one: holds a review already; begin the next one in a new folder/,
    );
    assert.equal(await readFile(path.join(reviewFolder, 'queue.json'), 'utf8'), before);
  });

  it('uses the temperature that the run was given', async () => {
    await made.changeRun(({ results }) => ({
      results: { ...results, temperature: { temperature: 2, count: 6, hurts: false } },
    }));
    assert.equal((await made.list({ score: 'margin' })).temperature, 2);
    await made.changeRun(({ results }) => ({
      results: { ...results, temperature: { temperature: 2, count: 6, hurts: true } },
    }));
    assert.equal((await made.list({ score: 'margin' })).temperature, null);
  });
});

describe('what was decided before', () => {
  let made: ReviewData;
  beforeEach(async () => {
    made = await makeReviewData();
  });

  it('is not listed again, nor counted', async () => {
    const { ids } = made;
    const correctionsFile = await made.correct(
      'corrections.csv',
      { imageId: ids[7] },
      { imageId: ids[8], decision: 'keep', newLabel: null, newName: '' },
      { imageId: ids[9], decision: 'unsure', newLabel: null, newName: '' },
      { imageId: ids[10] },
      { imageId: ids[10], decision: 'undo', newLabel: null, newName: '', reviewedAt: LATE },
      { imageId: 'f'.repeat(16) },
    );
    const { images, ranked, suggested } = await made.list({ correctionsFile, top: 60 });
    assert.deepEqual([ranked, images.length, suggested], [57, 57, 0]);
    const listed = new Set(images.map(({ index }) => index));
    assert.deepEqual(
      [7, 8, 9, 10].map((index) => listed.has(index)),
      [false, false, false, true],
    );
    assert.equal((await made.list({ correctionsFile: path.join(made.folder, 'none.csv') })).ranked, 60);
    await assert.rejects(made.list({ correctionsFile: path.join(made.data, 'train.csv') }), /train\.csv/);
  });

  it('comes first where reviewers contradict each other, and says so', async () => {
    const [early, late] = [{ reviewedAt: EARLY }, { reviewedAt: LATE }];
    const keep = { decision: 'keep', newLabel: null, newName: '' } as const;
    const { ids } = made;
    const correctionsFile = await made.correct(
      'corrections.csv',
      { imageId: ids[20], reviewer: 'Ann', ...early },
      { imageId: ids[20], reviewer: 'Ben', ...keep, ...late, givenLabel: 2, givenName: 'scarf' },
      { imageId: ids[21], reviewer: 'Ann', ...early },
      { imageId: ids[21], reviewer: '=Ben\n', ...keep, ...late, givenLabel: 0, givenName: 'hat' },
      // A third decision settles what two reviewers made of it.
      { imageId: ids[22], reviewer: 'Ann', ...early },
      { imageId: ids[22], reviewer: 'Ben', ...keep, ...late, givenLabel: 1, givenName: '=glove' },
      { imageId: ids[22], reviewer: 'Cid', reviewedAt: '2026-11-22T12:00:00.000Z' },
    );
    const { images } = await made.list({ correctionsFile });
    assert.deepEqual(
      images.slice(0, 2).map(({ index, rank }) => [index, rank]),
      [
        [21, 1],
        [7, 2],
      ],
      'Ann and Ben agree on number 20',
    );
    assert.match(images[0].reason, /^reviewers disagree: Ann says scarf, =Ben says hat; given hat; /);
    assert.ok(!images.some(({ index }) => index === 20 || index === 22));
    const ofDisagreement = await made.list({ correctionsFile, score: 'disagreement' });
    const [conflict] = ofDisagreement.images;
    assert.deepEqual([conflict.index, conflict.score, conflict.errorProbability], [21, null, null]);
  });
});

describe('a run that was trained with corrections', () => {
  /** Number 7 was corrected to 1, number 8 (given 2) to 0; the margins are those of the labels that it learnt. */
  async function makeCorrected() {
    const made = await makeReviewData((at) => (at === 8 ? -6 : at === 9 ? NaN : 5));
    await made.correct(
      'run/corrections.csv',
      { imageId: made.ids[7], newLabel: 1, newName: '' },
      { imageId: made.ids[8], newLabel: 0, newName: 'hat' },
      { imageId: made.ids[9], decision: 'unsure', newLabel: null, newName: '' },
    );
    await made.trainedWithCorrections('leave-out');
    return made;
  }

  it('is judged by the labels that it learnt; those of the data are listed', async () => {
    const made = await makeCorrected();
    const { images, ranked } = await made.list({ top: 60 });
    assert.equal(ranked, 59, 'the one that was left out has no margin');
    assert.ok(!images.some(({ index }) => index === 9));
    const [first] = images;
    assert.deepEqual([first.index, first.givenLabel], [8, 2]);
    assert.match(first.reason, /^given scarf, corrected to hat; .* and the model say scarf; margin -6\.0$/);
    assert.ok(first.errorProbability! < 0.1, 'what it was corrected to is wrong, so what was given is not');
    const corrected = images.find(({ index }) => index === 7)!;
    assert.equal(corrected.givenLabel, 0);
    assert.ok(corrected.errorProbability! > 0.9 && corrected.score! < 0);
    assert.match(corrected.reason, /^given hat, corrected to =glove; the model and /);
    const disagreeing = await made.list({ score: 'disagreement' });
    assert.deepEqual(
      disagreeing.images.map(({ index }) => index),
      [8],
    );
  });

  it('is refused where its corrections are others now', async () => {
    const made = await makeCorrected();
    await made.correct('run/corrections.csv', { imageId: made.ids[7] });
    await assert.rejects(made.list(), /corrections\.csv: is not what this run was begun with/);
  });
});

describe('unlisted images', () => {
  it('are counted by about their probability', () => {
    assert.deepEqual(countByProbability([0.5, NaN, 0.501, 0.001, 0]), [
      { probability: 0.5005, count: 2 },
      { probability: 0.001, count: 1 },
      { probability: 0, count: 1 },
    ]);
  });
});
