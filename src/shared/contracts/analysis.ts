// What an analysis yields: `analysis.json`, and what the explorer shows. Plain data throughout.
import type { Histogram, Summary } from '../statistics';

/** Grey levels are 0 to 255, 0 = background. */
export interface Analysis {
  kind: 'fashion-mnist analysis';
  formatVersion: 1;
  dataPath: string;
  /** Files that were read. */
  taken: string[];
  ignored: { path: string; why: string }[];
  /** Pictures that could not be read and were skipped. Paths relative to the data. */
  damaged: { path: string; why: string }[];
  image: { width: number; height: number; channels: number };
  /** Images of all splits. */
  count: number;
  classNames: string[];
  splits: SplitAnalysis[];
  /** The split that findings, alike pairs and neighbours are about: `train` where there is one, else the first. */
  mainSplit: string;
  /** Up to ten of each label, in file order, from the main split first; none where nothing is labelled. */
  firstImages: FirstImage[];
  duplicates: Duplicates;
  /** Pairs of classes of the main split by the distance of their mean images, most alike first. */
  alikeByMeanImage: MeanImagePair[];
  /** Null where the main split is not labelled. */
  neighbours: Neighbours | null;
  /** In words, computed from the figures above. */
  findings: string[];
}

/** Values of one measure, one an image. */
export interface Distribution extends Summary {
  histogram: Histogram;
}

export interface SplitAnalysis {
  split: string;
  count: number;
  labelled: boolean;
  /** Mean and standard deviation of all pixels / 255. */
  pixelMean: number;
  pixelSd: number;
  /** Share of pixels that are 0. */
  zeroShare: number;
  /** Images whose pixels are all the same. */
  blankCount: number;
  /** The mean grey level of each image. */
  intensity: Distribution;
  /** The standard deviation of the grey levels of each image. */
  deviation: Distribution;
  /** By class number; empty where the split is not labelled. */
  classes: ClassAnalysis[];
}

export interface ClassAnalysis {
  label: number;
  name: string;
  count: number;
  /** Mean grey level; null for a class without images. */
  meanIntensity: number | null;
  /** [28, 28] row-major, whole grey levels; null for a class without images. */
  meanImage: number[] | null;
}

export interface ImageReference {
  split: string;
  /** From 0 within the split, in file order. */
  index: number;
  /** As `formatSource` writes it. */
  source: string;
}

export interface FirstImage extends ImageReference {
  label: number;
  /** As `imageId` computes it. */
  id: string;
}

/** Images that are the same in every pixel. */
export interface Duplicates {
  /** Pictures that occur more than once. */
  groupCount: number;
  /** Images in those groups. */
  imageCount: number;
  /** Groups with images in more than one split: what was learnt is asked again. */
  acrossSplits: number;
  /** Groups whose images have differing labels: one of them must be wrong. */
  differingLabels: number;
  /** The groups, those with differing labels first, then those across splits; at most 1,000, each with at most 50 images. */
  groups: DuplicateGroup[];
}

export interface DuplicateGroup {
  id: string;
  size: number;
  acrossSplits: boolean;
  differingLabels: boolean;
  images: (ImageReference & { label: number | null })[];
}

export interface MeanImagePair {
  a: number;
  b: number;
  /** Root mean square difference of the two mean images, grey levels. */
  distance: number;
}

/** Nearest neighbours (Euclidean, over the pixels) within a sample of the main split. */
export interface Neighbours {
  sampleSize: number;
  seed: number;
  /** Share of images whose nearest neighbour has their label. */
  agreement: number;
  /** Pairs of classes, most alike first. */
  pairs: NeighbourPair[];
}

export interface NeighbourPair {
  a: number;
  b: number;
  /** Images of either class whose nearest neighbour is of the other one. */
  count: number;
  /** Of the sampled images of the two classes. */
  share: number;
}
