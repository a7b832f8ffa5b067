import * as l10n from '@vscode/l10n';
import type { AlikeImages } from '../../shared/contracts/explorer';
import { type DataLocation, DEFAULT_SEED, type Progress } from '../../shared/contracts/jobs';
import { analyzeData } from '../analysis/analyzeData';
import { breather } from '../breathe';
import { type Dataset, hashSplits } from '../data/dataset';
import { notesOf, readData } from '../data/readData';
import { findAlike } from './alike/findAlike';
import { ImageIds } from './imageIds';
import { ImageSet } from './imageSet';
import { KeptWork } from './keptWork';
import { NearestImages } from './nearestImages';
import { type Measures, measureSet } from './measures';

/** Of the sample of the nearest-neighbour search: the findings of one data set are always the same. */
const FINDINGS_SEED = DEFAULT_SEED;

/** Share of the opening at which all is read; the rest is measuring. */
const READ = 0.8;

/** A data set in memory, and all that is known of it; shared by those who have it open. */
export interface OpenData {
  location: DataLocation;
  /** The folder that the files of the images are relative to. */
  base: string;
  set: ImageSet;
  measures: Measures;
  /** Bits in the order of `IMAGE_MARKS`, [count]: those of the measures, and of `alike` once that is there. */
  marks: Uint8Array;
  /** Whether duplicates and twins have been looked for. */
  knowsAlike: boolean;
  ids: ImageIds;
  /** The search for nearest images; made ready when it is first asked for. */
  nearest: KeptWork<NearestImages>;
  notes: string[];
  hasPictures: boolean;
  /** As `hashSplits` computes them. */
  hashes: DataHashes;
  /** What the data set shows, in sentences; made when it is first asked for. */
  findings: KeptWork<string[]>;
  /** Duplicates, near-duplicates and twins; looked for when they are first asked for. */
  alike: KeptWork<AlikeImages>;
  /** Ends what is being computed: nobody has it open any more. */
  close: () => void;
}

/** What predictions are kept by. */
export interface DataHashes {
  /** Of all splits together. */
  whole: string;
  /** Of each split alone, in their order; computed when they are first asked for. */
  ofSplits: () => string[];
}

/** What predictions of these splits are kept by. */
export function hashesOf(splits: readonly Dataset[]): DataHashes {
  const whole = hashSplits(splits);
  let ofSplits: string[] | null = splits.length === 1 ? [whole] : null;
  return { whole, ofSplits: () => (ofSplits ??= splits.map((split) => hashSplits([split]))) };
}

/** Reads and measures a data set. @throws UserError, and the signal's reason when cancelled */
export async function readOpenData(
  location: DataLocation,
  signal: AbortSignal,
  progress: (progress: Progress) => void,
): Promise<OpenData> {
  const loaded = await readData(location, {
    signal,
    progress: ({ message, fraction }) => progress({ message, fraction: fraction * READ }),
  });
  progress({ message: l10n.t('measuring the images'), fraction: READ });
  const set = new ImageSet(loaded.splits, loaded.classNames);
  const measures = await measureSet(set, breather(signal));
  const ids = new ImageIds(set);
  const findings = new KeptWork<string[]>(async (ended, tell) => {
    const about = { dataPath: location.path, seed: FINDINGS_SEED };
    return (await analyzeData(loaded, about, ended, tell)).findings;
  });
  const data: OpenData = {
    location,
    base: loaded.base,
    set,
    measures,
    marks: measures.marks.slice(),
    knowsAlike: false,
    ids,
    nearest: new KeptWork((ended) => NearestImages.of(set, ended)),
    notes: notesOf(loaded),
    hasPictures: loaded.hasPictures,
    hashes: hashesOf(loaded.splits),
    findings,
    alike: new KeptWork<AlikeImages>(async (ended, tell) => {
      const found = await findAlike(set, measures.marks, ended, tell);
      found.marks.forEach((bits, image) => (data.marks[image] |= bits));
      data.knowsAlike = true;
      return found.alike;
    }),
    close: () => {
      ids.cancel();
      data.nearest.cancel();
      findings.cancel();
      data.alike.cancel();
    },
  };
  return data;
}
