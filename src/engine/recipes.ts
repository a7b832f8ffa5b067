import { readFile } from 'node:fs/promises';
import type { DescribeRecipeRequest, LayerRow, RecipeCard, RecipeDescription } from '../shared/contracts/training';
import { UserError } from '../shared/userError';
import { buildNetwork, type Layer, type Network } from './model/network';
import { loadRecipe, parseRecipe, RECIPES, type Recipe } from './model/recipe';
import { plain } from './reports/words';

/** What parameters are counted for where no data says how many classes there are. */
export const USUAL_CLASSES = 10;

/** The recipes that have a name, the default first. */
export function listRecipes(): RecipeCard[] {
  return Object.values(RECIPES).map(({ name, description, network, training }) => ({
    recipe: name,
    name,
    description,
    epochs: training.epochs,
    parameters: buildNetwork(network, USUAL_CLASSES).parameterCount,
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
      description: recipe.description,
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
    throw new UserError(`not JSON: ${(error as Error).message}${placeOf(error as Error, text)}`, 'correct it');
  }
  return parseRecipe(json, '');
}

/** Node tells where the fault is as a position, newer ones with its line too. */
function placeOf({ message }: Error, text: string): string {
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
        ...(strides > 1 ? [`stride ${strides}`] : []),
        ...(padding === 'valid' ? ['no padding'] : []),
        ...(parameters.bias ? [] : ['no bias']),
      ];
      return [`Conv2D ${kernelSize}x${kernelSize}`, `${outputShape[2]} filters`, ...more].join(', ');
    }
    case 'maxPooling2d':
      return `MaxPooling2D ${layer.poolSize}x${layer.poolSize}`;
    case 'batchNormalization':
      return 'BatchNormalization';
    case 'relu':
      return 'ReLU';
    case 'dropout':
      return `Dropout ${Number((100 * layer.rate).toFixed(2))}%`;
    case 'flatten':
      return 'Flatten';
    case 'globalAveragePooling2d':
      return 'GlobalAveragePooling2D';
    case 'dense':
      return `Dense, ${outputShape[0]} units${layer.parameters.bias ? '' : ', no bias'}`;
    case 'residual':
      return 'Residual: its input is added to what its layers yield';
  }
}
