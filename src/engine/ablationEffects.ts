import type { AblationEffect, AblationPart, AblationTrial } from '../shared/contracts/ablation';
import { meanInterval } from '../shared/statistics';

/** The id of the network that nothing was left out of. */
export const WHOLE = 'whole';

/** What leaving each part out changes: differences to the whole network with the same seed. Parts without any are left out. */
export function effectsOf(parts: readonly AblationPart[], trials: readonly AblationTrial[]): AblationEffect[] {
  const wholes = new Map(trials.filter(({ part }) => part === WHOLE).map((trial) => [trial.seed, trial]));
  return parts.flatMap(({ id }): AblationEffect[] => {
    if (id === WHOLE) return [];
    const pairs = trials.flatMap((trial) => {
      const whole = trial.part === id ? wholes.get(trial.seed) : undefined;
      return whole ? [{ trial, whole }] : [];
    });
    if (pairs.length === 0) return [];
    const accuracy = meanInterval(pairs.map(({ trial, whole }) => trial.validationAccuracy - whole.validationAccuracy));
    const gap = meanInterval(pairs.map(({ trial, whole }) => gapOf(trial) - gapOf(whole)));
    return [
      {
        part: id,
        accuracy: accuracy.mean,
        accuracyInterval: accuracy.interval,
        gap: gap.mean,
        gapInterval: gap.interval,
        trials: pairs.length,
      },
    ];
  });
}

/** How much better a network is on what it has learnt from than on what it has not. */
export function gapOf({ trainAccuracy, validationAccuracy }: AblationTrial): number {
  return trainAccuracy - validationAccuracy;
}
