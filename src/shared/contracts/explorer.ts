// The dataset explorer: what the data process is asked, and what view and extension say to each other. The view asks,
// the extension passes on, the data process answers. Images are named by their number in the opened data set: those of
// the first split from 0, those of the next after them.
import type { Histogram, Summary } from '../statistics';
import type { ImageReference } from './analysis';
import type { Decision } from './corrections';
import type {
  CorrectionsState,
  DecideInDataRequest,
  DiffCorrectionsRequest,
  CorrectionsDiff,
  ImageDecision,
  RelabelCalls,
  UseCorrectionsRequest,
} from './decisions';
import type { DataLocation, Progress } from './jobs';
import type { FlaggedImage } from './review';
import type { ViewCalls } from './views';

/** What the data process answers. It reads data and never loads an engine. */
export interface DataCalls {
  /** Reads a data set, or takes it from memory where nothing changed on the disk. Tells `progressed`. @throws UserError */
  openDataset(request: OpenDatasetRequest): OpenedDataset;
  /** Lets go of it; memory is freed when nobody has it open. */
  closeDataset(dataset: number): void;
  /** Which images pass a filter, in order. Under 100 ms for 70,000 images. */
  query(request: QueryRequest): QueryResult;
  thumbnails(request: ThumbnailsRequest): Thumbnails;
  describeImage(request: ImageRequest): ImageDetails;
  /** Distributions, mean images and first ten of each class. */
  overview(dataset: number): Overview;
  /** In words; takes a few seconds (nearest neighbours in a sample), can be cancelled. */
  findings(dataset: number): string[];
  /** Duplicates, near-duplicates and twins; tells `progressed`, can be cancelled; the result is kept. */
  findAlike(dataset: number): AlikeImages;
  /** The predictions of a run for this data set, if they are kept beside the run. @returns null where there are none */
  usePredictions(request: UsePredictionsRequest): PredictionsSummary | null;
  /** Reads a corrections file anew (or none): from then on marks, filters, details and thumbnails know its decisions. @throws UserError */
  useCorrections(request: UseCorrectionsRequest): CorrectionsState;
  /**
   * Adds decisions to the corrections file, all in one write; when it answers they are on the disk, and marks, filters,
   * details and thumbnails of this data set know them. @throws UserError when nothing was saved: the same request again
   * is the way on
   */
  decide(request: DecideInDataRequest): ImageDecision[];
  /** What stands decided about some images, in their order; null where nothing does. */
  decisionsOf(request: ImagesRequest): (ImageDecision | null)[];
  /** The numbers of images by their ids, in that order; -1 where there is none. Of copies the first. */
  findImages(request: { dataset: number; ids: string[] }): Int32Array;
  /** Images as a review's queue has them, in their order: chosen by a person. */
  flagImages(request: ImagesRequest): FlaggedImage[];
  /** What changed between two versions of a corrections file. @throws UserError for a broken one, its row named */
  diffCorrections(request: DiffCorrectionsRequest): CorrectionsDiff;
  /** Whether the files of the data set have changed since they were read (names, sizes, times). */
  hasChanged(dataset: number): boolean;
  /** How photographs become 28x28, before anything is trained. Only where the data are pictures. */
  previewPictures(request: PreviewRequest): PicturePreviews;
}

export interface DataEvents {
  ready: { pid: number; node: string };
  /** How far what is being read or compared is, at most ten times a second. */
  progressed: DataProgress;
  noted: string;
}

export interface DataSide {
  calls: DataCalls;
  events: DataEvents;
}

export interface DataProgress extends Progress {
  /** The path that is opened, or the number of the data set. */
  of: string | number;
}

export interface OpenDatasetRequest {
  location: DataLocation;
}

export interface OpenedDataset {
  dataset: number;
  location: DataLocation;
  /** In order; image numbers run through them. */
  splits: OpenedSplit[];
  count: number;
  classNames: string[];
  /** What was read, ignored, damaged: lines for a person. */
  notes: string[];
  /** Whether the images come from picture files, so that `previewPictures` has something to show. */
  hasPictures: boolean;
  /** SHA-256 over the hashes of all splits, hex. */
  hash: string;
}

export interface OpenedSplit {
  split: string;
  /** The number of its first image. */
  first: number;
  count: number;
  labelled: boolean;
}

/** All parts that are given must hold; within a list, one of them. Ranges are [low, high): low <= value < high. */
export interface ImageFilter {
  splits?: string[];
  /** Given labels; -1 = unlabelled. */
  classes?: number[];
  /** Mean grey level, 0 to 255. */
  mean?: Range;
  /** Standard deviation of the grey levels. */
  deviation?: Range;
  /**
   * A number of up to seven digits: that image number or index in its split. Hex of 4 to 16 digits: the beginning of an
   * id, or part of a file's name. Else part of a file's name, capital or small.
   */
  text?: string;
  marks?: ImageMark[];
  /** Only these images; ascending or not. */
  images?: Uint32Array;
  /** What reviewers decided, by the newest standing decision; `none` = nothing. */
  decisions?: (Exclude<Decision, 'undo'> | 'none')[];
  /** These need predictions. */
  predicted?: number[];
  outcome?: 'right' | 'wrong';
  /** Probability of the predicted class, 0 to 1. */
  confidence?: Range;
}

export type Range = readonly [low: number, high: number];

/** What can be said of an image beside its numbers; each is a bit, in this order. */
export const IMAGE_MARKS = [
  /** The same in every pixel as another image. Known after `findAlike`. */
  'duplicate',
  /** Nearly the same as another one, shifted by at most two pixels. Known after `findAlike`. */
  'nearDuplicate',
  /** Same or nearly the same as an image of another split. Known after `findAlike`. */
  'twin',
  /** Same or nearly the same as an image with another label. Known after `findAlike`. */
  'differingLabels',
  /** Farther from its class' mean image than Q3 + 3 interquartile ranges of its class. */
  'outlier',
  /** Mean grey level below 10. */
  'dark',
  /** Standard deviation of grey levels below 10: next to nothing to see. */
  'lowInformation',
  /** A reviewer gave it another label than the given one. Known with `useCorrections`. */
  'corrected',
] as const;
export type ImageMark = (typeof IMAGE_MARKS)[number];

export interface ImageSort {
  /** `classDistance`: Euclidean distance to the mean image of its class, grey levels. The last two need predictions. */
  by: 'index' | 'mean' | 'deviation' | 'classDistance' | 'confidence' | 'margin';
  descending: boolean;
}

export interface QueryRequest {
  dataset: number;
  filter: ImageFilter;
  sort: ImageSort;
}

export interface QueryResult {
  /** Image numbers, in order. */
  order: Uint32Array;
  /** Of those that pass: counts by split and class, [splits][classes]; the last class is "unlabelled". */
  classCounts: number[][];
  /** Of those that pass, in the bins of `Overview.intensity` and `deviation`. */
  intensityCounts: number[];
  deviationCounts: number[];
}

export interface ImagesRequest {
  dataset: number;
  images: Uint32Array;
}
export type ThumbnailsRequest = ImagesRequest;

/** Of the images asked for, in that order. */
export interface Thumbnails {
  /** Grey levels, [n, 28, 28]. */
  pixels: Uint8Array;
  /** As given; 255 = unlabelled. */
  labels: Uint8Array;
  /** The label that a reviewer gave instead; 255 = none. */
  corrected: Uint8Array;
  /** Bits in the order of `IMAGE_MARKS`. */
  marks: Uint8Array;
  /** 255 = no prediction. */
  predicted: Uint8Array;
}

export interface ImageRequest {
  dataset: number;
  image: number;
}

export interface ImageDetails extends ImageReference {
  image: number;
  label: number | null;
  /** As `imageId` computes it. */
  id: string;
  /** Absolute path of the file it came from. */
  file: string;
  mean: number;
  deviation: number;
  classDistance: number | null;
  /** Grey levels, [28, 28]. */
  pixels: Uint8Array;
  marks: ImageMark[];
  /** The most probable classes, up to three; empty without predictions. */
  predictions: { label: number; probability: number }[];
  /** What stands decided about it; null where nothing does. */
  decision: ImageDecision | null;
  /** The five nearest other images of the same data set (Euclidean over pixels; `train` if there is one), nearest first. */
  nearest: { image: number; label: number | null; distance: number }[];
}

export interface Overview {
  splits: { split: string; intensity: Summary; deviation: Summary; classCounts: number[] }[];
  /** Of all images; bins of one width from 0 to 255 (intensity) and 0 to 128 (deviation). */
  intensity: Histogram;
  deviation: Histogram;
  /** By class: counts in the same bins; empty where nothing is labelled. */
  intensityByClass: number[][];
  deviationByClass: number[][];
  /** By class: grey levels [28, 28]; null for a class without images. */
  meanImages: (Uint8Array | null)[];
  /** By class: numbers of its first ten images. */
  firstImages: number[][];
  /** How many images have each mark that is known by now. */
  markCounts: Partial<Record<ImageMark, number>>;
}

export interface AlikeImages {
  /** Pairs, those with differing labels first, then those across splits, then by distance; at most 2,000. */
  pairs: AlikePair[];
  /** How many were found in all. */
  pairCount: number;
  /** Some images have so many others like them that not all of their pairs were looked for. */
  isCut: boolean;
  differingLabels: number;
  acrossSplits: number;
  /** Images that have a twin in another split. */
  twins: number;
  /** The largest root mean square difference (grey levels) that counts as near. */
  threshold: number;
  seconds: number;
}

export interface AlikePair {
  a: number;
  b: number;
  /** How far b is moved to lie on a, pixels, -2 to 2. */
  dx: number;
  dy: number;
  /** Root mean square difference after that, grey levels; 0 = exact. */
  distance: number;
  acrossSplits: boolean;
  differingLabels: boolean;
}

export interface UsePredictionsRequest {
  dataset: number;
  /** Null: no predictions any more. */
  runFolder: string | null;
}

export interface PredictionsSummary {
  runFolder: string;
  /** Share of labelled images that are predicted as labelled, by split in the order of `splits`; null = unlabelled. */
  accuracies: (number | null)[];
}

export interface PreviewRequest {
  dataset: number;
  /** The first of these picture files. */
  from: number;
  count: number;
  invert: 'auto' | 'yes' | 'no';
  fit: 'contain' | 'cover' | 'stretch';
}

export interface PicturePreviews {
  total: number;
  pictures: PicturePreview[];
}

export interface PicturePreview {
  /** Relative to the data. */
  file: string;
  width: number;
  height: number;
  /** The picture itself, at most 160 pixels on its longer side, RGBA [h, w, 4]; null where it cannot be read. */
  original: { width: number; height: number; rgba: Uint8Array } | null;
  /** Grey levels [28, 28]; null where it cannot be read. */
  image: Uint8Array | null;
  inverted: boolean;
  /** Why it cannot be read. */
  problem: string | null;
}

/** What the explorer asks the extension. Requests that name a data set must name the view's own. */
export interface ExplorerCalls
  extends
    ViewCalls,
    RelabelCalls,
    Pick<
      DataCalls,
      | 'query'
      | 'thumbnails'
      | 'describeImage'
      | 'overview'
      | 'findings'
      | 'findAlike'
      | 'usePredictions'
      | 'previewPictures'
    > {
  /** The view is there (again): opens the data set, and answers when it is read. @throws UserError */
  ready(request: null): ExplorerSnapshot;
  /** Reads the data anew, after it changed or with another way to take pictures. */
  reopen(change: Pick<DataLocation, 'invert' | 'fit'>): ExplorerSnapshot;
  /** Predicts the whole data set with a run, in an engine process; tells `progressed`, can be cancelled. */
  predict(request: { runFolder: string }): PredictionsSummary;
  /** Opens the file an image came from, at its row where it has one. */
  openSource(request: ImageRequest): void;
  /** Opens the place that the last UserError of `ready` or `reopen` named (its `place` has a row then). */
  openProblem(request: null): void;
  /** Opens the review view on these images. */
  reviewImages(request: ImagesRequest): void;
}

/** What the extension tells the explorer. */
export interface ExplorerEvents {
  /** Corrections were written or the file changed: thumbnails, marks and answers that were given are outdated. Also told soon after `ready`. */
  correctionsChanged: CorrectionsState;
  /**
   * Told at once on `ready` and `reopen`: what is being read. The view keeps `location` in its state, as
   * `ExplorerState` says: by that a panel is brought back when the window reloads.
   */
  opening: { title: string; location: DataLocation };
  /** Of what is read, compared (`findAlike`) or predicted (`predict`, then with `of` the number of the data set). */
  progressed: DataProgress;
  /** The data on the disk is no longer what is shown. */
  dataChanged: null;
  /** Runs whose model can predict; also told soon after each `ready`. */
  runsChanged: ExplorerRun[];
  /**
   * The process that held the data ended unexpectedly. It was started again and has read the data anew: ask for
   * everything again, and say so. Calls that were under way ended with a `CancelledError`.
   */
  dataRestarted: ExplorerSnapshot;
  /** As above, but the data could not be read again: why, for a person. `ready` tries once more. */
  dataLost: string;
}

/** What the view's state (`saveState`) holds at least. */
export interface ExplorerState {
  location: DataLocation;
}

export interface ExplorerSide {
  calls: ExplorerCalls;
  events: ExplorerEvents;
}

export interface ExplorerRun {
  folder: string;
  name: string;
}

export interface ExplorerSnapshot {
  /** What a person calls the data: its path relative to the workspace. */
  title: string;
  opened: OpenedDataset;
  runs: ExplorerRun[];
}
