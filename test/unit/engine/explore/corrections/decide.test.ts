import assert from 'node:assert/strict';
import fs from 'node:fs';
import { FASHION_MNIST_CLASSES } from '../../../../../src/shared/classes';
import type { NewDecision } from '../../../../../src/shared/contracts/decisions';
import { formatCorrection, HEADER_LINE } from '../../../../../src/shared/corrections';
import { correction } from '../../../shared/sampleCorrection';
import { freshFolder, userError } from '../../data/makeFiles';
import { decisionOf, idOf, openSample, openView, type SampleView } from './openSample';

describe('deciding about images', () => {
  const folder = freshFolder();
  let view: SampleView;
  beforeEach(async () => {
    view = await openSample(folder);
  });

  it('writes what is known of the image, and knows it afterwards', async () => {
    const answer = await view.decideAll([
      { image: 2, decision: 'relabel', newLabel: 6, score: -4.25, note: '=HYPERLINK("x"), "and"\nmore ' },
    ]);
    const decision = {
      ...{ image: 2, decision: 'relabel', newLabel: 6, reviewer: 'Ada', reviewedAt: '2026-11-22T10:00:00.000Z' },
      ...{ note: '=HYPERLINK("x"), "and" more ', isConflict: false, standing: 1 },
      verdicts: [{ reviewer: 'Ada', decision: 'relabel', newLabel: 6 }],
    };
    assert.deepEqual(answer, [decision]);
    assert.deepEqual(await view.written(), [
      {
        ...{ row: 2, imageId: idOf(2), dataset: 'data', split: 'train', index: 2, givenLabel: 4, givenName: 'Coat' },
        ...{ decision: 'relabel', newLabel: 6, newName: 'Shirt', scoreName: 'margin', score: -4.25, model: 'run-1' },
        ...{ reviewer: 'Ada', reviewedAt: '2026-11-22T10:00:00.000Z', note: decision.note },
      },
    ]);
    assert.deepEqual(await view.corrected(), [255, 255, 6, 255, 255, 255]);
    assert.deepEqual(await view.passing({ marks: ['corrected'] }), [2]);
    const details = await view.data.describeImage({ dataset: view.dataset, image: 2 }, view.context);
    assert.deepEqual([details.decision, details.label, details.marks.at(-1)], [decision, 4, 'corrected']);
    const { markCounts } = await view.data.overview(view.dataset, view.context);
    assert.equal(markCounts.corrected, 1);
    // Given labels are what classes are filtered and counted by.
    assert.deepEqual(await view.passing({ classes: [4] }), [2]);
  });

  it('counts for every copy, and is written once for those decided together', async () => {
    const answer = await view.decideAll([decisionOf(5, 7), decisionOf(1, 7), decisionOf(0, 'keep')]);
    assert.deepEqual(
      answer.map(({ image, newLabel, standing }) => [image, newLabel, standing]),
      [
        [5, 7, 1],
        [1, 7, 1],
        [0, null, 1],
      ],
    );
    assert.deepEqual(
      (await view.written()).map(({ imageId, split, index }) => [imageId, split, index]),
      [
        [idOf(1), 'test', 1],
        [idOf(0), 'train', 0],
      ],
    );
    assert.deepEqual(await view.corrected(), [255, 7, 255, 255, 255, 7]);
    assert.deepEqual(await view.passing({ decisions: ['keep'] }), [0, 4]);
    // Taken back together, too, it is taken back once.
    await view.decide(5, 8);
    const undone = await view.decideAll([decisionOf(1, 'undo'), decisionOf(5, 'undo')]);
    assert.deepEqual(
      undone.map(({ newLabel, standing }) => [newLabel, standing]),
      [
        [7, 1],
        [7, 1],
      ],
    );
    assert.deepEqual(await view.corrected(), [255, 7, 255, 255, 255, 7]);
  });

  it('takes several decisions about one image in one request in their order', async () => {
    const steps: (NewDecision['decision'] | number)[] = [3, 4, 'undo', 'unsure', 'undo', 'undo', 'undo', 'undo', 8];
    await view.decideAll(steps.map((step) => decisionOf(3, step)));
    const written = await view.written();
    // The last undo has nothing to take back.
    assert.deepEqual(
      written.map(({ decision, newLabel }) => newLabel ?? decision),
      [3, 4, 'undo', 'unsure', 'undo', 'undo', 8],
    );
    // Each later than the one before, though the clock stood still: sorted, the file means the same.
    assert.deepEqual(
      written.map(({ reviewedAt }) => reviewedAt.slice(-5)),
      ['.000Z', '.001Z', '.002Z', '.003Z', '.004Z', '.005Z', '.006Z'].map((time) => time.slice(-5)),
    );
    const [header, ...lines] = fs.readFileSync(view.file, 'utf8').trim().split('\n');
    fs.writeFileSync(view.file, [header, ...lines.reverse(), ''].join('\n'));
    await view.use();
    assert.deepEqual(await view.corrected(), [255, 255, 255, 8, 255, 255]);
    // Different ones about copies are not one.
    await view.decideAll([decisionOf(0, 1), decisionOf(4, 2)]);
    assert.deepEqual((await view.corrected())[0], 2);
  });

  it('undo with nothing to take back writes nothing, not even the file', async () => {
    const [answer] = await view.decideAll([decisionOf(2, 'undo')]);
    assert.deepEqual([answer.decision, answer.standing, answer.reviewedAt], [null, 0, '']);
    assert.equal(fs.existsSync(view.file), false);
    await view.decideAll([]);
    assert.equal(fs.existsSync(view.file), false);
    await view.decide(2, 'unsure');
    assert.equal((await view.decide(2, 'undo')).decision, null);
    const before = fs.readFileSync(view.file, 'utf8');
    assert.equal((await view.decide(2, 'undo')).standing, 0);
    assert.equal(fs.readFileSync(view.file, 'utf8'), before);
    assert.deepEqual(await view.data.decisionsOf({ dataset: view.dataset, images: Uint32Array.of(2) }, view.context), [
      null,
    ]);
  });

  it('is later than what stands, whatever the clock says', async () => {
    await view.decide(2, 1);
    view.clock.now = '2020-01-01T00:00:00.000Z';
    const { reviewedAt, newLabel } = await view.decide(2, 3);
    assert.deepEqual([reviewedAt, newLabel], ['2026-11-22T10:00:00.001Z', 3]);
    // Written by another process in the meantime.
    fs.appendFileSync(
      view.file,
      formatCorrection(correction({ imageId: idOf(2), reviewer: 'Bob', reviewedAt: '2031-01-01T00:00:00.000Z' })),
    );
    const after = await view.decide(2, 9);
    assert.deepEqual([after.reviewedAt, after.newLabel, after.standing], ['2031-01-01T00:00:00.001Z', 9, 4]);
    assert.equal(after.isConflict, true);
    assert.deepEqual(
      after.verdicts.map(({ reviewer, newLabel: label }) => [reviewer, label]),
      [
        ['Bob', 0],
        ['Ada', 9],
      ],
    );
  });

  it('says where a decision stands at the end of all time, and goes on with the others', async () => {
    const last = correction({ imageId: idOf(2), reviewedAt: '9999-12-31T23:59:59.999Z' });
    fs.writeFileSync(view.file, HEADER_LINE + formatCorrection(last));
    await assert.rejects(
      view.decide(2, 1),
      userError(
        'FOLDER/corrections.csv: a decision about this image is dated 9999-12-31T23:59:59.999Z, and nothing can come after it; correct its reviewed_at; the decision was not saved',
        folder.path(),
      ),
    );
    assert.equal((await view.decide(3, 1)).newLabel, 1);
  });

  it('is refused where the file cannot be read, and writes nothing', async () => {
    const broken = `${HEADER_LINE}${formatCorrection(correction())}${formatCorrection(correction()).replace('relabel', 'rename')}`;
    fs.writeFileSync(view.file, broken);
    await assert.rejects(
      view.decide(2, 1),
      userError(
        'FOLDER/corrections.csv:3:7: "rename" is no decision; give one of relabel, keep, unsure, undo; the decision was not saved',
        folder.path(),
      ),
    );
    assert.equal(fs.readFileSync(view.file, 'utf8'), broken);
    assert.deepEqual(await view.corrected(), [255, 255, 255, 255, 255, 255]);
    fs.writeFileSync(view.file, HEADER_LINE);
    assert.equal((await view.decide(2, 1)).newLabel, 1);
  });

  it('that could not be saved changes nothing, and can be asked again', async () => {
    fs.mkdirSync(folder.path('gone'));
    const elsewhere = { ...view, file: folder.path('gone/corrections.csv') };
    const request = {
      ...{
        dataset: view.dataset,
        file: elsewhere.file,
        datasetName: 'data',
        scoreName: '',
        model: '',
        reviewer: 'Ada',
      },
      decisions: [decisionOf(2, 1)],
    };
    const decide = async () => view.data.decide(request, view.context);
    fs.rmdirSync(folder.path('gone'));
    await assert.rejects(decide(), /its folder is not there.*; the decision was not saved$/);
    assert.deepEqual(await view.corrected(), [255, 255, 255, 255, 255, 255]);
    fs.mkdirSync(folder.path('gone'));
    const [answer] = await decide();
    assert.deepEqual([answer.newLabel, answer.standing], [1, 1]);
    assert.deepEqual(await view.corrected(), [255, 255, 1, 255, 255, 255]);
  });

  it('refuses what is no image, no decision and no class, and writes nothing', async () => {
    const wrong = [
      decisionOf(6, 1),
      decisionOf(-1, 1),
      decisionOf(0.5, 'keep'),
      decisionOf(0, 10),
      decisionOf(0, -1),
      decisionOf(0, NaN),
      { image: 0, decision: 'relabel', score: null } as const,
      { image: 0, decision: 'erase', score: null } as unknown as NewDecision,
    ];
    for (const decision of wrong) {
      await assert.rejects(view.decideAll([decisionOf(1, 'keep'), decision]), RangeError);
    }
    await assert.rejects(view.decideAll([{ ...decisionOf(1, 'keep'), note: 'x'.repeat(10_000) }]), /shorten it/);
    assert.equal(fs.existsSync(view.file), false);
    // A score that is none is left out.
    await view.decideAll([
      { ...decisionOf(1, 'keep'), score: NaN },
      { ...decisionOf(0, 'keep'), score: Infinity },
    ]);
    assert.deepEqual(
      (await view.written()).map(({ score }) => score),
      [null, null],
    );
  });

  it('keeps names of classes, reviewers and data that spreadsheets would run', async () => {
    folder.write('data/classes.txt', ['=1+1', '@cmd', "'-2", '"a",b', ...FASHION_MNIST_CLASSES.slice(4)].join('\n'));
    const hostile = await openView(folder, view.data, view.clock);
    for (const label of [0, 1, 2, 3]) {
      assert.equal((await hostile.decide(2, label, '=Eve')).newLabel, label);
      assert.equal((await hostile.use()).problem, null);
    }
    assert.deepEqual(
      (await hostile.written()).map(({ newName, reviewer }) => [newName, reviewer]),
      ['=1+1', '@cmd', "'-2", '"a",b'].map((name) => [name, '=Eve']),
    );
  });

  it('is known at once to all views of the same data and file, and to no others', async () => {
    const same = await openView(folder, view.data, view.clock);
    const other = await openView(folder, view.data, view.clock);
    await same.use();
    await other.use(folder.path('other.csv'));
    await view.decide(2, 7);
    assert.deepEqual((await same.corrected())[2], 7);
    assert.deepEqual((await other.corrected())[2], 255);
    await view.data.closeDataset(view.dataset, view.context);
    await same.decide(3, 7);
    assert.deepEqual(await same.corrected(), [255, 255, 7, 7, 255, 255]);
    assert.equal((await same.use(null)).relabelled, 0);
    assert.deepEqual(await same.corrected(), [255, 255, 255, 255, 255, 255]);
    assert.equal((await same.use()).relabelled, 2);
  });

  it('many at once, asked without waiting, are all there in their order', async () => {
    const labels = Array.from({ length: 40 }, (_, at) => at % 10);
    await Promise.all(labels.map((label) => view.decide(2, label)));
    assert.deepEqual(
      (await view.written()).map(({ newLabel }) => newLabel),
      labels,
    );
    for (let left = 39; left > 0; left--) {
      const { standing, newLabel } = await view.decide(2, 'undo');
      assert.deepEqual([standing, newLabel], [left, (left - 1) % 10]);
    }
  });
});

describe('a decision that the disk did not confirm', () => {
  const folder = freshFolder();

  for (const [what, others] of [
    ['nobody decided since', false],
    ['somebody decided since', true],
  ] as const) {
    it(`tried again when ${what}, takes back what it should`, async () => {
      const view = await openSample(folder);
      for (const label of [1, 2, 3]) await view.decide(2, label);
      const handle = await fs.promises.open(view.file);
      const prototype = Object.getPrototypeOf(handle) as { sync: () => Promise<void> };
      await handle.close();
      const { sync } = prototype;
      prototype.sync = () => Promise.reject(Object.assign(new Error('disk'), { code: 'EIO' }));
      try {
        await assert.rejects(view.decide(2, 'undo'), /the disk reported an error.*; the decision was not saved$/);
      } finally {
        prototype.sync = sync;
      }
      // The line stands there all the same.
      assert.equal((await view.written()).length, 4);
      if (others) await view.decide(2, 4, 'Bob');
      view.clock.now = '2026-11-22T10:05:00.000Z';
      const { newLabel, standing } = await view.decide(2, 'undo');
      assert.deepEqual([newLabel, standing], [2, 2]);
    });
  }
});
