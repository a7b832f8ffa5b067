import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  clearOldReviews,
  isReviewFolder,
  newReviewFolder,
  removeReview,
  reviewsFolderOf,
  unfinishedReviews,
} from '../../../../src/extension/review/reviewFolders';
import type { FoundReview } from '../../../../src/shared/contracts/engine';

const AT = '2026-11-22T10:00:00.000Z';

function found(reviewFolder: string, change: Partial<FoundReview> = {}): FoundReview {
  const { root } = path.parse(process.cwd());
  return {
    reviewFolder,
    createdAt: AT,
    dataPath: path.join(root, 'data'),
    runFolder: path.join(root, 'runs/a'),
    score: 'margin',
    count: 200,
    position: 37,
    ...change,
  };
}

describe('folders of reviews', () => {
  let folder: string;
  let reviews: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reviews-'));
    reviews = reviewsFolderOf(folder);
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  function makeReview(name: string): string {
    const at = path.join(reviews, name);
    fs.mkdirSync(at, { recursive: true });
    for (const file of ['queue.json', 'progress.json']) fs.writeFileSync(path.join(at, file), '{}');
    return at;
  }

  it('a new one is called by its time and score, and never one that is there', async () => {
    const first = await newReviewFolder(reviews, AT, 'label-error');
    assert.equal(first, path.join(folder, '.fashion-mnist', 'reviews', '2026-11-22_10-00-00_label-error'));
    makeReview(path.basename(first));
    const second = await newReviewFolder(reviews, AT, 'label-error');
    assert.equal(second, `${first}-2`);
    makeReview(path.basename(second));
    assert.equal(await newReviewFolder(reviews, AT, 'label-error'), `${first}-3`);
  });

  it('of what a state names, only direct children of the folder of reviews count', () => {
    const other = path.join(folder, 'other');
    const good = path.join(reviews, '2026-11-22_10-00-00_margin');
    assert.ok(isReviewFolder(good, [other, folder]));
    for (const bad of [
      ...[undefined, null, 7, {}, '', 'reviews/x', '.fashion-mnist/reviews/x'],
      ...[reviews, `${reviews}${path.sep}`, path.join(good, 'deeper'), path.dirname(reviews), path.parse(folder).root],
      `${reviews}${path.sep}..${path.sep}runs${path.sep}x`,
      `${reviews}${path.sep}..`,
      path.join(other, '.fashion-mnist', 'reviews', 'x'),
      path.join(folder, 'reviews', 'x'),
    ]) {
      assert.ok(!isReviewFolder(bad, [folder]), JSON.stringify(bad));
    }
    assert.ok(!isReviewFolder(good, []));
  });

  it('what can be gone on with is of the same data and run, and of the score where one is asked for', () => {
    const { root } = path.parse(process.cwd());
    const reviews = [
      found('1'),
      found('2', { position: 200 }),
      found('3', { score: 'label-error' }),
      found('4', { dataPath: path.join(root, 'data2') }),
      found('5', { runFolder: path.join(root, 'runs/b') }),
      found('6', { score: 'selection' }),
      found('7', { dataPath: `${path.join(root, 'data')}${path.sep}` }),
    ];
    const { dataPath, runFolder } = reviews[0];
    const names = (list: FoundReview[]) => list.map(({ reviewFolder }) => reviewFolder).join('');
    assert.equal(names(unfinishedReviews(reviews, { dataPath, runFolder })), '137');
    assert.equal(names(unfinishedReviews(reviews, { dataPath, runFolder, score: 'label-error' })), '3');
    assert.equal(names(unfinishedReviews(reviews, { dataPath, runFolder, score: 'entropy' })), '');
  });

  it('old finished ones go; the newest twenty, unfinished and open ones stay', async () => {
    const all = Array.from({ length: 25 }, (_, index) => found(makeReview(`r${index}`), { position: 200 }));
    all[21].position = 199;
    await clearOldReviews(all, (at) => at === all[22].reviewFolder);
    const left = fs.readdirSync(reviews).map((name) => Number(name.slice(1)));
    assert.deepEqual(
      left.sort((a, b) => a - b),
      [...Array(20).keys(), 21, 22],
    );
  });

  it('what is not ours stays, and nothing is removed through a link', async () => {
    const at = makeReview('r');
    fs.writeFileSync(path.join(at, 'mine.txt'), 'x');
    await removeReview(at);
    assert.deepEqual(fs.readdirSync(at), ['mine.txt']);
    await removeReview(path.join(reviews, 'not there'));
    if (process.platform === 'win32') return;
    const elsewhere = path.join(folder, 'elsewhere');
    fs.mkdirSync(elsewhere);
    fs.writeFileSync(path.join(elsewhere, 'queue.json'), '{}');
    fs.symlinkSync(elsewhere, path.join(reviews, 'link'));
    await removeReview(path.join(reviews, 'link'));
    assert.deepEqual(fs.readdirSync(elsewhere), ['queue.json']);
  });
});
