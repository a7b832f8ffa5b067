import type { Ablation, AblationEffect } from '../../shared/contracts/ablation';
import type { Interval } from '../../shared/statistics';
import { gapOf, WHOLE } from '../ablationEffects';
import { countOf, countText } from '../../shared/numbers';
import { listed, percent, signed } from './words';

type Figures = Omit<Ablation, 'findings'>;

/** What an ablation shows, in sentences; what cannot be told from chance is said so. */
export function findAblationFacts(ablation: Figures): string[] {
  const { parts, effects, trials } = ablation;
  if (trials.length === 0) return ['Not one trial is done yet.'];
  const facts = [budget(ablation)];
  if (!ablation.whole) {
    facts.push(
      `Not all is measured yet: ${countOf(trials.length, 'trial')} ${trials.length === 1 ? 'is' : 'are'} done.`,
    );
  }
  const judged = effects.filter(({ accuracyInterval }) => accuracyInterval !== null);
  if (judged.length < effects.length) {
    facts.push(
      'Parts measured with a single seed so far are not judged: one pair of trainings tells nothing of chance.',
    );
  }
  const name = ({ part }: AblationEffect) => parts.find(({ id }) => id === part)!.name;
  const instead = ({ part }: AblationEffect) => {
    const text = parts.find(({ id }) => id === part)!.instead;
    return text ? ` (instead: ${text})` : '';
  };
  // Less than one image is not seen, whatever the interval says.
  const least = 1 / Math.max(1, ablation.validationCount);
  const clear = judged
    .filter((effect) => isClear(effect.accuracy, effect.accuracyInterval!, least))
    .sort((a, b) => a.accuracy - b.accuracy);
  for (const effect of clear) {
    const verb = effect.accuracy < 0 ? 'falls' : 'rises';
    facts.push(
      `Without ${name(effect)}${instead(effect)}, validation accuracy ${verb} by ` +
        `${points(effect.accuracy, effect.accuracyInterval!)}.`,
    );
  }
  const unclear = judged.filter((effect) => !clear.includes(effect));
  if (unclear.length > 0) {
    const names = clear.length > 0 ? listed(unclear.map(name), 30) : `any of the ${unclear.length} parts measured`;
    facts.push(
      `No change of the validation accuracy can be told from chance with ${countOf(leastTrials(unclear), 'seed')} ` +
        `without ${names}: these may contribute little, or less than so few trainings show.`,
    );
  }
  for (const effect of judged.filter(({ gap, gapInterval }) => isClear(gap, gapInterval!, least))) {
    const verb = effect.gap > 0 ? 'widens' : 'narrows';
    facts.push(
      `Without ${name(effect)}, the gap between training and validation accuracy ${verb} by ` +
        `${points(effect.gap, effect.gapInterval!)}.`,
    );
  }
  if (judged.length > 1) {
    facts.push(
      `Each interval is for one part by itself: of ${judged.length} that change nothing, about ` +
        `${(0.05 * judged.length).toFixed(1)} would seem to by chance alone.`,
    );
  }
  facts.push(
    'The intervals are over seeds, with the same images each time; and what a part contributes to a longer training, or ' +
      'to one on more images, may be another matter.',
  );
  return facts;
}

function budget({ trials, epochs, trainCount, validationCount, recipe }: Figures): string {
  const wholes = trials.filter(({ part }) => part === WHOLE);
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
  const reached = wholes.length
    ? `: the whole network reaches ${percent(mean(wholes.map((trial) => trial.validationAccuracy)))} in the mean of ` +
      `${countOf(wholes.length, 'seed')}, with a gap of ${signed(100 * mean(wholes.map(gapOf)), 1)} points`
    : '';
  return (
    `${recipe}, trained for ${countOf(epochs, 'epoch')} on ${countOf(trainCount, 'image')} and validated on ` +
    `${countText(validationCount)} others${reached}.`
  );
}

function isClear(value: number, [lower, upper]: Interval, least: number): boolean {
  return (lower > 0 || upper < 0) && Math.abs(value) > least;
}

/** `1.30 points (95%: 0.90 to 1.70)`, without the sign. */
function points(value: number, [lower, upper]: Interval): string {
  const bounds = value < 0 ? [-upper, -lower] : [lower, upper];
  const [from, to] = bounds.map((bound) => (100 * bound).toFixed(2));
  return `${(100 * Math.abs(value)).toFixed(2)} points (95%: ${from} to ${to})`;
}

function leastTrials(effects: readonly AblationEffect[]): number {
  return Math.min(...effects.map(({ trials }) => trials));
}
