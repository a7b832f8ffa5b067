// The curves of runs over each other, and what they came to.
import type { EpochMetrics } from '../../../shared/contracts/jobs';
import type { LoadedRun } from '../../../shared/contracts/training';
import { judgeFit } from '../../../shared/fit';
import { wilsonInterval } from '../../../shared/statistics';
import type { ChartColor, ChartSpec, SeriesSpec } from '../../shared/chartSpec';
import { writeCount, writeDuration, writeLoss, writePoints, writeShare, writeShareInterval } from '../words';
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
  const x = { label: 'epoch', whole: true, min: runs.every(({ history }) => history.length === 1) ? 0 : 1 };
  const seriesOf = (training: keyof EpochMetrics, validation: keyof EpochMetrics): SeriesSpec[] =>
    runs.flatMap(({ folder, history }, index) => {
      const curve = (of: keyof EpochMetrics) => history.map((epoch) => ({ x: epoch.epoch, y: epoch[of] }));
      // Looked at alone, a run has the colours of a training that goes on.
      const isAlone = runs.length === 1;
      const named = (part: string) => (isAlone ? part : `${names[index]}, ${part}`);
      return [
        { name: named('validation'), color: isAlone ? 'orange' : colors[folder], points: curve(validation) },
        {
          name: named('training'),
          color: isAlone ? 'blue' : colors[folder],
          dashed: true,
          points: curve(training),
          ...(isAlone && { shadeTo: 'validation' }),
        },
      ];
    });
  return [
    {
      title: 'Accuracy',
      kind: 'line',
      x,
      y: { label: 'accuracy', format: writeShare },
      series: seriesOf('trainAccuracy', 'validationAccuracy'),
    },
    {
      title: 'Loss',
      kind: 'line',
      x,
      y: { label: 'cross-entropy', unit: 'nats', format: writeLoss },
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
    row('state', ({ record }) => record.state),
    row(
      'validation accuracy (95% interval)',
      ofResults(({ validationAccuracy }, { record }) => {
        const { validationCount } = record.data;
        if (!Number.isFinite(validationAccuracy)) return writeShare(null);
        const interval = wilsonInterval(Math.round(validationAccuracy * validationCount), validationCount);
        return `${writeShare(validationAccuracy)} (${writeShareInterval(interval)})`;
      }),
    ),
    row(
      'training accuracy',
      ofResults(({ trainAccuracy }) => writeShare(trainAccuracy)),
    ),
    row(
      'gap, points',
      ofResults(({ trainAccuracy, validationAccuracy }) =>
        Number.isFinite(validationAccuracy) ? writePoints(trainAccuracy - validationAccuracy) : writePoints(null),
      ),
    ),
    row(
      'fit',
      ({ history, record }) =>
        judgeFit(history, { train: record.data.trainCount, validation: record.data.validationCount }).verdict,
    ),
    row(
      'validation loss, nats',
      ofResults(({ validationLoss }) => writeLoss(validationLoss)),
    ),
    row(
      'best epoch',
      ofResults(({ bestEpoch, epochs }) => `${bestEpoch} of ${epochs}`),
    ),
    row(
      'parameters',
      ofResults(({ parameters }) => writeCount(parameters)),
    ),
    row(
      'images/s',
      ofResults(({ imagesPerSecond }) => writeCount(imagesPerSecond)),
    ),
    row(
      'time',
      ofResults(({ totalSeconds }) => writeDuration(totalSeconds)),
    ),
  ];
}
