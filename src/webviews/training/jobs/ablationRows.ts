// What an ablation found, as rows and as a chart.
import * as l10n from '@vscode/l10n';
import type { Ablation } from '../../../shared/contracts/ablation';
import type { Interval } from '../../../shared/statistics';
import type { ChartSpec } from '../../shared/chartSpec';
import { writePoints } from '../words';

export interface AblationRow {
  id: string;
  name: string;
  instead: string;
  parameters: number;
  /** Changes by leaving the part out, -1 to 1; null before there is a trial. */
  accuracy: number | null;
  accuracyInterval: Interval | null;
  gap: number | null;
  gapInterval: Interval | null;
  verdict: AblationVerdict;
}

export type AblationVerdict = 'helps' | 'harms' | 'no difference seen' | 'not measured yet';

/** One row for each part, in the order of the network; the whole network is left out: it is what they are compared to. */
export function ablationRows({ parts, effects, seeds }: Ablation): AblationRow[] {
  return parts
    .filter(({ id }) => id !== 'whole')
    .map(({ id, name, instead, parameters }) => {
      const effect = effects.find(({ part }) => part === id);
      const { accuracy = null, accuracyInterval = null, gap = null, gapInterval = null } = effect ?? {};
      const isDone = (effect?.trials ?? 0) >= seeds.length;
      const verdict = isDone ? judge(accuracyInterval) : 'not measured yet';
      return { id, name, instead, parameters, accuracy, accuracyInterval, gap, gapInterval, verdict };
    });
}

/** The accuracy falls beyond chance when it is left out: it helps. */
function judge(interval: Interval | null): AblationVerdict {
  if (interval === null) return 'not measured yet';
  if (interval[1] < 0) return 'helps';
  return interval[0] > 0 ? 'harms' : 'no difference seen';
}

export function ablationChart(rows: readonly AblationRow[]): ChartSpec {
  const measured = rows.filter(({ accuracy }) => accuracy !== null);
  const points = (value: (row: AblationRow) => number | null, interval: (row: AblationRow) => Interval | null) =>
    measured.map((row, x) => {
      const [low, high] = interval(row) ?? [undefined, undefined];
      return { x, y: value(row) ?? 0, low, high };
    });
  return {
    title: l10n.t('Change when a part is left out, with 95% intervals'),
    kind: 'bars',
    sideways: true,
    x: { label: l10n.t('part left out'), categories: measured.map(({ name }) => name) },
    y: { label: l10n.t('change'), unit: l10n.t('points'), format: writePoints },
    empty: l10n.t('The first figures come when the whole network and one part are done.'),
    series: [
      {
        name: l10n.t('validation accuracy'),
        color: 'blue',
        points: points(
          (row) => row.accuracy,
          (row) => row.accuracyInterval,
        ),
      },
      {
        name: l10n.t('gap between training and validation'),
        color: 'orange',
        points: points(
          (row) => row.gap,
          (row) => row.gapInterval,
        ),
      },
    ],
  };
}
