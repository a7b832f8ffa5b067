import assert from 'node:assert/strict';
import { REVIEW_SCORES } from '../../../../src/shared/contracts/review';
import { seen } from '../../../../src/shared/reviewProgress';
import type { Figures } from '../../../../src/webviews/review/figures';
import { estimateText, fileProblem, intervalText, progressFacts, QUEUES } from '../../../../src/webviews/review/words';

const nothing: Figures = {
  reviewed: 0,
  total: 200,
  counts: { reviewed: 0, left: 200, relabelled: 0, kept: 0, unsure: 0, conflicts: 0, upheld: seen(0, 0) },
  rate: null,
  left: null,
  next: null,
  advice: null,
};
const texts = (figures: Partial<Figures>) => progressFacts({ ...nothing, ...figures }).map(({ text }) => text);

describe('words of the review', () => {
  it('each score names its queue', () => {
    for (const score of [...REVIEW_SCORES, 'selection'] as const)
      assert.ok(QUEUES[score].title && QUEUES[score].meaning);
    assert.notEqual(QUEUES['label-error'].title, QUEUES.margin.title);
  });

  it('before anything was decided there is only how much there is', () => {
    assert.deepEqual(texts({}), ['0 of 200 reviewed']);
  });

  it('the progress line', () => {
    const listed = { images: 163, expected: 63.7, interval: [50, 78] as const };
    const unlisted = { images: 59_800, expected: 900, interval: [800, 1000] as const };
    const counts = { ...nothing.counts, reviewed: 37, left: 163, upheld: seen(21, 37), conflicts: 1 };
    assert.deepEqual(
      texts({
        reviewed: 37,
        counts,
        rate: 14.2,
        left: { reviewed: { ...listed, expected: 0 }, listed, unlisted, all: listed },
        next: { images: 50, expected: 21.3, interval: [15.6, 27] },
      }),
      [
        '37 of 200 reviewed',
        // Wilson's interval of 21 of 37.
        '21 upheld, 56.8% (40.9 to 71.3%)',
        '1 conflict',
        'about 64 wrong left',
        'of the next 50, expect 21 ± 6',
        '14 a minute',
      ],
    );
  });

  it('intervals and estimates', () => {
    assert.equal(intervalText([0.41, 0.712]), '41.0 to 71.2%');
    assert.equal(estimateText({ images: 9, expected: 1204.4, interval: [1000, 1400] }), '1,204 ± 200');
  });

  it('what is the matter with the corrections file', () => {
    const fine = { isDirty: false, problem: null, torn: 0 };
    assert.equal(fileProblem(fine, 'c.csv'), null);
    assert.equal(fileProblem({ ...fine, problem: 'c.csv:3:2: what' }, 'c.csv')?.kind, 'error');
    assert.match(fileProblem({ ...fine, isDirty: true }, 'c.csv')!.text, /^c\.csv is open .* save it/);
    assert.match(fileProblem({ ...fine, torn: 1 }, 'c.csv')!.text, /^A line of c\.csv breaks off/);
    assert.match(fileProblem({ ...fine, torn: 2 }, 'c.csv')!.text, /^2 lines of c\.csv break off/);
  });
});
