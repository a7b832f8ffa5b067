// The curves of runs over each other, and what they came to.
import * as l10n from '@vscode/l10n';
import type { EpochMetrics } from '../../../shared/contracts/jobs';
import type { LoadedRun } from '../../../shared/contracts/training';
import { judgeFit } from '../../../shared/fit';
import { wilsonInterval } from '../../../shared/statistics';
import type { ChartColor, ChartSpec, SeriesSpec } from '../../shared/chartSpec';
import { stateText } from '../../../shared/stateText';
import {
  writeCount,
  writeDuration,
  writeLoss,
  writePoints,
  writeShare,
  writeShareInterval,
  writeVerdict,
} from '../words';
import type { Setting } from './differences';

/** Names that tell the runs apart: a name that another has too gets its folder's last part. */
export function distinctNames(runs: readonly Pick<LoadedRun, 'name' | 'folder'>[]): string[] {
  return runs.map(({ name, folder }) => {
    const isShared = runs.filter((other) => other.name === name).length > 1;
    return isShared ? `${name} (${/[^/\\]*$/.exec(folder)![0]})` : name;
  });
}

/** Accuracy and loss: validation drawn through, training dashed, each run in its colour. */
export function comparedCharts(runs: readonly LoadedRun[], colors: Readonly<Record<string, ChartColor>>): ChartSpec[] {
  const names = distinctNames(runs);
  const [ofTraining, ofValidation] = [l10n.t('training'), l10n.t('validation')];
  const x = { label: l10n.t('epoch'), whole: true, min: runs.every(({ history }) => history.length === 1) ? 0 : 1 };
  const seriesOf = (training: keyof EpochMetrics, validation: keyof EpochMetrics): SeriesSpec[] =>
    runs.flatMap(({ folder, history }, index) => {
      const curve = (of: keyof EpochMetrics) => history.map((epoch) => ({ x: epoch.epoch, y: epoch[of] }));
      // Looked at alone, a run has the colours of a training that goes on.
      const isAlone = runs.length === 1;
      const named = (part: string) => (isAlone ? part : l10n.t('{0}, {1}', names[index], part));
      return [
        { name: named(ofValidation), color: isAlone ? 'orange' : colors[folder], points: curve(validation) },
        {
          name: named(ofTraining),
          color: isAlone ? 'blue' : colors[folder],
          dashed: true,
          points: curve(training),
          ...(isAlone && { shadeTo: ofValidation }),
        },
      ];
    });
  return [
    {
      title: l10n.t('Accuracy'),
      kind: 'line',
      x,
      y: { label: l10n.t('accuracy'), format: writeShare },
      series: seriesOf('trainAccuracy', 'validationAccuracy'),
    },
    {
      title: l10n.t('Loss'),
      kind: 'line',
      x,
      y: { label: l10n.t('cross-entropy'), unit: l10n.t('nats'), format: writeLoss },
      series: seriesOf('trainLoss', 'validationLoss'),
    },
  ];
}

/** What came out of each run, a row for each figure. */
export function resultsOf(runs: readonly LoadedRun[]): Setting[] {
  const row = (name: string, value: (run: LoadedRun) => string) => ({ name, values: runs.map(value) });
  const ofResults =
    (value: (results: NonNullable<LoadedRun['record']['results']>, run: LoadedRun) => string) => (run: LoadedRun) =>
      run.record.results ? value(run.record.results, run) : '\u2013';
  return [
    row(l10n.t('state'), ({ record }) => stateText(record.state)),
    row(
      l10n.t('validation accuracy (95% interval)'),
      ofResults(({ validationAccuracy }, { record }) => {
        const { validationCount } = record.data;
        if (!Number.isFinite(validationAccuracy)) return writeShare(null);
        const interval = wilsonInterval(Math.round(validationAccuracy * validationCount), validationCount);
        return `${writeShare(validationAccuracy)} (${writeShareInterval(interval)})`;
      }),
    ),
    row(
      l10n.t('training accuracy'),
      ofResults(({ trainAccuracy }) => writeShare(trainAccuracy)),
    ),
    row(
      l10n.t('gap, points'),
      ofResults(({ trainAccuracy, validationAccuracy }) =>
        Number.isFinite(validationAccuracy) ? writePoints(trainAccuracy - validationAccuracy) : writePoints(null),
      ),
    ),
    row(l10n.t('fit'), ({ history, record }) =>
      writeVerdict(
        judgeFit(history, { train: record.data.trainCount, validation: record.data.validationCount }).verdict,
      ),
    ),
    row(
      l10n.t('validation loss, nats'),
      ofResults(({ validationLoss }) => writeLoss(validationLoss)),
    ),
    row(
      l10n.t('best epoch'),
      ofResults(({ bestEpoch, epochs }) => l10n.t('{0} of {1}', bestEpoch, epochs)),
    ),
    row(
      l10n.t('parameters'),
      ofResults(({ parameters }) => writeCount(parameters)),
    ),
    row(
      l10n.t('images/s'),
      ofResults(({ imagesPerSecond }) => writeCount(imagesPerSecond)),
    ),
    row(
      l10n.t('time'),
      ofResults(({ totalSeconds }) => writeDuration(totalSeconds)),
    ),
  ];
}
