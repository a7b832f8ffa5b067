import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Correction } from '../../../../../src/shared/contracts/corrections';
import type { CorrectionsState } from '../../../../../src/shared/contracts/decisions';
import { formatCorrection, HEADER_LINE } from '../../../../../src/shared/corrections';
import { at, correction } from '../../../shared/sampleCorrection';
import { csvOf, freshFolder } from '../../data/makeFiles';
import { idOf, openSample, openView, type SampleView } from './openSample';

const NOTHING: CorrectionsState = {
  ...{ relabelled: 0, kept: 0, unsure: 0, conflicts: 0, notFound: 0, torn: 0 },
  ...{ problem: null, isDirty: false, agreements: [] },
};

describe('what a corrections file says of a data set', () => {
  const folder = freshFolder();
  let view: SampleView;
  beforeEach(async () => {
    view = await openSample(folder);
  });

  /** Writes a file with a line for each of these, of one second after the other. */
  const write = (...corrections: Partial<Correction>[]) => {
    const lines = corrections.map((changes, index) =>
      formatCorrection(correction({ reviewedAt: at(index), ...changes })),
    );
    fs.writeFileSync(view.file, HEADER_LINE + lines.join(''));
  };

  it('is nothing without a file, with one that is not there, and with an empty one', async () => {
    assert.deepEqual(await view.use(null), NOTHING);
    assert.deepEqual(await view.use(), NOTHING);
    fs.writeFileSync(view.file, '');
    assert.deepEqual(await view.use(), NOTHING);
    assert.deepEqual(await view.passing({ decisions: ['none'] }), [0, 1, 2, 3, 4, 5]);
    const { markCounts } = await view.data.overview(view.dataset, view.context);
    assert.equal(markCounts.corrected, 0);
    await view.use(null);
    assert.equal((await view.data.overview(view.dataset, view.context)).markCounts.corrected, undefined);
    assert.deepEqual(await view.passing({ decisions: ['none', 'keep'] }), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(await view.passing({ decisions: ['keep'] }), []);
  });

  it('counts images, copies too, and finds them by what was decided', async () => {
    write(
      { imageId: idOf(0), newLabel: 7, newName: 'Sneaker' },
      { imageId: idOf(1), decision: 'keep', newLabel: null, newName: '' },
      { imageId: idOf(2), decision: 'unsure', newLabel: null, newName: '' },
      // What it is labelled already is a decision, but no other label.
      { imageId: idOf(3), newLabel: null, newName: 'trouser' },
      { imageId: idOf(99) },
      { imageId: idOf(98), decision: 'undo', newLabel: null },
    );
    fs.appendFileSync(view.file, '0011');
    assert.deepEqual(await view.use(), { ...NOTHING, relabelled: 3, kept: 2, unsure: 1, notFound: 1, torn: 1 });
    assert.deepEqual(await view.corrected(), [7, 255, 255, 255, 7, 255]);
    assert.deepEqual(await view.passing({ decisions: ['relabel'] }), [0, 3, 4]);
    assert.deepEqual(await view.passing({ decisions: ['keep', 'unsure'] }), [1, 2, 5]);
    assert.deepEqual(await view.passing({ decisions: ['none'] }), []);
    assert.deepEqual(await view.passing({ decisions: ['relabel'], splits: ['test'] }), [4]);
    assert.deepEqual(await view.passing({ marks: ['corrected', 'dark'] }), [0, 4]);
    // It stays, when an image that is marked by itself is corrected too.
    const before = await view.data.describeImage({ dataset: view.dataset, image: 0 }, view.context);
    assert.deepEqual(before.marks, ['corrected']);
  });

  it('tells of conflicts and how far reviewers agree', async () => {
    write(
      { imageId: idOf(0), reviewer: 'Ada', newLabel: 7, newName: '' },
      { imageId: idOf(0), reviewer: 'Bob', newLabel: 8, newName: '' },
      { imageId: idOf(1), reviewer: 'Ada', newLabel: 5, newName: '' },
      { imageId: idOf(1), reviewer: 'Bob', newLabel: 5, newName: '' },
      { imageId: idOf(2), reviewer: 'Ada', decision: 'unsure' },
      { imageId: idOf(2), reviewer: 'Bob', newLabel: 5, newName: '' },
      // Of images that are not here nothing is told.
      { imageId: idOf(50), reviewer: 'Cid', newLabel: 5, newName: '' },
      { imageId: idOf(50), reviewer: 'Dee', newLabel: 6, newName: '' },
    );
    const state = await view.use();
    assert.deepEqual([state.conflicts, state.relabelled, state.notFound], [1, 5, 1]);
    const [{ interval, ...agreement }, ...more] = state.agreements;
    assert.deepEqual([agreement, more], [{ reviewers: ['Ada', 'Bob'], images: 2, same: 1 }, []]);
    assert.ok(interval[0] < 0.5 && interval[1] > 0.5);
    const images = Uint32Array.of(4, 3, 1);
    const [copy, none, agreed] = await view.data.decisionsOf({ dataset: view.dataset, images }, view.context);
    assert.deepEqual([copy!.image, copy!.isConflict, copy!.newLabel, copy!.standing], [4, true, 8, 2]);
    assert.deepEqual([none, agreed!.isConflict, agreed!.reviewer], [null, false, 'Bob']);
    // The one who gives in ends it.
    await view.decide(0, 8, 'Ada');
    assert.equal((await view.use()).conflicts, 0);
    await view.decide(0, 'undo');
    assert.equal((await view.use()).conflicts, 1);
  });

  it('leaves out lines whose class is none of the data, and says the first', async () => {
    write(
      { imageId: idOf(50), newLabel: 77, newName: '' }, // not in this data: may be of another one
      { imageId: idOf(0), newLabel: 3, newName: 'Coat' },
      { imageId: idOf(2), newLabel: null, newName: '<img src=x onerror=alert(1)>' },
      { imageId: idOf(3), newLabel: 254, newName: '' },
      { imageId: idOf(1), newLabel: 5, newName: 'Sandal' },
    );
    const state = await view.use();
    assert.match(state.problem!, /corrections\.csv:3: class 3 of the data is "Dress", not "Coat"; correct the line/);
    assert.deepEqual(await view.corrected(), [255, 5, 255, 255, 255, 5]);
    assert.deepEqual([state.relabelled, state.notFound], [6, 1]);
    const [first] = await view.data.decisionsOf({ dataset: view.dataset, images: Uint32Array.of(0) }, view.context);
    assert.deepEqual([first!.decision, first!.newLabel, first!.standing], ['relabel', null, 1]);
    // Deciding again about each settles it.
    await view.decide(0, 'undo');
    assert.match((await view.use()).problem!, /corrections\.csv:4: the class "<img.*" is none of the 10 classes/);
    await view.decide(2, 6);
    await view.decide(3, 'keep');
    assert.equal((await view.use()).problem, null);
    assert.deepEqual(await view.corrected(), [255, 5, 6, 255, 255, 5]);
  });

  it('lets go of all of it where the file breaks, and has it again when it is mended', async () => {
    write({ imageId: idOf(0), newLabel: 7, newName: '' });
    assert.equal((await view.use()).relabelled, 2);
    const whole = fs.readFileSync(view.file, 'utf8');
    fs.writeFileSync(view.file, whole.replace('relabel', 'rename'));
    const broken = await view.use();
    assert.match(broken.problem!, /corrections\.csv:2:7: "rename" is no decision/);
    assert.deepEqual({ ...broken, problem: null }, NOTHING);
    assert.deepEqual(await view.corrected(), [255, 255, 255, 255, 255, 255]);
    fs.writeFileSync(view.file, whole);
    assert.deepEqual(await view.use(), { ...NOTHING, relabelled: 2 });
    assert.deepEqual((await view.corrected())[0], 7);
  });

  it('is the same when it was added line by line as when it is read at once', async () => {
    await view.use();
    for (let step = 0; step < 60; step++) {
      const decision = [(step * 7) % 10, 'keep', 'unsure', step % 10, 'undo'][step % 5] as number;
      await view.decide(step % 4, decision, ['Ada', 'Bob', 'Cid'][step % 3]);
    }
    const state = await view.use();
    const corrected = await view.corrected();
    const copy = folder.path('copy.csv');
    fs.copyFileSync(view.file, copy);
    assert.deepEqual(await view.use(copy), state);
    assert.deepEqual(await view.corrected(), corrected);
    assert.ok(state.agreements.length > 0 && state.relabelled > 0);
  });

  it('of data without labels counts too', async () => {
    folder.write('data/train.csv', csvOf([3, 1, 4, 1]).replace(/^(label|\d),/gm, ''));
    fs.rmSync(folder.path('data/test-images-idx3-ubyte'));
    fs.rmSync(folder.path('data/test-labels-idx1-ubyte'));
    const plain = await openView(folder, view.data, view.clock);
    await plain.decide(2, 6);
    const { labels, corrected } = await plain.data.thumbnails(
      { dataset: plain.dataset, images: Uint32Array.of(2, 3) },
      plain.context,
    );
    assert.deepEqual([...labels, ...corrected], [255, 255, 6, 255]);
    assert.deepEqual(
      (await plain.written()).map(({ givenLabel, givenName }) => [givenLabel, givenName]),
      [[null, '']],
    );
  });
});
