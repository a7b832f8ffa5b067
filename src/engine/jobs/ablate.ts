import { createHash } from 'node:crypto';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Ablation, AblationPart } from '../../shared/contracts/ablation';
import type { AblateRequest, JobContext, RunRecord } from '../../shared/contracts/jobs';
import { countText } from '../../shared/numbers';
import { UserError } from '../../shared/userError';
import { effectsOf } from '../ablationEffects';
import { readAblation, writeAblation } from '../ablationFile';
import { openAblationFolder } from '../ablationFolder';
import { ablationVariants, chooseVariants, type Variant } from '../model/ablationParts';
import { shardCount } from '../model/compute';
import { batchSizeFor, loadRecipe, type Recipe } from '../model/recipe';
import { findAblationFacts } from '../reports/ablationFindings';
import { takeTurn } from '../turn';
import { drawImages, runTrial, type AblationImages, type TrialOptions } from './ablationTrial';
import { begunWith, prepareTraining, type TrainingJob } from './prepareTraining';
import { isStop } from './train';
import { newRecord } from './trainingRecord';

/** The parts of a recipe's network that can be left out one at a time. @throws UserError */
export function listAblationParts(recipe: string): AblationPart[] {
  return ablationVariants(loadRecipe(recipe).network).flatMap(({ part }) => (part.kind === 'whole' ? [] : [part]));
}

/**
 * Trains a network as a whole and with one part left out at a time, each with the same seeds, images, order and number
 * of epochs, and compares them seed by seed. Writes `ablation.json` and `ablation.csv` after each trial; asked for again
 * with the same setting, it goes on from the trials that are there. Cancelled, it yields what is done.
 * @throws UserError for what cannot be used; then nothing is written
 */
export async function ablate(request: AblateRequest, context: JobContext): Promise<Ablation> {
  const { signal } = context;
  context.progress({ message: l10n.t('reading the data'), fraction: 0 });
  const seeds = [...new Set(request.seeds)];
  if (seeds.length < 2)
    throw new UserError(l10n.t('too few seeds to tell a difference from chance'), l10n.t('give two or more'));
  const recipe = equalForAll(loadRecipe(request.recipe));
  const variants = chooseVariants(ablationVariants(recipe.network), request.parts);
  await readAblation(request.outputFolder);
  const settings = { data: request.data, validationShare: request.validationShare, classWeights: 'none' as const };
  const job = await prepareTraining({ seed: seeds[0], engine: request.engine }, settings, recipe, context);
  const images = drawImages(job.data, request.images, seeds[0]);
  const counts = [images.train, images.validation].map(({ indices }) => countText(indices.length));
  context.note(
    l10n.t('each trial learns from the same {0} of these images and is measured on the same {1}', counts[0], counts[1]),
  );
  const work: Work = { request: { ...request, seeds }, job, images, variants };
  const record = recordOf(work, settings);
  const what = `ablation ${path.basename(request.outputFolder)}`;
  const release =
    request.turnIn === undefined
      ? null
      : await job.watch.pause(takeTurn(request.turnIn, what, signal, (holder) => context.waited?.(holder)));
  try {
    const folder = await openAblationFolder(request.outputFolder, record);
    let ablation: Ablation | null = null;
    try {
      ablation = await runTrials(work, context);
    } finally {
      const trials = ablation?.trials ?? (await readAblation(request.outputFolder).catch(() => null))?.trials ?? [];
      await folder.close(ablation?.whole ? 'finished' : 'stopped', trials.length > 0, new Date().toISOString());
    }
    if (signal.aborted && !isStop(signal.reason)) throw signal.reason;
    return ablation;
  } finally {
    await release?.();
  }
}

interface Work {
  request: AblateRequest;
  job: TrainingJob;
  images: AblationImages;
  /** The whole network first. */
  variants: Variant[];
}

/** As long for each, and without what each would decide for itself on its way: early stopping, mirroring. */
function equalForAll(recipe: Recipe): Recipe {
  const { flip } = recipe.training;
  return { ...recipe, training: { ...recipe.training, patience: 0, flip: flip === 'auto' ? 'no' : flip } };
}

function recordOf({ request, job, images }: Work, settings: RunRecord['settings']): RunRecord {
  const { outputFolder, startedAt, seeds, epochs } = request;
  const record = newRecord({ runFolder: outputFolder, startedAt, seed: seeds[0] }, epochs, settings, job);
  return { ...record, kind: 'ablation', data: { ...record.data, trainCount: images.train.indices.length } };
}

async function runTrials({ request, job, images, variants }: Work, context: JobContext): Promise<Ablation> {
  const { signal } = context;
  const { seeds, epochs, outputFolder } = request;
  const { runtime, recipe, data, watch } = job;
  const batchSize = batchSizeFor(recipe.training, images.train.indices.length);
  const settingHash = hashOf({ request, job, images, variants }, batchSize);
  const earlier = await readAblation(outputFolder);
  // Earlier trials of the same setting stay, be they of parts and seeds that are not asked for now.
  const same = earlier?.settingHash === settingHash ? earlier : null;
  const trials = same?.trials ?? [];
  const parts = variants.map(({ part }) => part);
  parts.push(...(same?.parts ?? []).filter(({ id }) => !parts.some((part) => part.id === id)));
  const allSeeds = [...new Set([...seeds, ...(same?.seeds ?? [])])];
  const planned = seeds.flatMap((seed) => variants.map((variant) => ({ variant, seed })));
  const isDone = (variant: Variant, seed: number) =>
    trials.some((trial) => trial.part === variant.part.id && trial.seed === seed);
  const countDone = () => planned.filter(({ variant, seed }) => isDone(variant, seed)).length;
  const before = countDone();
  if (before > 0) context.note(l10n.t('{0} of {1} trials are there already', before, planned.length));

  const soFar = (): Ablation => {
    const figures: Omit<Ablation, 'findings'> = {
      kind: 'fashion-mnist ablation',
      formatVersion: 1,
      startedAt: request.startedAt,
      dataPath: request.data.path,
      recipe: recipe.name,
      settingHash,
      engine: runtime.name,
      seeds: allSeeds,
      epochs,
      trainCount: images.train.indices.length,
      validationCount: images.validation.indices.length,
      parts,
      trials: [...trials],
      effects: effectsOf(parts, trials),
      whole: countDone() === planned.length,
    };
    return { ...figures, findings: findAblationFacts(figures) };
  };

  context.begun?.(begunWith(job, shardCount(runtime.name, batchSize), outputFolder, epochs));
  if (trials.length > 0) context.ablationProgressed?.(soFar());
  const begun = watch.now();
  const options: Omit<TrialOptions, 'progress'> = {
    runtime,
    recipe,
    classes: data.classNames.length,
    batchSize,
    epochs,
    signal,
    now: watch.now,
    hold: () => {
      const held = context.hold?.(signal);
      return held && watch.pause(held);
    },
  };
  for (const { variant, seed } of planned) {
    if (signal.aborted) break;
    if (isDone(variant, seed)) continue;
    const done = countDone();
    const values = { trial: done + 1, planned: planned.length, part: variant.part.name, seed };
    const message =
      variant.part.kind === 'whole'
        ? l10n.t('trial {trial} of {planned}: {part}, seed {seed}', { ...values })
        : l10n.t('trial {trial} of {planned}: without {part}, seed {seed}', { ...values });
    const progress = (share: number) => {
      const got = done + share;
      const secondsLeft = ((watch.now() - begun) / (got - before)) * (planned.length - got);
      context.progress({ message, fraction: got / planned.length, secondsLeft });
    };
    const trial = await runTrial(variant, seed, images, { ...options, progress });
    if (!trial) break;
    trials.push(trial);
    const ablation = soFar();
    await writeAblation(outputFolder, ablation);
    context.ablationProgressed?.(ablation);
  }
  return soFar();
}

/** Of all that decides the figures of a trial, but its part and seed. */
function hashOf({ request, job, images }: Work, batchSize: number): string {
  const { recipe, data, runtime } = job;
  const { tfjs, tensorflow } = runtime.versions;
  const drawn = [images.train, images.sample].map(({ indices }) => Buffer.from(indices.buffer).toString('base64'));
  const all = [recipe, request.epochs, batchSize, runtime.name, tfjs, tensorflow, data.hash, data.splitHash, drawn];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}
