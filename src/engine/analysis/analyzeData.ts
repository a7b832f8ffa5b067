import * as l10n from '@vscode/l10n';
import { IMAGE_SIDE } from '../../shared/classes';
import type { Analysis, FirstImage } from '../../shared/contracts/analysis';
import type { Progress } from '../../shared/contracts/jobs';
import { breather } from '../breathe';
import { type Dataset, formatSource, imageAt, imageId } from '../data/dataset';
import type { LoadedData } from '../data/readData';
import { findFacts } from '../reports/findings';
import { compareMeanImages, compareNeighbours } from './alikeClasses';
import { findDuplicates } from './duplicates';
import { describeSplit, type ImageStatistics, measureImages } from './imageStatistics';

/** Share of the analysis at which all images are measured. */
const MEASURED = 0.15;

/** What is said beside the images of a data set. */
export type AnalyzedData = Pick<LoadedData, 'splits' | 'classNames' | 'taken' | 'ignored' | 'damaged'>;

/**
 * Describes a data set in figures and words. Takes seconds; lets other work through all the time.
 * @param seed of the sample of the nearest-neighbour search
 * @throws the signal's reason when cancelled
 */
export async function analyzeData(
  loaded: AnalyzedData,
  { dataPath, seed }: { dataPath: string; seed: number },
  signal: AbortSignal,
  progress: (progress: Progress) => void,
): Promise<Analysis> {
  const { splits, classNames } = loaded;
  const breathe = breather(signal);
  const count = splits.reduce((total, split) => total + split.count, 0);

  const measured: ImageStatistics[] = [];
  let before = 0;
  for (const dataset of splits) {
    measured.push(
      await measureImages(dataset, (done) => {
        const share = (before + done) / count;
        progress({ message: l10n.t('measuring the images'), fraction: share * MEASURED });
        return breathe();
      }),
    );
    before += dataset.count;
  }
  const main = measured.find(({ dataset }) => dataset.split === 'train') ?? measured[0];
  const neighbours = await compareNeighbours(main.dataset, seed, (share) => {
    progress({ message: l10n.t('comparing neighbours'), fraction: MEASURED + share * (1 - MEASURED) });
    return breathe();
  });
  const figures: Omit<Analysis, 'findings'> = {
    kind: 'fashion-mnist analysis',
    formatVersion: 1,
    dataPath: dataPath,
    taken: loaded.taken,
    ignored: loaded.ignored,
    damaged: loaded.damaged,
    image: { width: IMAGE_SIDE, height: IMAGE_SIDE, channels: 1 },
    count,
    classNames: [...classNames],
    splits: measured.map(describeSplit),
    mainSplit: main.dataset.split,
    firstImages: firstOfEachLabel([main.dataset, ...splits.filter((split) => split !== main.dataset)]),
    duplicates: findDuplicates(measured),
    alikeByMeanImage: compareMeanImages(main),
    neighbours,
  };
  return { ...figures, findings: findFacts(figures) };
}

/** Images shown of each label. */
const FIRST = 10;

function firstOfEachLabel(splits: readonly Dataset[]): FirstImage[] {
  const found: FirstImage[][] = splits[0].classNames.map(() => []);
  for (const dataset of splits) {
    dataset.labels?.forEach((label, index) => {
      const own = found.at(label);
      if (!own || own.length >= FIRST) return;
      const source = formatSource(dataset.source(index));
      own.push({ label, split: dataset.split, index, source, id: imageId(imageAt(dataset, index)) });
    });
  }
  return found.flat();
}
