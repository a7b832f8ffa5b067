import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import type { DescribeRecipeRequest, LayerRow, RecipeCard, RecipeDescription } from '../shared/contracts/training';
import { figuresText } from '../shared/numbers';
import { UserError } from '../shared/userError';
import { buildNetwork, type Layer, type Network } from './model/network';
import { loadRecipe, parseRecipe, RECIPES, type Recipe } from './model/recipe';
import { plain } from './reports/words';

/** What parameters are counted for where no data says how many classes there are. */
export const USUAL_CLASSES = 10;

/** What the named recipes say of themselves, as a person reads it: in a recipe, and so in a run's card, it is English. */
const DESCRIPTIONS: Readonly<Record<string, string | undefined>> = {
  standard: l10n.t('A small residual network: the best accuracy for a few minutes of two cores.'),
  quick: l10n.t('A smaller one: a good network in about a minute of two cores.'),
  best: l10n.t('A wider one that keeps the resolution longer: the best accuracy for most of an hour of two cores.'),
  small: l10n.t('Fewer than 100,000 parameters (with ten classes), trained for long: a small file to carry along.'),
  reference: l10n.t('The plain two-convolution network that textbooks train on this data, with Adam.'),
};

/** Also of a file that still has the words of a named recipe. */
function descriptionOf({ description }: Recipe): string {
  const named = Object.values(RECIPES).find((recipe) => recipe.description === description);
  return (named && DESCRIPTIONS[named.name]) ?? description;
}

/** The recipes that have a name, the default first. */
export function listRecipes(): RecipeCard[] {
  return Object.values(RECIPES).map((recipe) => ({
    recipe: recipe.name,
    name: recipe.name,
    description: descriptionOf(recipe),
    epochs: recipe.training.epochs,
    parameters: buildNetwork(recipe.network, USUAL_CLASSES).parameterCount,
  }));
}

/** What is in a recipe, layer by layer, or what is wrong with it. */
export function describeRecipe(request: DescribeRecipeRequest): RecipeDescription {
  try {
    const recipe = 'text' in request ? parseText(request.text) : loadRecipe(request.recipe);
    const network = buildNetwork(recipe.network, USUAL_CLASSES);
    return {
      problem: null,
      name: recipe.name,
      description: descriptionOf(recipe),
      epochs: recipe.training.epochs,
      layers: describeLayers(network),
      parameters: network.parameterCount,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: plain(error.problem), name: '', description: '', epochs: 0, layers: [], parameters: 0 };
  }
}

/** A recipe's JSON, to be edited: a named one as it is written here, a file as it is. @throws UserError */
export async function recipeText(recipe: string): Promise<string> {
  if (!Object.hasOwn(RECIPES, recipe)) {
    loadRecipe(recipe);
    return readFile(recipe, 'utf8');
  }
  return formatRecipe(RECIPES[recipe]);
}

/** JSON with a line for each layer. */
function formatRecipe({ name, description, network, training }: Recipe): string {
  const line = (value: unknown) => JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ');
  const layers = network.map((layer) => {
    if (layer.type !== 'residual') return `    ${line(layer)}`;
    const inner = layer.layers.map((one) => `        ${line(one)}`);
    return `    {\n      "type": "residual",\n      "layers": [\n${inner.join(',\n')}\n      ]\n    }`;
  });
  const settings = JSON.stringify(training, null, 2).replaceAll('\n', '\n  ');
  return [
    '{',
    `  "name": ${JSON.stringify(name)},`,
    `  "description": ${JSON.stringify(description)},`,
    '  "network": [',
    layers.join(',\n'),
    '  ],',
    `  "training": ${settings}`,
    '}',
    '',
  ].join('\n');
}

function parseText(text: string): Recipe {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      l10n.t('not JSON: {0}', `${message}${placeOf(message, text)}`),
      l10n.t({ message: 'correct it', args: [], comment: ['the JSON text'] }),
    );
  }
  return parseRecipe(json, '');
}

/** Node tells where the fault is as a position, newer ones with its line too. */
function placeOf(message: string, text: string): string {
  const position = /at position (\d+)(?! \(line)/.exec(message)?.[1];
  if (position === undefined || message.includes('(line ')) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length} column ${before.at(-1)!.length + 1})`;
}

function describeLayers(network: Network): LayerRow[] {
  const rowsOf = (layers: readonly Layer[], nested: boolean): LayerRow[] =>
    layers.flatMap((layer) => {
      const own = Object.values(layer.parameters).reduce((total, { size }) => total + size, 0);
      const row = { layer: describeLayer(layer), shape: layer.outputShape.join(' x '), parameters: own, nested };
      return layer.type === 'residual' ? [row, ...rowsOf(layer.layers, true)] : [row];
    });
  return [...rowsOf(network.layers, false), { ...SOFTMAX, shape: String(network.classes) }];
}

/** Part of every network, without being written out. */
const SOFTMAX = { layer: 'Softmax', parameters: 0, nested: false };

function describeLayer(layer: Layer): string {
  const { outputShape } = layer;
  switch (layer.type) {
    case 'conv2d': {
      const { kernelSize, strides, padding, parameters } = layer;
      const more = [
        ...(strides > 1 ? [l10n.t('stride {0}', strides)] : []),
        ...(padding === 'valid' ? [l10n.t('no padding')] : []),
        ...(parameters.bias ? [] : [l10n.t('no bias')]),
      ];
      return [`Conv2D ${kernelSize}x${kernelSize}`, l10n.t('{0} filters', outputShape[2]), ...more].join(', ');
    }
    case 'maxPooling2d':
      return `MaxPooling2D ${layer.poolSize}x${layer.poolSize}`;
    case 'batchNormalization':
      return 'BatchNormalization';
    case 'relu':
      return 'ReLU';
    case 'dropout':
      return l10n.t('Dropout {0}%', figuresText(Number((100 * layer.rate).toFixed(2)), 4));
    case 'flatten':
      return 'Flatten';
    case 'globalAveragePooling2d':
      return 'GlobalAveragePooling2D';
    case 'dense':
      return layer.parameters.bias
        ? l10n.t('Dense, {0} units', outputShape[0])
        : l10n.t('Dense, {0} units, no bias', outputShape[0]);
    case 'residual':
      return l10n.t('Residual: its input is added to what its layers yield');
  }
}
