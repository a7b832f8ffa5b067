import assert from 'node:assert/strict';
import { imageId } from '../../../../../src/engine/data/dataset';
import { readCorrections } from '../../../../../src/engine/corrections/readCorrections';
import { dataHandlers } from '../../../../../src/engine/explore/dataHandlers';
import type { NewDecision } from '../../../../../src/shared/contracts/decisions';
import type { ImageFilter } from '../../../../../src/shared/contracts/explorer';
import { csvOf, idxImages, idxLabels, pixelsOf } from '../../data/makeFiles';
import { never } from '../makeSet';

const context = { signal: never };

interface Folder {
  path: (name?: string) => string;
  write: (name: string, content: string | Uint8Array) => string;
}

/** The id of the image that has `pixelsOf(image)`. */
export const idOf = (image: number) => imageId(Uint8Array.from(pixelsOf(image)));

/**
 * A data process with a small data set: `train.csv` with images 0 to 3, labels 3 1 4 1; `test` with images 4 and 5, labels
 * 5 9, that are copies of 0 and 1. Its clock stands still until a test moves it.
 */
export async function openSample(folder: Folder, clock = { now: '2026-11-22T10:00:00.000Z' }) {
  folder.write('data/train.csv', csvOf([3, 1, 4, 1]));
  folder.write('data/test-images-idx3-ubyte', idxImages(2));
  folder.write('data/test-labels-idx1-ubyte', idxLabels([5, 9]));
  return openView(
    folder,
    dataHandlers(
      () => undefined,
      () => new Date(clock.now),
    ),
    clock,
  );
}

/** One view of that data, with the calls that tests make. */
export async function openView(folder: Folder, data: ReturnType<typeof dataHandlers>, clock: { now: string }) {
  const { dataset } = await data.openDataset({ location: { path: folder.path('data') } }, context);
  const file = folder.path('corrections.csv');
  const about = { dataset, file, datasetName: 'data', scoreName: 'margin', model: 'run-1' };
  const decideAll = async (decisions: NewDecision[], reviewer = 'Ada') =>
    data.decide({ ...about, reviewer, decisions }, context);
  return {
    data,
    dataset,
    file,
    clock,
    context,
    decideAll,
    decide: async (image: number, decision: NewDecision['decision'] | number, reviewer?: string) => {
      const [answer] = await decideAll([decisionOf(image, decision)], reviewer);
      return answer;
    },
    use: async (name: string | null = file) => data.useCorrections({ dataset, file: name }, context),
    /** Those that pass a filter. */
    passing: async (filter: ImageFilter) =>
      Array.from((await data.query({ dataset, filter, sort: { by: 'index', descending: false } }, context)).order),
    /** The corrected labels of all six images. */
    corrected: async () => {
      const images = Uint32Array.of(0, 1, 2, 3, 4, 5);
      const { corrected, marks } = await data.thumbnails({ dataset, images }, context);
      corrected.forEach((label, at) => assert.equal(marks[at] >> 7, label === 255 ? 0 : 1));
      return Array.from(corrected);
    },
    written: async () => (await readCorrections(file, { mayBeMissing: true })).corrections,
  };
}

export function decisionOf(image: number, decision: NewDecision['decision'] | number): NewDecision {
  return typeof decision === 'number'
    ? { image, decision: 'relabel', newLabel: decision, score: null }
    : { image, decision, score: null };
}

export type SampleView = Awaited<ReturnType<typeof openView>>;
