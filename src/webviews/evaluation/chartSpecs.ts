// The charts of an evaluation as plain data.
import * as l10n from '@vscode/l10n';
import type { FurtherScores, NamedScores } from '../../shared/contracts/evaluation';
import { type CalibrationBin } from '../../shared/metrics';
import { wilsonInterval } from '../../shared/statistics';
import type { AxisSpec, ChartPoint, ChartSpec } from '../shared/chartSpec';
import { countText, shareText } from '../../shared/numbers';

const CONFIDENCE: AxisSpec = { label: l10n.t('confidence'), min: 0, max: 1, format: shareText };

/** How often a prediction of some confidence is right. */
export function reliabilitySpec({ calibration, temperatureScaling }: NamedScores): ChartSpec {
  const series: ChartSpec['series'] = [
    {
      name: l10n.t('confidence as it should be'),
      color: 'foreground',
      dashed: true,
      plain: true,
      faint: true,
      points: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    },
    { name: l10n.t('as the model says'), color: 'blue', points: pointsOf(calibration) },
  ];
  if (temperatureScaling) {
    const points = pointsOf(temperatureScaling.calibration);
    series.push({ name: l10n.t('after temperature scaling'), color: 'orange', dashed: true, points });
  }
  return {
    title: l10n.t('Reliability'),
    kind: 'line',
    x: CONFIDENCE,
    y: { label: l10n.t('share that is right'), min: 0, max: 1, format: shareText },
    series,
  };
}

/** Bins without images have no point; the others their accuracy with its interval. */
function pointsOf(bins: readonly CalibrationBin[]): ChartPoint[] {
  return bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, accuracy, count }) => {
      const [low, high] = wilsonInterval(Math.round(accuracy * count), count);
      return { x: confidence, y: accuracy, low, high };
    });
}

/** @param shown counts, or shares of the right ones and of the wrong ones: these are few */
export function histogramSpec(
  { confidenceHistogram: { right, wrong } }: Pick<FurtherScores, 'confidenceHistogram'>,
  shown: 'share' | 'count',
  brush: ChartSpec['brush'],
): ChartSpec {
  const points = (counts: readonly number[]): ChartPoint[] => {
    const total = shown === 'count' ? 1 : counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, bin) => ({ x: (bin + 0.5) / counts.length, y: total === 0 ? 0 : count / total }));
  };
  return {
    title: l10n.t('Confidence of right and wrong predictions'),
    kind: 'bars',
    x: CONFIDENCE,
    y:
      shown === 'count'
        ? { label: l10n.t('images'), whole: true, format: countText }
        : { label: l10n.t('share of the right, of the wrong'), format: shareText },
    series: [
      { name: l10n.t('right'), color: 'blue', points: points(right) },
      { name: l10n.t('wrong'), color: 'red', points: points(wrong) },
    ],
    empty: l10n.t('This evaluation was made before confidence was kept: evaluate again.'),
    brush,
  };
}

/** Of data without labels: how sure the model is. @param counts in bins of one width from 0 to 1 */
export function confidenceSpec(counts: readonly number[], brush: ChartSpec['brush']): ChartSpec {
  return {
    title: l10n.t('Confidence of the predictions'),
    kind: 'bars',
    x: CONFIDENCE,
    y: { label: l10n.t('images'), whole: true, format: countText },
    series: [
      {
        name: l10n.t('images'),
        color: 'blue',
        points: counts.map((y, bin) => ({ x: (bin + 0.5) / counts.length, y })),
      },
    ],
    brush,
  };
}
