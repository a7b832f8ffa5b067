import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { imageAt, imageId } from '../../../../src/engine/data/dataset';
import { disputedLabels } from '../../../../src/engine/evaluation/disputedLabels';
import type { Correction } from '../../../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { NO_LABEL } from '../../../../src/shared/metrics';
import { at, correction } from '../../shared/sampleCorrection';
import { temporaryFolder } from '../temporaryFolder';

const LABELS = [0, 1, 2, 0, 1, 2, 0, NO_LABEL];
const dataset = {
  count: LABELS.length,
  pixels: Uint8Array.from({ length: 784 * LABELS.length }, (_, pixel) => Math.floor(pixel / 784)),
  labels: Uint8Array.from(LABELS),
  classNames: ['hat', 'glove', 'scarf'],
};

async function disputedBy(...corrections: (Partial<Correction> & { image: number })[]) {
  const file = path.join(await temporaryFolder(), 'corrections.csv');
  const lines = corrections.map(({ image, ...changes }, order) =>
    formatCorrection(
      correction({
        imageId: imageId(imageAt(dataset, image)),
        givenLabel: LABELS[image] === NO_LABEL ? null : LABELS[image],
        givenName: '',
        newLabel: null,
        newName: '',
        reviewedAt: at(order),
        ...changes,
      }),
    ),
  );
  await writeFile(file, HEADER_LINE + lines.join(''));
  const found = await disputedLabels(dataset, file);
  assert.notEqual(typeof found, 'string', String(found));
  return [...(found as Uint8Array).entries()].flatMap(([image, is]) => (is ? [image] : []));
}

describe('disputed labels', () => {
  it('are those that were changed, by number or name, and those that someone is unsure of', async () => {
    const images = await disputedBy(
      { image: 0, decision: 'relabel', newLabel: 1 },
      { image: 1, decision: 'relabel', newName: 'scarf' },
      { image: 2, decision: 'unsure' },
      { image: 3, decision: 'keep' },
    );
    assert.deepEqual(images, [0, 1, 2]);
  });

  it('are not those that are given as the reviewer says, whose decision was taken back, or without a label', async () => {
    const images = await disputedBy(
      { image: 0, decision: 'relabel', newLabel: 0 },
      { image: 1, decision: 'relabel', newLabel: 2 },
      { image: 1, decision: 'undo' },
      { image: 7, decision: 'relabel', newLabel: 2 },
    );
    assert.deepEqual(images, []);
  });

  it('are those about which reviewers contradict each other, whatever was said last', async () => {
    const images = await disputedBy(
      { image: 0, decision: 'relabel', newLabel: 1, reviewer: 'Ada' },
      { image: 0, decision: 'keep', reviewer: 'Bob' },
      { image: 1, decision: 'keep', reviewer: 'Ada' },
      { image: 1, decision: 'keep', reviewer: 'Bob' },
    );
    assert.deepEqual(images, [0]);
  });

  it('are none where there is no file, and cannot be told by a broken one', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'corrections.csv');
    assert.deepEqual(await disputedLabels(dataset, file), new Uint8Array(LABELS.length));
    await writeFile(file, 'image_id,decision\nxyz,relabel\n');
    assert.match(
      String(await disputedLabels(dataset, file)),
      /^accuracy without disputed labels cannot be told: .*corrections\.csv:1: the column reviewed_at is missing/,
    );
  });
});
