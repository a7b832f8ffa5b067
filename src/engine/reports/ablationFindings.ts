import * as l10n from '@vscode/l10n';
import type { Ablation, AblationEffect } from '../../shared/contracts/ablation';
import type { Interval } from '../../shared/statistics';
import { gapOf, WHOLE } from '../ablationEffects';
import { countOf, countText, decimalText } from '../../shared/numbers';
import { listed, percent, signed } from './words';

type Figures = Omit<Ablation, 'findings'>;

/** What an ablation shows, in sentences; what cannot be told from chance is said so. */
export function findAblationFacts(ablation: Figures): string[] {
  const { parts, effects, trials } = ablation;
  if (trials.length === 0) return [l10n.t('Not one trial is done yet.')];
  const facts = [budget(ablation)];
  if (!ablation.whole) {
    facts.push(
      trials.length === 1
        ? l10n.t('Not all is measured yet: 1 trial is done.')
        : l10n.t('Not all is measured yet: {0} trials are done.', countText(trials.length)),
    );
  }
  const judged = effects.filter(({ accuracyInterval }) => accuracyInterval !== null);
  if (judged.length < effects.length) {
    facts.push(
      l10n.t('Parts measured with a single seed so far are not judged: one pair of trainings tells nothing of chance.'),
    );
  }
  const name = ({ part }: AblationEffect) => parts.find(({ id }) => id === part)!.name;
  const nameWithInstead = (effect: AblationEffect) => {
    const { instead } = parts.find(({ id }) => id === effect.part)!;
    return instead ? l10n.t('{0} (instead: {1})', name(effect), instead) : name(effect);
  };
  // Less than one image is not seen, whatever the interval says.
  const least = 1 / Math.max(1, ablation.validationCount);
  const clear = judged
    .filter((effect) => isClear(effect.accuracy, effect.accuracyInterval!, least))
    .sort((a, b) => a.accuracy - b.accuracy);
  for (const effect of clear) {
    const [part, change] = [nameWithInstead(effect), points(effect.accuracy, effect.accuracyInterval!)];
    facts.push(
      effect.accuracy < 0
        ? l10n.t('Without {0}, validation accuracy falls by {1}.', part, change)
        : l10n.t('Without {0}, validation accuracy rises by {1}.', part, change),
    );
  }
  const unclear = judged.filter((effect) => !clear.includes(effect));
  if (unclear.length > 0) {
    const seeds = countOf(leastTrials(unclear), l10n.t('seed'), l10n.t('seeds'));
    facts.push(
      clear.length > 0
        ? l10n.t(
            'No change of the validation accuracy can be told from chance with {0} without {1}: these may contribute ' +
              'little, or less than so few trainings show.',
            seeds,
            listed(unclear.map(name), 30),
          )
        : l10n.t(
            'No change of the validation accuracy can be told from chance with {0} without any of the {1} parts ' +
              'measured: these may contribute little, or less than so few trainings show.',
            seeds,
            unclear.length,
          ),
    );
  }
  for (const effect of judged.filter(({ gap, gapInterval }) => isClear(gap, gapInterval!, least))) {
    const [part, change] = [name(effect), points(effect.gap, effect.gapInterval!)];
    facts.push(
      effect.gap > 0
        ? l10n.t('Without {0}, the gap between training and validation accuracy widens by {1}.', part, change)
        : l10n.t('Without {0}, the gap between training and validation accuracy narrows by {1}.', part, change),
    );
  }
  if (judged.length > 1) {
    facts.push(
      l10n.t(
        'Each interval is for one part by itself: of {0} that change nothing, about {1} would seem to by chance alone.',
        judged.length,
        decimalText(0.05 * judged.length, 1),
      ),
    );
  }
  facts.push(
    l10n.t(
      'The intervals are over seeds, with the same images each time; and what a part contributes to a longer training, or ' +
        'to one on more images, may be another matter.',
    ),
  );
  return facts;
}

function budget({ trials, epochs, trainCount, validationCount, recipe }: Figures): string {
  const wholes = trials.filter(({ part }) => part === WHOLE);
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
  const training = {
    recipe,
    epochs: countOf(epochs, l10n.t('epoch'), l10n.t('epochs')),
    images: countOf(trainCount, l10n.t('image'), l10n.t('images')),
    others: countText(validationCount),
  };
  if (wholes.length === 0) {
    return l10n.t('{recipe}, trained for {epochs} on {images} and validated on {others} others.', { ...training });
  }
  return l10n.t(
    '{recipe}, trained for {epochs} on {images} and validated on {others} others: the whole network reaches {accuracy} in ' +
      'the mean of {seeds}, with a gap of {gap} points.',
    {
      ...training,
      accuracy: percent(mean(wholes.map((trial) => trial.validationAccuracy))),
      seeds: countOf(wholes.length, l10n.t('seed'), l10n.t('seeds')),
      gap: signed(100 * mean(wholes.map(gapOf)), 1),
    },
  );
}

function isClear(value: number, [lower, upper]: Interval, least: number): boolean {
  return (lower > 0 || upper < 0) && Math.abs(value) > least;
}

/** `1.30 points (95%: 0.90 to 1.70)`, without the sign. */
function points(value: number, [lower, upper]: Interval): string {
  const bounds = value < 0 ? [-upper, -lower] : [lower, upper];
  const [from, to] = bounds.map((bound) => decimalText(100 * bound, 2));
  return l10n.t('{0} points (95%: {1} to {2})', decimalText(100 * Math.abs(value), 2), from, to);
}

function leastTrials(effects: readonly AblationEffect[]): number {
  return Math.min(...effects.map(({ trials }) => trials));
}
