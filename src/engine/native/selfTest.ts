import * as l10n from '@vscode/l10n';
import { IMAGE_BYTES } from '../../shared/classes';
import { createCompute } from '../model/compute';
import { buildNetwork, initialParameters, initialStatistics } from '../model/network';
import { recipeSchema, type Recipe } from '../model/recipeSchema';
import { loadRuntime, type Runtime } from '../runtime';

/** The largest difference that rounding in single precision can explain here. */
const TOLERANCE = 1e-4;

/** Together they have every kind of operation that training leans on, but for dropout, which draws by chance. */
const RECIPES = [
  recipeSchema.parse({
    name: 'self-test with SGD',
    network: [
      { type: 'conv2d', filters: 4 },
      { type: 'batchNormalization' },
      { type: 'relu' },
      { type: 'maxPooling2d' },
      { type: 'residual', layers: [{ type: 'conv2d', filters: 4 }] },
      { type: 'globalAveragePooling2d' },
      { type: 'dense', units: 'classes' },
    ],
    training: { epochs: 1, optimizer: 'sgd', learningRate: 0.1, weightDecay: 0.01, averaging: 1 },
  }),
  recipeSchema.parse({
    name: 'self-test with Adam',
    network: [
      { type: 'conv2d', filters: 4, kernelSize: 1, strides: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 5 },
      { type: 'relu' },
      { type: 'batchNormalization' },
      { type: 'dense', units: 'classes' },
    ],
    training: { epochs: 1, optimizer: 'adam', learningRate: 0.01, weightDecay: 0.01 },
  }),
];
const CLASSES = 3;
const IMAGES = 8;
const STEPS = 2;

/**
 * Multiplies two matrices and compares that with sums done by hand; and, of the native engine, trains small networks for
 * two steps and compares the weights with those that WASM comes to.
 * @returns what is wrong, or null.
 */
export async function selfTest(runtime: Runtime): Promise<string | null> {
  if (!(await multipliesRightly(runtime))) return l10n.t('its matrix product is wrong');
  if (runtime.name === 'wasm') return null;
  const { tf } = runtime;
  const before = tf.getBackend();
  const native: Float32Array[] = [];
  for (const recipe of RECIPES) native.push(await trainedWeights(runtime, recipe));
  try {
    const wasm = await loadRuntime('wasm');
    for (const [i, recipe] of RECIPES.entries()) {
      if (!close(native[i], await trainedWeights(wasm, recipe)))
        return l10n.t('it does not train as the WASM engine does');
    }
    return null;
  } finally {
    await tf.setBackend(before);
  }
}

async function multipliesRightly({ tf }: Runtime): Promise<boolean> {
  const [rows, inner, columns] = [17, 33, 9];
  const left = wave(rows * inner, 0.7);
  const right = wave(inner * columns, 1.3);
  const product = tf.tidy(() => tf.matMul(tf.tensor2d(left, [rows, inner]), tf.tensor2d(right, [inner, columns])));
  const expected = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let k = 0; k < inner; k++)
        expected[row * columns + column] += left[row * inner + k] * right[k * columns + column];
    }
  }
  const computed = await product.data<'float32'>();
  product.dispose();
  return close(computed, expected);
}

async function trainedWeights(runtime: Runtime, recipe: Recipe): Promise<Float32Array> {
  const network = buildNetwork(recipe.network, CLASSES);
  const options = { network, training: recipe.training, batchSize: IMAGES, loss: {}, seed: 1 };
  const compute = createCompute(runtime, options, 1);
  try {
    const weights = { parameters: initialParameters(network, 1), statistics: initialStatistics(network) };
    const pictures = wave(IMAGES * IMAGE_BYTES, 0.37).map((value) => (value + 1) / 2);
    const labels = Uint8Array.from({ length: IMAGES }, (_, i) => i % CLASSES);
    compute.begin(weights);
    for (let step = 1; step <= STEPS; step++) {
      await compute.step(
        { pictures, labels },
        { step, learningRate: recipe.training.learningRate, averagingRate: 1 / step },
      );
    }
    compute.end(weights);
    return compute.average ?? weights.parameters;
  } finally {
    compute.dispose();
  }
}

function wave(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(index * step));
}

function close(computed: Float32Array, expected: Float32Array): boolean {
  // Written so that NaN counts as wrong.
  return (
    computed.length === expected.length &&
    expected.every((value, index) => Math.abs(computed[index] - value) <= TOLERANCE)
  );
}
