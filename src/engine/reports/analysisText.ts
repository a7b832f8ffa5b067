import * as l10n from '@vscode/l10n';
import type { Analysis, Distribution, SplitAnalysis } from '../../shared/contracts/analysis';
import { describeDamaged } from './damaged';
import { countOf, countText, decimalText } from '../../shared/numbers';
import { heading, percent, plain, signed, table } from './words';

/** The first line of every `analysis.txt`, by which it is known as ours. */
export const ANALYSIS_TITLE = 'Fashion-MNIST analysis';

/** `analysis.txt`. */
export function formatAnalysis(analysis: Analysis): string {
  return [
    ANALYSIS_TITLE,
    '',
    l10n.t('Data: {0}', plain(analysis.dataPath)),
    ...analysis.taken.map((line) => `  ${plain(line)}`),
    ...describeDamaged(analysis.damaged, 'analysis.json').map((line) => `  ${line}`),
    l10n.t(
      '{0} of {1} x {2} grey pixels',
      countOf(analysis.count, l10n.t('image'), l10n.t('images')),
      analysis.image.width,
      analysis.image.height,
    ),
    '',
    ...heading(l10n.t('Findings')),
    ...analysis.findings.map((finding) => `- ${finding}`),
    '',
    ...heading(l10n.t('Classes')),
    ...classTable(analysis),
    '',
    ...analysis.splits.flatMap((split) => [...heading(l10n.t('Images: {0}', split.split)), ...describe(split), '']),
    ...pairTables(analysis),
    ...firstImages(analysis),
    ...duplicateList(analysis),
  ].join('\n');
}

function classTable({ classNames, splits, mainSplit }: Analysis): string[] {
  const labelled = splits.filter((split) => split.labelled);
  if (labelled.length === 0) return [l10n.t('The images are not labelled.')];
  const main = splits.find(({ split }) => split === mainSplit)!;
  const header = [l10n.t('class'), l10n.t('name'), ...labelled.map(({ split }) => split), l10n.t('mean grey level')];
  const rows = classNames.map((name, label) => {
    const intensity = main.labelled ? main.classes[label].meanIntensity : null;
    return [
      String(label),
      plain(name),
      ...labelled.map((split) => countText(split.classes[label].count)),
      intensity === null ? '-' : decimalText(intensity, 1),
    ];
  });
  // Number and name belong together, at the left.
  const [labelWidth, nameWidth] = [0, 1].map((column) =>
    Math.max(...[header, ...rows].map((row) => row[column].length)),
  );
  return table(
    [header, ...rows].map(([label, name, ...rest]) => [
      `${label.padEnd(labelWidth)}  ${name.padEnd(nameWidth)}`,
      ...rest,
    ]),
  );
}

function describe(split: SplitAnalysis): string[] {
  const column = (values: Distribution) => [
    decimalText(values.mean, 1),
    decimalText(values.sd, 1),
    signed(values.skewness),
    ...[values.minimum, values.lowerQuartile, values.median, values.upperQuartile, values.maximum].map((v) =>
      decimalText(v, 1),
    ),
  ];
  return [
    l10n.t(
      'All pixels / 255: mean {0}, standard deviation {1}, {2} zero',
      decimalText(split.pixelMean, 6),
      decimalText(split.pixelSd, 6),
      percent(split.zeroShare),
    ),
    ...table([
      [
        ...[l10n.t('per image'), l10n.t('mean'), l10n.t('s.d.'), l10n.t('skewness'), l10n.t('min')],
        ...[l10n.t('quarter'), l10n.t('median'), l10n.t('3 quarters'), l10n.t('max')],
      ],
      [l10n.t('mean intensity'), ...column(split.intensity)],
      [l10n.t('standard deviation'), ...column(split.deviation)],
    ]),
    '',
    ...drawHistogram(l10n.t('Mean intensity per image'), split.intensity),
    '',
    ...drawHistogram(l10n.t('Standard deviation per image'), split.deviation),
  ];
}

/** Bins of the file are joined by threes: 17 lines are read at a glance. */
const JOINED = 3;
const BAR_LENGTH = 50;

function drawHistogram(title: string, { histogram: { from, to, counts } }: Distribution): string[] {
  const width = ((to - from) / counts.length) * JOINED;
  const joined = Array.from({ length: Math.ceil(counts.length / JOINED) }, (_, bin) =>
    counts.slice(bin * JOINED, (bin + 1) * JOINED).reduce((total, count) => total + count, 0),
  );
  const most = Math.max(1, ...joined);
  const digits = countText(most).length;
  const bound = (bin: number) => decimalText(from + bin * width, 1).padStart(5);
  return [
    title,
    ...joined.map((count, bin) => {
      // Even a single image is seen.
      const bar = '#'.repeat(Math.ceil((count / most) * BAR_LENGTH));
      return `  ${bound(bin)} - ${bound(bin + 1)}  ${countText(count).padStart(digits)}  ${bar}`.trimEnd();
    }),
  ];
}

function pairTables({ classNames, alikeByMeanImage, neighbours, mainSplit }: Analysis): string[] {
  const name = (label: number) => plain(classNames[label]);
  const lines: string[] = [];
  if (alikeByMeanImage.length > 0) {
    const rows = alikeByMeanImage
      .slice(0, 10)
      .map(({ a, b, distance }) => [`${name(a)} / ${name(b)}`, decimalText(distance, 1)]);
    lines.push(...heading(l10n.t('Classes most alike by mean image: {0}', mainSplit)));
    lines.push(...table([[l10n.t('pair'), l10n.t('rms difference')], ...rows]), '');
  }
  if (neighbours) {
    const rows = neighbours.pairs
      .slice(0, 10)
      .map(({ a, b, count, share }) => [`${name(a)} / ${name(b)}`, countText(count), percent(share)]);
    lines.push(...heading(l10n.t('Classes most alike by nearest neighbour: {0}', mainSplit)));
    lines.push(
      l10n.t(
        '{0} drawn with seed {1}; the nearest neighbour has the same label for {2}',
        countOf(neighbours.sampleSize, l10n.t('image'), l10n.t('images')),
        neighbours.seed,
        percent(neighbours.agreement),
      ),
    );
    if (rows.length > 0) {
      lines.push(...table([[l10n.t('pair'), l10n.t('images'), l10n.t('share of the pair')], ...rows]));
    }
    lines.push('');
  }
  return lines;
}

function firstImages({ classNames, firstImages: images }: Analysis): string[] {
  if (images.length === 0) return [];
  const lines = heading(l10n.t('First images of each class'));
  classNames.forEach((name, label) => {
    const own = images.filter((image) => image.label === label);
    if (own.length === 0) return;
    lines.push(plain(name));
    lines.push(...own.map(({ id, split, index, source }) => `  ${id}  ${split} ${index}  ${plain(source)}`));
  });
  return [...lines, ''];
}

/** Groups that the text lists; `analysis.json` has more. */
const LISTED_GROUPS = 20;

function duplicateList({ duplicates }: Analysis): string[] {
  if (duplicates.groupCount === 0) return [];
  const lines = heading(l10n.t('Identical images'));
  for (const group of duplicates.groups.slice(0, LISTED_GROUPS)) {
    const remarks = [
      group.acrossSplits && l10n.t('across splits'),
      group.differingLabels && l10n.t('differing labels'),
    ].filter(Boolean);
    const images = countOf(group.size, l10n.t('image'), l10n.t('images'));
    lines.push(`${group.id}  ${images}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`);
    for (const { split, index, source, label } of group.images.slice(0, 10)) {
      const given = label === null ? l10n.t('unlabelled') : l10n.t('label {0}', label);
      lines.push(`  ${split} ${index}  ${given}  ${plain(source)}`);
    }
    if (group.size > 10) lines.push(`  ${l10n.t('and {0} more', countText(group.size - 10))}`);
  }
  const left = duplicates.groupCount - LISTED_GROUPS;
  if (left > 0) lines.push(l10n.t('and {0} more', countText(left)));
  return [...lines, ''];
}
