import { IMAGE_SIDE } from '../../shared/classes';
import type { Network, Parameter } from '../model/network';
import { BETA_1, BETA_2, EPSILON, MOMENTUM } from '../model/optimizer';
import type { TrainingSpec } from '../model/recipe';
import { DT, GraphBuilder, type Output } from './graphBuilder';
import { binary, concatenate, forwardAll, reshape, split, type Inference, type Training } from './layers';

// The whole of a training step, and of a prediction, as one TensorFlow graph: TensorFlow itself then chooses oneDNN's
// operations, fuses what can be fused, and keeps both cores busy. Executed one by one, as tfjs does it, the same
// operations take about twice as long.

export type OptimizerVariable = 'velocity' | 'first' | 'second' | 'average';

/**
 * What `ResourceApplyAdam` needs of a step. It adds epsilon before it corrects the second moment for its start; the paper's
 * rule, ours, adds it after that: hence the factor.
 */
export function adamInputs(step: number): Float32Array {
  const power2 = BETA_2 ** step;
  return Float32Array.of(BETA_1 ** step, power2, EPSILON * Math.sqrt(1 - power2));
}

/** The variables that an optimizer keeps beside the parameters. */
export function optimizerVariables({ optimizer, averaging }: TrainingSpec): OptimizerVariable[] {
  const own: OptimizerVariable[] = optimizer === 'sgd' ? ['velocity'] : ['first', 'second'];
  return averaging ? [...own, 'average'] : own;
}

const float = { type: DT.float };
const PICTURE = [IMAGE_SIDE, IMAGE_SIDE, 1];

/**
 * A graph for predictions and for training steps of `batch` images.
 *
 * A step is given `pictures` [batch, 28, 28, 1], `targets` (what the probabilities should be) [batch, classes], `shares`
 * (how much each image counts, over the batch's size) [batch, 1], `learning_rate` [], `seed` (seed and step) [2] int32,
 * for Adam `adam` (its betas to the power of the step, and its epsilon as `adamInputs` gives it) [3], and where weights are
 * averaged `averaging_rate` []. It yields `logits` [batch, classes] and `statistics` [statisticsCount], whose variances are
 * unbiased; and it changes the variables, each [parameterCount]. `set_x` gives a variable the `values`, `get_x` yields it.
 */
export function buildTrainingGraph(network: Network, training: TrainingSpec, batch: number): GraphBuilder {
  const graph = buildPredictionGraph(network);
  addVariables(graph, network, training);
  addStep(graph, network, training, batch);
  return graph;
}

/** A prediction is given `some_pictures` [any, 28, 28, 1], `flat` [parameterCount] and `moving` [statisticsCount], and yields `some_logits` [any, classes]. */
export function buildPredictionGraph(network: Network): GraphBuilder {
  const graph = new GraphBuilder();
  addPrediction(graph, network);
  return graph;
}

function feed(graph: GraphBuilder, name: string, shape: readonly number[], type: number = DT.float): Output {
  return graph.add('Placeholder', [], { dtype: { type }, shape: { shape } }, { name });
}

function addVariables(graph: GraphBuilder, { parameterCount }: Network, training: TrainingSpec): void {
  const shape = [parameterCount];
  const values = feed(graph, 'values', shape);
  for (const name of ['parameters', ...optimizerVariables(training)]) {
    const handle = { dtype: float, shape: { shape }, container: { text: '' }, shared_name: { text: name } };
    const variable = graph.add('VarHandleOp', [], handle, { name });
    const assigned = graph.add('AssignVariableOp', [variable, values], { dtype: float });
    graph.add('Identity', [graph.constant(0)], { T: float }, { name: `set_${name}`, after: [assigned] });
    graph.add('ReadVariableOp', [variable], { dtype: float }, { name: `get_${name}` });
  }
}

function addStep(graph: GraphBuilder, network: Network, training: TrainingSpec, batch: number): void {
  const { parameters, slots, classes } = network;
  const flat = graph.add('ReadVariableOp', ['parameters'], { dtype: float });
  const mode: Training = {
    kind: 'training',
    seed: feed(graph, 'seed', [2], DT.int32),
    gradients: new Map(),
    statistics: new Map(),
  };
  const pass = { graph, batch, parameters: inShape(graph, network, flat), mode };
  const [logits, back] = forwardAll(network.layers, feed(graph, 'pictures', [batch, ...PICTURE]), pass);
  const targets = feed(graph, 'targets', [batch, classes]);
  const loss = graph.add('SoftmaxCrossEntropyWithLogits', [logits, targets], { T: float });
  // Its second output is the gradient by the logits.
  back(binary(graph, 'Mul', `${loss}:1`, feed(graph, 'shares', [batch, 1])));
  const gradient = concatenate(
    graph,
    parameters.map((parameter) => reshape(graph, mode.gradients.get(parameter)!, [parameter.size])),
  );
  const stepped = addOptimizer(graph, network, training, flat, gradient);
  const updated = training.averaging ? addAverage(graph, stepped) : stepped;
  graph.add('Identity', [logits], { T: float }, { name: 'logits', after: [updated] });
  const statistics = slots.flatMap((slot) => mode.statistics.get(slot)!);
  const joined = statistics.length > 0 ? concatenate(graph, statistics) : graph.constant([]);
  graph.add('Identity', [joined], { T: float }, { name: 'statistics', after: [updated] });
}

/** A step of the optimizer, as `model/optimizer.ts` describes it. Returns the node that ends it. */
function addOptimizer(
  graph: GraphBuilder,
  network: Network,
  { optimizer, weightDecay }: TrainingSpec,
  parameters: Output,
  gradient: Output,
): Output {
  const rate = feed(graph, 'learning_rate', []);
  const options = { T: float, use_locking: { bool: false } };
  const decay = weightDecay ? binary(graph, 'Mul', parameters, decayRates(graph, network, weightDecay)) : null;
  if (optimizer === 'sgd') {
    const decayed = decay ? binary(graph, 'AddV2', gradient, decay) : gradient;
    const inputs = ['parameters', 'velocity', rate, decayed, graph.constant(MOMENTUM)];
    return graph.add('ResourceApplyMomentum', inputs, { ...options, use_nesterov: { bool: true } });
  }
  const after = decay
    ? [graph.add('AssignSubVariableOp', ['parameters', binary(graph, 'Mul', decay, rate)], { dtype: float })]
    : [];
  const fed = split(graph, feed(graph, 'adam', [3]), [1, 1, 1]).map((value) => reshape(graph, value, []));
  const [power1, power2, epsilon] = fed;
  const betas = [graph.constant(BETA_1), graph.constant(BETA_2)];
  const inputs = ['parameters', 'first', 'second', power1, power2, rate, ...betas, epsilon, gradient];
  // (Of the gradients none sees changed weights: what was read stays as it was, the variable gets a copy.)
  return graph.add('ResourceApplyAdam', inputs, { ...options, use_nesterov: { bool: false } }, { after });
}

/** Moves the mean of the parameters to their new values. */
function addAverage(graph: GraphBuilder, stepped: Output): Output {
  const after = [stepped];
  const [parameters, average] = ['parameters', 'average'].map((name) => {
    return graph.add('ReadVariableOp', [name], { dtype: float }, { after });
  });
  const way = binary(graph, 'Sub', parameters, average);
  const moved = binary(graph, 'Mul', way, feed(graph, 'averaging_rate', []));
  return graph.add('AssignAddVariableOp', ['average', moved], { dtype: float });
}

/** [parameterCount]; only kernels decay. */
function decayRates(graph: GraphBuilder, { parameters }: Network, weightDecay: number): Output {
  return concatenate(
    graph,
    parameters.map(({ role, size }) => {
      const rate = graph.constant(role === 'kernel' ? weightDecay : 0);
      return graph.add('Fill', [graph.constant([size], 'int32'), rate], { T: float, index_type: { type: DT.int32 } });
    }),
  );
}

function addPrediction(graph: GraphBuilder, network: Network): void {
  const { slots, statisticsCount } = network;
  const moving = feed(graph, 'moving', [statisticsCount]);
  const sizes = slots.flatMap(({ size }) => [size, size]);
  const parts = sizes.length > 0 ? split(graph, moving, sizes) : [];
  const mode: Inference = {
    kind: 'inference',
    statistics: new Map(slots.map((slot, i) => [slot, [parts[2 * i], parts[2 * i + 1]]])),
  };
  const flat = feed(graph, 'flat', [network.parameterCount]);
  const pass = { graph, batch: -1, parameters: inShape(graph, network, flat), mode };
  const [logits] = forwardAll(network.layers, feed(graph, 'some_pictures', [-1, ...PICTURE]), pass);
  graph.add('Identity', [logits], { T: float }, { name: 'some_logits' });
}

/** Each parameter as a tensor of its own. */
function inShape(graph: GraphBuilder, { parameters }: Network, flat: Output): Map<Parameter, Output> {
  const sizes = parameters.map(({ size }) => size);
  const parts = split(graph, flat, sizes);
  return new Map(parameters.map((parameter, i) => [parameter, reshape(graph, parts[i], parameter.shape)]));
}
