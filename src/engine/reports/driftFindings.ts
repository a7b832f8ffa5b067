import * as l10n from '@vscode/l10n';
import type { SplitAnalysis } from '../../shared/contracts/analysis';
import { decimalText } from '../../shared/numbers';
import { listed, percent, plain } from './words';

/** A difference of means by a tenth of a standard deviation, and of class shares by two points, is told as drift. */
const DRIFT_IN_SD = 0.1;
const DRIFT_IN_SHARE = 0.02;
/** What chance alone does must not be told as drift: the least distance in standard errors. */
const BEYOND_CHANCE = 3;

/** How one split differs from the main one, in sentences. */
export function drift(main: SplitAnalysis, other: SplitAnalysis): string[] {
  const facts = [brightnessDrift(main, other)];
  if (main.labelled && other.labelled) facts.push(shareDrift(main, other));
  return facts;
}

function brightnessDrift(main: SplitAnalysis, other: SplitAnalysis): string {
  const [a, b] = [main.intensity, other.intensity];
  const apart = b.mean - a.mean;
  // Of both splits together: a single image has no deviation of its own.
  const freedom = a.count + b.count - 2;
  const variance = (a.sd ** 2 * a.count + b.sd ** 2 * b.count) / freedom;
  const chance = Math.sqrt(variance * (1 / a.count + 1 / b.count));
  const figures = {
    other: other.split,
    main: main.split,
    mean: decimalText(b.mean, 1),
    mainMean: decimalText(a.mean, 1),
  };
  if (freedom < 1 || Math.abs(apart) <= BEYOND_CHANCE * chance) {
    return l10n.t('{other} and {main} show no difference in brightness beyond chance (means {mean} and {mainMean}).', {
      ...figures,
    });
  }
  if (Math.abs(apart) <= DRIFT_IN_SD * a.sd) {
    return l10n.t('{other} is nearly as bright as {main} (means {mean} and {mainMean}).', { ...figures });
  }
  if (a.sd > 0) {
    const far = decimalText(Math.abs(apart / a.sd), 2);
    return apart > 0
      ? l10n.t('{other} is brighter than {main}: mean {mean} against {mainMean}, {far} standard deviations apart.', {
          ...figures,
          far,
        })
      : l10n.t('{other} is darker than {main}: mean {mean} against {mainMean}, {far} standard deviations apart.', {
          ...figures,
          far,
        });
  }
  return apart > 0
    ? l10n.t('{other} is brighter than {main}: mean {mean} against {mainMean}.', { ...figures })
    : l10n.t('{other} is darker than {main}: mean {mean} against {mainMean}.', { ...figures });
}

function shareDrift(main: SplitAnalysis, other: SplitAnalysis): string {
  const shareIn = (split: SplitAnalysis, label: number) => split.classes[label].count / split.count;
  const moved = main.classes
    .map(({ label, name }) => ({ name, before: shareIn(main, label), after: shareIn(other, label) }))
    .filter(({ before, after }) => {
      const share = (before * main.count + after * other.count) / (main.count + other.count);
      const chance = Math.sqrt(share * (1 - share) * (1 / main.count + 1 / other.count));
      return Math.abs(after - before) > BEYOND_CHANCE * chance;
    })
    .sort((x, y) => Math.abs(y.after - y.before) - Math.abs(x.after - x.before));
  if (moved.length === 0) {
    return l10n.t(
      'The shares of the classes in {0} and {1} show no difference beyond chance.',
      other.split,
      main.split,
    );
  }
  const far = moved.filter(({ before, after }) => Math.abs(after - before) > DRIFT_IN_SHARE);
  if (far.length === 0) {
    return l10n.t('The shares of the classes in {0} and {1} are nearly the same.', other.split, main.split);
  }
  const names = far.map((entry) =>
    l10n.t('{0} ({1} against {2})', plain(entry.name), percent(entry.after), percent(entry.before)),
  );
  return l10n.t('The share of classes in {0} differs from {1}: {2}.', other.split, main.split, listed(names));
}
