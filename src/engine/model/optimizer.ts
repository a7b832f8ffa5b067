import type { StepRates } from './compute';
import type { Network } from './network';
import type { TrainingSpec } from './recipe';

/**
 * Changes the flat parameter vector by its gradients, in plain JavaScript, for WASM; the native engine's graph follows the
 * same rules. All of its state is the arrays in `state`, so that a checkpoint is complete (tfjs' own optimizers keep theirs
 * to themselves).
 */
export interface Optimizer {
  /** The arrays a checkpoint must keep, each [parameterCount]. */
  readonly state: readonly Float32Array[];
  /** One step with the mean gradients of a batch. */
  apply(parameters: Float32Array, gradients: Float32Array, rates: Omit<StepRates, 'averagingRate'>): void;
}

export function createOptimizer({ optimizer, weightDecay }: TrainingSpec, network: Network): Optimizer {
  const decay = new Float32Array(network.parameterCount);
  // Only kernels decay: a batch normalization's scale and all offsets are left alone (He et al. 2018, arXiv 1812.01187).
  for (const { role, offset, size } of network.parameters)
    if (role === 'kernel') decay.fill(weightDecay, offset, offset + size);
  return optimizer === 'sgd' ? sgd(decay) : adam(decay);
}

/** Of SGD. */
export const MOMENTUM = 0.9;
/** Of Adam; Keras' values. */
export const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-7];

/** Stochastic gradient descent with Nesterov momentum (Sutskever et al. 2013) and L2 weight decay. */
function sgd(decay: Float32Array): Optimizer {
  const velocity = new Float32Array(decay.length);
  return {
    state: [velocity],
    apply(parameters, gradients, { learningRate }) {
      for (let i = 0; i < parameters.length; i++) {
        const gradient = gradients[i] + decay[i] * parameters[i];
        const speed = MOMENTUM * velocity[i] + gradient;
        velocity[i] = speed;
        parameters[i] -= learningRate * (gradient + MOMENTUM * speed);
      }
    },
  };
}

/** Adam (Kingma, Ba 2014, arXiv 1412.6980; Keras' epsilon) with decoupled weight decay (arXiv 1711.05101). */
function adam(decay: Float32Array): Optimizer {
  const first = new Float32Array(decay.length);
  const second = new Float32Array(decay.length);
  return {
    state: [first, second],
    apply(parameters, gradients, { learningRate, step }) {
      const firstShare = 1 - BETA_1 ** step;
      const secondShare = 1 - BETA_2 ** step;
      for (let i = 0; i < parameters.length; i++) {
        const gradient = gradients[i];
        const m = BETA_1 * first[i] + (1 - BETA_1) * gradient;
        const v = BETA_2 * second[i] + (1 - BETA_2) * gradient * gradient;
        first[i] = m;
        second[i] = v;
        const direction = m / firstShare / (Math.sqrt(v / secondShare) + EPSILON);
        parameters[i] -= learningRate * (direction + decay[i] * parameters[i]);
      }
    },
  };
}

/**
 * How far an exponential mean moves to its newest value at a step (from 1), so that it is a true mean from the first one
 * on (the correction is Adam's, arXiv 1412.6980). @param horizon about so many steps count
 */
export function averagingRateAt(horizon: number, step: number): number {
  const momentum = 1 - 1 / Math.max(1, horizon);
  return (1 - momentum) / (1 - momentum ** step);
}

/** The learning rate at a step (from 1) of all steps. */
export function learningRateAt({ schedule, learningRate }: TrainingSpec, step: number, steps: number): number {
  if (schedule === 'constant') return learningRate;
  const done = (step - 0.5) / steps;
  const warmUp = 0.2;
  return learningRate * (done < warmUp ? done / warmUp : (1 - done) / (1 - warmUp));
}
