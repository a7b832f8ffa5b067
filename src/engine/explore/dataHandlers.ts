import type { DataCalls, DataProgress, OpenedDataset } from '../../shared/contracts/explorer';
import type { Progress } from '../../shared/contracts/jobs';
import type { Handlers } from '../../shared/rpc';
import { coalesceProgress } from '../coalesceProgress';
import { diffCorrections } from '../corrections/diffCorrections';
import { decide } from './corrections/decide';
import { noCorrections } from './corrections/imageCorrections';
import { DataLibrary } from './dataLibrary';
import { describeImage } from './describeImage';
import { decisionsOf, findImages, flagImages } from './imagesById';
import type { OpenData } from './openData';
import { describeSet } from './overview';
import { loadPredictions, summarizePredictions } from './predictions';
import { previewPictures } from './previewPictures';
import { queryImages } from './query';
import { takeThumbnails } from './thumbnails';

/** How long after the opening the ids for the search are made, ms: the first pictures go before. */
const IDS_AFTER = 1000;

/** What the data process answers; `tell` passes on how far a call is. @param now for what is written to a file */
export function dataHandlers(
  tell: (progress: DataProgress) => void,
  now: () => Date = () => new Date(),
): Handlers<DataCalls> {
  const library = new DataLibrary();
  const progressOf = (of: DataProgress['of']) =>
    coalesceProgress((progress: Progress) => tell({ ...progress, of }), Date.now);

  return {
    openDataset: async ({ location }, { signal }) => {
      const dataset = await library.open(location, signal, progressOf(location.path));
      // By its number: a data set that is closed before must not be held.
      setTimeout(() => library.find(dataset)?.data.ids.prepare(), IDS_AFTER).unref();
      return describeOpened(dataset, library.get(dataset).data);
    },
    closeDataset: (dataset) => library.close(dataset),
    query: ({ dataset, filter, sort }, { signal }) => {
      const handle = library.get(dataset);
      return queryImages(handle.data, handle, filter, sort, signal);
    },
    thumbnails: ({ dataset, images }) => {
      const handle = library.get(dataset);
      return takeThumbnails(handle.data, handle, images);
    },
    describeImage: ({ dataset, image }, { signal }) => {
      const handle = library.get(dataset);
      return describeImage(handle.data, handle, image, signal);
    },
    overview: (dataset) => {
      const handle = library.get(dataset);
      return describeSet(handle.data, handle);
    },
    findings: (dataset, { signal }) => library.get(dataset).data.findings.get(signal, progressOf(dataset)),
    findAlike: (dataset, { signal }) => library.get(dataset).data.alike.get(signal, progressOf(dataset)),
    usePredictions: async ({ dataset, runFolder }) => {
      const handle = library.get(dataset);
      const { set, hashes } = handle.data;
      handle.predictions = runFolder === null ? null : await loadPredictions(runFolder, set, hashes);
      return handle.predictions && summarizePredictions(runFolder!, set, handle.predictions.predicted);
    },
    useCorrections: async ({ dataset, file }) =>
      (await library.useCorrections(dataset, file)?.refresh()) ?? noCorrections(),
    decide: ({ dataset, file, ...request }) =>
      decide(library.get(dataset).data.set, library.useCorrections(dataset, file)!, request, now),
    decisionsOf: ({ dataset, images }, { signal }) => decisionsOf(library.get(dataset), images, signal),
    findImages: ({ dataset, ids }, { signal }) => findImages(library.get(dataset).data, ids, signal),
    flagImages: ({ dataset, images }, { signal }) => flagImages(library.get(dataset), images, signal),
    diffCorrections: (request) => diffCorrections(request),
    hasChanged: (dataset, { signal }) => library.hasChanged(dataset, signal),
    previewPictures: ({ dataset, ...wanted }, { signal }) => previewPictures(library.get(dataset).data, wanted, signal),
  };
}

function describeOpened(dataset: number, { location, set, notes, hasPictures, hashes }: OpenData): OpenedDataset {
  return {
    dataset,
    location,
    splits: set.splits.map(({ split, first, count, labels }) => ({ split, first, count, labelled: labels !== null })),
    count: set.count,
    classNames: [...set.classNames],
    notes,
    hasPictures,
    hash: hashes.whole,
  };
}
