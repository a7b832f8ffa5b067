import type { Analysis, Distribution, SplitAnalysis } from '../../shared/contracts/analysis';
import { describeDamaged } from './damaged';
import { countOf, countText } from '../../shared/numbers';
import { heading, percent, plain, signed, table } from './words';

/** The first line of every `analysis.txt`, by which it is known as ours. */
export const ANALYSIS_TITLE = 'Fashion-MNIST analysis';

/** `analysis.txt`. */
export function formatAnalysis(analysis: Analysis): string {
  return [
    ANALYSIS_TITLE,
    '',
    `Data: ${plain(analysis.dataPath)}`,
    ...analysis.taken.map((line) => `  ${plain(line)}`),
    ...describeDamaged(analysis.damaged, 'analysis.json').map((line) => `  ${line}`),
    `${countOf(analysis.count, 'image')} of ${analysis.image.width} x ${analysis.image.height} grey pixels`,
    '',
    ...heading('Findings'),
    ...analysis.findings.map((finding) => `- ${finding}`),
    '',
    ...heading('Classes'),
    ...classTable(analysis),
    '',
    ...analysis.splits.flatMap((split) => [...heading(`Images: ${split.split}`), ...describe(split), '']),
    ...pairTables(analysis),
    ...firstImages(analysis),
    ...duplicateList(analysis),
  ].join('\n');
}

function classTable({ classNames, splits, mainSplit }: Analysis): string[] {
  const labelled = splits.filter((split) => split.labelled);
  if (labelled.length === 0) return ['The images are not labelled.'];
  const main = splits.find(({ split }) => split === mainSplit)!;
  const header = ['class', 'name', ...labelled.map(({ split }) => split), 'mean grey level'];
  const rows = classNames.map((name, label) => [
    String(label),
    plain(name),
    ...labelled.map((split) => countText(split.classes[label].count)),
    (main.labelled && main.classes[label].meanIntensity?.toFixed(1)) || '-',
  ]);
  // Number and name belong together, at the left.
  const nameWidth = Math.max(...rows.map(([, name]) => name.length), 4);
  return table(
    [header, ...rows].map(([label, name, ...rest]) => [`${label.padEnd(5)}  ${name.padEnd(nameWidth)}`, ...rest]),
  );
}

function describe(split: SplitAnalysis): string[] {
  const column = (values: Distribution) => [
    values.mean.toFixed(1),
    values.sd.toFixed(1),
    signed(values.skewness),
    ...[values.minimum, values.lowerQuartile, values.median, values.upperQuartile, values.maximum].map((v) =>
      v.toFixed(1),
    ),
  ];
  return [
    `All pixels / 255: mean ${split.pixelMean.toFixed(6)}, standard deviation ${split.pixelSd.toFixed(6)}, ` +
      `${percent(split.zeroShare)} zero`,
    ...table([
      ['per image', 'mean', 's.d.', 'skewness', 'min', 'quarter', 'median', '3 quarters', 'max'],
      ['mean intensity', ...column(split.intensity)],
      ['standard deviation', ...column(split.deviation)],
    ]),
    '',
    ...drawHistogram('Mean intensity per image', split.intensity),
    '',
    ...drawHistogram('Standard deviation per image', split.deviation),
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
  return [
    title,
    ...joined.map((count, bin) => {
      const range = `${(from + bin * width).toFixed(1).padStart(5)} - ${(from + (bin + 1) * width).toFixed(1).padStart(5)}`;
      // Even a single image is seen.
      const bar = '#'.repeat(Math.ceil((count / most) * BAR_LENGTH));
      return `  ${range}  ${countText(count).padStart(digits)}  ${bar}`.trimEnd();
    }),
  ];
}

function pairTables({ classNames, alikeByMeanImage, neighbours, mainSplit }: Analysis): string[] {
  const name = (label: number) => plain(classNames[label]);
  const lines: string[] = [];
  if (alikeByMeanImage.length > 0) {
    const rows = alikeByMeanImage
      .slice(0, 10)
      .map(({ a, b, distance }) => [`${name(a)} / ${name(b)}`, distance.toFixed(1)]);
    lines.push(...heading(`Classes most alike by mean image: ${mainSplit}`));
    lines.push(...table([['pair', 'rms difference'], ...rows]), '');
  }
  if (neighbours) {
    const rows = neighbours.pairs
      .slice(0, 10)
      .map(({ a, b, count, share }) => [`${name(a)} / ${name(b)}`, countText(count), percent(share)]);
    lines.push(...heading(`Classes most alike by nearest neighbour: ${mainSplit}`));
    lines.push(
      `${countOf(neighbours.sampleSize, 'image')} drawn with seed ${neighbours.seed}; the nearest neighbour has the same ` +
        `label for ${percent(neighbours.agreement)}`,
    );
    if (rows.length > 0) lines.push(...table([['pair', 'images', 'share of the pair'], ...rows]));
    lines.push('');
  }
  return lines;
}

function firstImages({ classNames, firstImages: images }: Analysis): string[] {
  if (images.length === 0) return [];
  const lines = heading('First images of each class');
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
  const lines = heading('Identical images');
  for (const group of duplicates.groups.slice(0, LISTED_GROUPS)) {
    const remarks = [group.acrossSplits && 'across splits', group.differingLabels && 'differing labels'].filter(
      Boolean,
    );
    lines.push(`${group.id}  ${countOf(group.size, 'image')}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`);
    for (const { split, index, source, label } of group.images.slice(0, 10)) {
      lines.push(`  ${split} ${index}  ${label === null ? 'unlabelled' : `label ${label}`}  ${plain(source)}`);
    }
    if (group.size > 10) lines.push(`  and ${group.size - 10} more`);
  }
  const left = duplicates.groupCount - LISTED_GROUPS;
  if (left > 0) lines.push(`and ${countText(left)} more`);
  return [...lines, ''];
}
