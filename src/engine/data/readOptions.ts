import type { Fit } from './resize';

/** What every reader of this folder takes beside the path. */
export interface ReadOptions {
  /** Ends the reading with the signal's reason. */
  signal?: AbortSignal;
  /** Told the share of the file or folder that has been read, 0 to 1, often. */
  progress?: (fraction: number) => void;
  /** The most bytes that a gzip file may unpack to; 2 GiB by default. */
  unpackedLimit?: number;
  /** How pictures of another shape come into the square; `contain` by default. */
  fit?: Fit;
}
