import * as l10n from '@vscode/l10n';
import type { Analysis, ClassAnalysis, Distribution, SplitAnalysis } from '../../shared/contracts/analysis';
import { countOf, countText, decimalText } from '../../shared/numbers';
import { drift } from './driftFindings';
import { listed, percent, plain, signed } from './words';

type Figures = Omit<Analysis, 'findings'>;

/** What a person should know of the data, in sentences. Each is computed from the figures; what is not seen is not said. */
export function findFacts(analysis: Figures): string[] {
  const main = analysis.splits.find(({ split }) => split === analysis.mainSplit)!;
  const others = analysis.splits.filter((split) => split !== main);
  return [
    ...balance(main),
    lean(intensityLean, main.intensity, main),
    lean(deviationLean, main.deviation, main),
    ...brightness(main),
    ...background(main),
    ...alike(analysis),
    ...duplicates(analysis),
    ...others.flatMap((other) => drift(main, other)),
  ];
}

/** ` in train`, after what there is in it; a set without splits needs no such words. */
function within({ split }: SplitAnalysis): string {
  if (split === 'all') return '';
  return l10n.t({
    message: ' in {0}',
    args: [split],
    comment: ['with its blank: " in train", as in "images in train"'],
  });
}

const nameOf = ({ name }: { name: string }) => plain(name);

/** Counts within a tenth of each other are called balanced; classes below half of an even share are named. */
function balance(split: SplitAnalysis): string[] {
  if (!split.labelled) {
    return [l10n.t('The images{0} are not labelled: nothing can be said of classes.', within(split))];
  }
  const present = split.classes.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  const missing = split.classes.filter(({ count }) => count === 0);
  const facts: string[] = [];
  if (missing.length > 0) {
    facts.push(l10n.t('No images{0} of {1}.', within(split), listed(missing.map(nameOf))));
  }
  if (present.length < 2) return facts;
  const most = present[0];
  const fewest = present[present.length - 1];
  const all =
    missing.length > 0 ? l10n.t('The {0} other classes', present.length) : l10n.t('The {0} classes', present.length);
  const images = countOf(most.count, l10n.t('image'), l10n.t('images'));
  if (most.count === fewest.count) {
    facts.push(l10n.t('{0} are balanced{1}: {2} each.', all, within(split), images));
  } else if (most.count <= 1.1 * fewest.count) {
    facts.push(
      l10n.t('{classes} are nearly balanced{where}: from {few} ({fewest}) to {many} ({most}) images.', {
        classes: all,
        where: within(split),
        few: countText(fewest.count),
        fewest: nameOf(fewest),
        many: countText(most.count),
        most: nameOf(most),
      }),
    );
  } else {
    facts.push(
      l10n.t('{classes} are not balanced{where}: {most} has {images}, {times} times as many as {fewest} ({few}).', {
        classes: all,
        where: within(split),
        most: nameOf(most),
        images,
        times: decimalText(most.count / fewest.count, 1),
        fewest: nameOf(fewest),
        few: countText(fewest.count),
      }),
    );
    const even = present.reduce((total, { count }) => total + count, 0) / present.length;
    const rare = present.filter(({ count }) => count < even / 2).reverse();
    if (rare.length > 0) {
      const names = listed(rare.map((entry) => `${nameOf(entry)} (${countText(entry.count)})`));
      facts.push(l10n.t('Less than half of an even share: {0}; class weights can make up for it in training.', names));
    }
  }
  return facts;
}

/** Below this skewness, or within two standard errors (about the root of 6 / n) of 0, a histogram leans to no side. */
const SYMMETRIC = 0.1;

type Lean = 'none' | 'chance' | 'right' | 'left';

function lean(
  describe: (lean: Lean, where: string, figures: string) => string,
  { skewness, median, mean, count }: Distribution,
  split: SplitAnalysis,
): string {
  const figures = l10n.t(
    'skewness {0}, median {1}, mean {2}',
    signed(skewness),
    decimalText(median, 1),
    decimalText(mean, 1),
  );
  const least = Math.max(SYMMETRIC, 2 * Math.sqrt(6 / count));
  const side = skewness > 0 ? 'right' : 'left';
  const found = Math.abs(skewness) < SYMMETRIC ? 'none' : Math.abs(skewness) < least ? 'chance' : side;
  return describe(found, within(split), figures);
}

function intensityLean(lean: Lean, where: string, figures: string): string {
  switch (lean) {
    case 'none':
      return l10n.t('Mean intensity per image{0} leans to neither side ({1}).', where, figures);
    case 'chance':
      return l10n.t('Mean intensity per image{0} shows no lean beyond chance ({1}).', where, figures);
    case 'right':
      return l10n.t(
        'Mean intensity per image{0} is skewed to the right ({1}): the longer tail is of bright images.',
        where,
        figures,
      );
    case 'left':
      return l10n.t(
        'Mean intensity per image{0} is skewed to the left ({1}): the longer tail is of dark images.',
        where,
        figures,
      );
  }
}

function deviationLean(lean: Lean, where: string, figures: string): string {
  switch (lean) {
    case 'none':
      return l10n.t('Standard deviation per image{0} leans to neither side ({1}).', where, figures);
    case 'chance':
      return l10n.t('Standard deviation per image{0} shows no lean beyond chance ({1}).', where, figures);
    case 'right':
      return l10n.t(
        'Standard deviation per image{0} is skewed to the right ({1}): the longer tail is of high-contrast images.',
        where,
        figures,
      );
    case 'left':
      return l10n.t(
        'Standard deviation per image{0} is skewed to the left ({1}): the longer tail is of low-contrast images.',
        where,
        figures,
      );
  }
}

function brightness(split: SplitAnalysis): string[] {
  const present = split.classes.filter((entry): entry is ClassAnalysis & { meanIntensity: number } => entry.count > 0);
  if (present.length < 2) return [];
  const sorted = present.sort((a, b) => a.meanIntensity - b.meanIntensity);
  const [darkest, brightest] = [sorted[0], sorted[sorted.length - 1]];
  if (darkest.meanIntensity === brightest.meanIntensity) return [];
  return [
    l10n.t(
      '{0} is the brightest class{1} (mean grey level {2} of 255), {3} the darkest ({4}).',
      nameOf(brightest),
      within(split),
      decimalText(brightest.meanIntensity, 1),
      nameOf(darkest),
      decimalText(darkest.meanIntensity, 1),
    ),
  ];
}

function background(split: SplitAnalysis): string[] {
  const facts = [l10n.t('{0} of the pixels{1} are zero.', percent(split.zeroShare), within(split))];
  if (split.pixelMean > 0.5) {
    facts.push(
      l10n.t(
        'The images are bright (mean {0} of 255): the background may be light, where Fashion-MNIST has it black.',
        decimalText(split.pixelMean * 255, 1),
      ),
    );
  }
  if (split.blankCount > 0) {
    facts.push(
      split.blankCount === 1
        ? l10n.t('1 image{0} has one grey level throughout: there is nothing to learn from.', within(split))
        : l10n.t(
            '{0} images{1} have one grey level throughout: there is nothing to learn from.',
            countText(split.blankCount),
            within(split),
          ),
    );
  }
  return facts;
}

/** Pairs named in a sentence. */
const NAMED_PAIRS = 3;

function alike({ classNames, alikeByMeanImage, neighbours }: Figures): string[] {
  const pairOf = ({ a, b }: { a: number; b: number }) => listed([plain(classNames[a]), plain(classNames[b])]);
  const facts: string[] = [];
  const close = alikeByMeanImage.slice(0, NAMED_PAIRS);
  if (alikeByMeanImage.length > 1) {
    const pairs = close.map((pair) => `${pairOf(pair)} (${decimalText(pair.distance, 1)})`);
    facts.push(
      l10n.t('Most alike by their mean images: {0} (root mean square difference in grey levels).', pairs.join('; ')),
    );
  }
  if (!neighbours) return facts;
  const mixed = neighbours.pairs.slice(0, NAMED_PAIRS).map((pair) => `${pairOf(pair)} (${percent(pair.share)})`);
  const sample = countOf(neighbours.sampleSize, l10n.t('sampled image'), l10n.t('sampled images'));
  facts.push(
    mixed.length > 0
      ? l10n.t(
          'Most mixed among nearest neighbours: {0} (share of their images whose nearest neighbour is of the other class, ' +
            '{1}).',
          mixed.join('; '),
          sample,
        )
      : l10n.t('The nearest neighbour of every image is of its own class ({0}).', sample),
  );
  if (mixed.length > 0) {
    const share = percent(neighbours.agreement);
    facts.push(l10n.t('The nearest neighbour is of the same class for {0} of the {1}.', share, sample));
  }
  return facts;
}

function duplicates({ duplicates: found, count }: Figures): string[] {
  if (found.groupCount === 0) {
    return [l10n.t('No two of the {0} are identical.', countOf(count, l10n.t('image'), l10n.t('images')))];
  }
  const facts = [
    l10n.t(
      '{0} are copies of each other, in {1}: {2} could go.',
      countOf(found.imageCount, l10n.t('image'), l10n.t('images')),
      countOf(found.groupCount, l10n.t('group'), l10n.t('groups')),
      countText(found.imageCount - found.groupCount),
    ),
  ];
  if (found.acrossSplits > 0) {
    facts.push(
      found.acrossSplits === 1
        ? l10n.t('1 picture is in more than one split: accuracy measured on them tells of memory.')
        : l10n.t(
            '{0} pictures are in more than one split: accuracy measured on them tells of memory.',
            countText(found.acrossSplits),
          ),
    );
  }
  if (found.differingLabels > 0) {
    facts.push(
      found.differingLabels === 1
        ? l10n.t('1 picture has copies with differing labels: at least one label of each is wrong.')
        : l10n.t(
            '{0} pictures have copies with differing labels: at least one label of each is wrong.',
            countText(found.differingLabels),
          ),
    );
  }
  return facts;
}
