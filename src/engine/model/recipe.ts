import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { buildNetwork } from './network';
import { describeRecipeIssue } from './recipeIssues';
import { recipeSchema, type Recipe, type TrainingSpec } from './recipeSchema';

export type { LayerSpec, Recipe, SimpleLayerSpec, TrainingSpec } from './recipeSchema';

// A recipe is a small JSON file, or one of those named below.

const conv = (filters: number, strides = 1) => ({ type: 'conv2d', filters, strides, useBias: false }) as const;
const pool = { type: 'maxPooling2d' } as const;
const norm = { type: 'batchNormalization' } as const;
const relu = { type: 'relu' } as const;
const residual = (filters: number) => ({
  type: 'residual',
  layers: [conv(filters), norm, relu, conv(filters), norm, relu],
});

/** Three convolution blocks with so many filters, the last two with a residual block behind them. */
const residualNetwork = ([first, second, third]: readonly [number, number, number], dropout: number) => [
  ...[conv(first), pool, norm, relu],
  ...[conv(second), pool, norm, relu],
  residual(second),
  ...[conv(third), pool, norm, relu],
  residual(third),
  { type: 'globalAveragePooling2d' },
  { type: 'dropout', rate: dropout },
  { type: 'dense', units: 'classes' },
];

/** Likewise, each block with a residual one, and a stride in place of pooling: the first sees the picture in full size. */
const fineResidualNetwork = ([first, second, third]: readonly [number, number, number], dropout: number) => [
  ...[conv(first), norm, relu],
  residual(first),
  ...[conv(second, 2), norm, relu],
  residual(second),
  ...[conv(third, 2), norm, relu],
  residual(third),
  { type: 'globalAveragePooling2d' },
  { type: 'dropout', rate: dropout },
  { type: 'dense', units: 'classes' },
];

/** The recipes that have a name. The first is the default. */
export const RECIPES: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [
    {
      name: 'standard',
      description: 'A small residual network: the best accuracy for a few minutes of two cores.',
      network: residualNetwork([24, 48, 96], 0.2),
      training: {
        epochs: 16,
        batchSize: 128,
        optimizer: 'sgd',
        learningRate: 0.2,
        schedule: 'oneCycle',
        weightDecay: 2e-4,
        averaging: 0.5,
        shift: 1,
        flip: 'auto',
      },
    },
    {
      name: 'quick',
      description: 'A smaller one: a good network in about a minute of two cores.',
      network: residualNetwork([16, 32, 64], 0.1),
      training: {
        epochs: 6,
        batchSize: 128,
        optimizer: 'sgd',
        learningRate: 0.2,
        schedule: 'oneCycle',
        weightDecay: 2e-4,
        averaging: 0.3,
        shift: 1,
        flip: 'auto',
      },
    },
    {
      name: 'best',
      description: 'A wider one that keeps the resolution longer: the best accuracy for most of an hour of two cores.',
      network: fineResidualNetwork([32, 64, 128], 0.2),
      training: {
        epochs: 42,
        batchSize: 128,
        optimizer: 'sgd',
        learningRate: 0.2,
        schedule: 'oneCycle',
        weightDecay: 2e-4,
        averaging: 1,
        shift: 2,
        cutout: 8,
        flip: 'auto',
      },
    },
    {
      name: 'small',
      description: 'Fewer than 100,000 parameters (with ten classes), trained for long: a small file to carry along.',
      network: residualNetwork([16, 32, 56], 0.05),
      training: {
        epochs: 40,
        batchSize: 128,
        optimizer: 'sgd',
        learningRate: 0.2,
        schedule: 'oneCycle',
        weightDecay: 2e-4,
        averaging: 1,
        shift: 1,
        flip: 'auto',
      },
    },
    {
      name: 'reference',
      description: 'The plain two-convolution network that textbooks train on this data, with Adam.',
      network: [
        ...[{ type: 'conv2d', filters: 32, padding: 'valid' }, relu, norm, pool, { type: 'dropout', rate: 0.25 }],
        ...[{ type: 'conv2d', filters: 64, padding: 'valid' }, relu, norm, pool, { type: 'dropout', rate: 0.25 }],
        ...[{ type: 'flatten' }, { type: 'dense', units: 128 }, relu, norm, { type: 'dropout', rate: 0.5 }],
        { type: 'dense', units: 'classes' },
      ],
      training: { epochs: 10, batchSize: 128, optimizer: 'adam', learningRate: 1e-3, patience: 5 },
    },
  ].map((recipe) => [recipe.name, recipeSchema.parse(recipe)]),
);

export const DEFAULT_RECIPE = 'standard';

/** A recipe by its name, or from a JSON file. @throws UserError for an unknown name or a file that is no recipe. */
export function loadRecipe(nameOrFile: string): Recipe {
  if (Object.hasOwn(RECIPES, nameOrFile)) return RECIPES[nameOrFile];
  const names = Object.keys(RECIPES).join(', ');
  let text: string;
  try {
    text = fs.readFileSync(nameOrFile, 'utf8');
  } catch {
    throw new UserError(
      l10n.t('no recipe named "{0}", and no such file', nameOrFile),
      l10n.t('use one of {0}, or the path of a JSON file', names),
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(l10n.t('not JSON: {0}', (error as Error).message), l10n.t('correct the file'), {
      file: nameOrFile,
    });
  }
  return parseRecipe(json, path.resolve(nameOrFile));
}

/** Checks a recipe that came from outside; `file` is named in the error. @throws UserError */
export function parseRecipe(json: unknown, file: string): Recipe {
  const remedy = l10n.t('see "Recipes" in the README');
  const result = recipeSchema.safeParse(json, { error: describeRecipeIssue });
  if (!result.success) {
    // A name that is not known is most often the misspelt form of one that is then missing: it is told first.
    const { issues } = result.error;
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    const place = issue.path.length ? issue.path.join('.') : l10n.t('recipe');
    throw new UserError(`${place}: ${issue.message}`, remedy, { file });
  }
  try {
    // Whether the layers fit on each other does not depend on the number of classes.
    buildNetwork(result.data.network, 2);
  } catch (error) {
    throw error instanceof UserError ? new UserError(error.problem, error.remedy, { file }) : error;
  }
  return result.data;
}

/**
 * How many images a step takes: a power of two that leaves about 40 steps an epoch, from 16 to the recipe's batch size.
 * Small sets need the steps more than the smooth gradient.
 */
export function batchSizeFor(training: Pick<TrainingSpec, 'batchSize'>, trainCount: number): number {
  const wanted = 2 ** Math.round(Math.log2(Math.max(1, trainCount / 40)));
  return Math.min(training.batchSize, Math.max(16, wanted), Math.max(2, trainCount));
}
