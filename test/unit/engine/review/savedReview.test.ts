import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, it } from 'mocha';
import {
  beginning,
  listReviews,
  loadReview,
  saveReviewProgress,
  saveReviewQueue,
} from '../../../../src/engine/review/savedReview';
import type { ReviewProgress } from '../../../../src/shared/contracts/review';
import { flaggedImage, sampleQueue } from '../../shared/sampleReview';
import { temporaryFolder } from '../temporaryFolder';

const hostile = { reason: '<img src=x onerror=alert(1)> =1+1 \u2028 "\'`' };

describe('a review on the disk', () => {
  let folder: string;
  let reviewFolder: string;
  const file = (name: string) => path.join(reviewFolder, name);
  beforeEach(async () => {
    folder = path.join(await temporaryFolder(), '.fashion-mnist', 'reviews');
    reviewFolder = path.join(folder, 'one');
  });

  const queue = sampleQueue(3, {
    images: [flaggedImage(0, hostile), flaggedImage(1, { score: null, errorProbability: null }), flaggedImage(2)],
    estimate: { images: 3, expected: 1.5, interval: [0, 3] },
    unlisted: [{ probability: 0.25, count: 4 }],
    plantable: [
      {
        ...{ imageId: 'f'.repeat(16), split: 'train', index: 9, trueLabel: 0, shownLabel: 1 },
        ...{ reason: 'given glove', rightReason: 'given hat' },
      },
    ],
    budget: {
      validationCount: 10,
      points: [{ reviewed: 0, accuracy: 0.9, interval: [0.6, 0.98] }],
      perClass: [{ label: 0, count: 3, accuracy: 0.9, interval: [0.6, 0.98], toReview: null }],
      target: 0.92,
    },
  });
  const progress: ReviewProgress = {
    ...beginning(),
    position: 2,
    skipped: [queue.images[0].imageId],
    activeMilliseconds: 12_000,
    decided: 5,
    check: {
      planted: [
        { ...queue.plantable[0], before: 1, answer: { decision: 'relabel', newLabel: 0 } },
        { ...queue.plantable[0], before: 2, answer: null },
      ],
    },
  };

  it('comes back as it was kept, and git does not see it', async () => {
    await saveReviewQueue({ reviewFolder, queue });
    assert.deepEqual(await loadReview(reviewFolder), { queue, progress: beginning() });
    await saveReviewProgress({ reviewFolder, progress });
    assert.deepEqual(await loadReview(reviewFolder), { queue, progress });
    assert.deepEqual((await readdir(reviewFolder)).sort(), ['progress.json', 'queue.json']);
    assert.equal(await readFile(path.join(folder, '..', '.gitignore'), 'utf8'), '*\n');
  });

  it('is not written over, nor half when it is deleted meanwhile', async () => {
    await saveReviewQueue({ reviewFolder, queue });
    await assert.rejects(saveReviewQueue({ reviewFolder, queue }), /one: holds a review already/);
    await rm(reviewFolder, { recursive: true });
    await assert.rejects(saveReviewProgress({ reviewFolder, progress }), /one: holds no review; begin another one/);
    assert.ok(!existsSync(reviewFolder));
    await assert.rejects(loadReview(reviewFolder), /holds no review/);
  });

  it('is refused in one line where its queue is damaged', async () => {
    await mkdir(reviewFolder, { recursive: true });
    const damage = async (text: string, message: RegExp) => {
      await writeFile(file('queue.json'), text);
      await assert.rejects(loadReview(reviewFolder), (error: Error) => {
        assert.match(error.message, message);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    };
    const text = JSON.stringify(queue);
    await damage(text.slice(0, 200), /queue\.json: is not valid JSON; begin another review: what was decided is kept/);
    await damage('[]', /queue\.json: /);
    await damage(JSON.stringify({ ...queue, formatVersion: 2 }), /"formatVersion": /);
    const image = queue.images[0];
    const withImage = (changes: object) => JSON.stringify({ ...queue, images: [{ ...image, ...changes }] });
    await damage(withImage({ imageId: '../../x' }), /"images\.0\.imageId": /);
    await damage(withImage({ index: -1 }), /"images\.0\.index": /);
    await damage(withImage({ givenLabel: 4 }), /"images\.0" has a label that is none of the 4 classes/);
    await damage(withImage({ errorProbability: 2 }), /"images\.0\.errorProbability": /);
    await damage(JSON.stringify({ ...queue, createdAt: 'yesterday' }), /"createdAt": is not a time/);
    await rm(file('queue.json'));
    await mkdir(file('queue.json'));
    await assert.rejects(loadReview(reviewFolder), /queue\.json: is no plain file/);
  });

  it('begins at its beginning where only the progress is damaged, and forgets what is not of the queue', async () => {
    await saveReviewQueue({ reviewFolder, queue });
    const strange = { planted: [{ ...progress.check!.planted[0], shownLabel: 4 }] };
    for (const text of [
      '{',
      '{}',
      JSON.stringify({ ...progress, position: -1 }),
      '',
      JSON.stringify({ ...progress, check: strange }),
    ]) {
      await writeFile(file('progress.json'), text);
      assert.deepEqual((await loadReview(reviewFolder)).progress, beginning());
    }
    const skipped = [...progress.skipped, 'e'.repeat(16)];
    await writeFile(file('progress.json'), JSON.stringify({ ...progress, skipped, position: 99 }));
    const { progress: read } = await loadReview(reviewFolder);
    assert.deepEqual([read.skipped, read.position], [progress.skipped, 3]);
  });

  it('refuses to keep what could not be read again', async () => {
    const wrong = { ...queue, images: [flaggedImage(0, { imageId: 'none' })] };
    await assert.rejects(saveReviewQueue({ reviewFolder, queue: wrong }), /queue\.json: "images\.0\.imageId"/);
    const long = Array.from({ length: 17_000 }, (_, at) => flaggedImage(at, { reason: 'x'.repeat(4000) }));
    await assert.rejects(
      saveReviewQueue({ reviewFolder, queue: { ...queue, images: long } }),
      /queue\.json: a review of 17,000 images is larger than can be read again; list fewer images/,
    );
    assert.ok(!existsSync(reviewFolder));
    await saveReviewQueue({ reviewFolder, queue });
    const bad = { ...progress, activeMilliseconds: NaN };
    await assert.rejects(saveReviewProgress({ reviewFolder, progress: bad }), /"activeMilliseconds"/);
    assert.ok(!existsSync(file('progress.json')));
  });

  it('is found among others, the newest first, damaged ones left out', async () => {
    assert.deepEqual(await listReviews(folder), []);
    await saveReviewQueue({ reviewFolder, queue });
    await saveReviewProgress({ reviewFolder, progress });
    const newer = path.join(folder, 'two');
    await saveReviewQueue({
      reviewFolder: newer,
      queue: { ...queue, createdAt: '2026-11-23T10:00:00.000Z', score: 'selection' },
    });
    await mkdir(path.join(folder, 'three'));
    await writeFile(path.join(folder, 'three', 'queue.json'), '{');
    await writeFile(path.join(folder, 'note.txt'), '');
    const found = await listReviews(folder);
    assert.deepEqual(
      found.map(({ reviewFolder, score, count, position }) => [path.basename(reviewFolder), score, count, position]),
      [
        ['two', 'selection', 3, 0],
        ['one', 'label-error', 3, 2],
      ],
    );
    assert.deepEqual([found[1].dataPath, found[1].runFolder], ['/data', '/runs/standard-1']);
  });
});
