import type { Runtime } from '../runtime';
import type { Kernels } from './kernels';
import { nativeKernels } from './nativeKernels';
import { wasmKernels } from './wasmKernels';

export type { Kernels, Shape4D, Window } from './kernels';

/** The kernels of the engine that was loaded. */
export function kernelsFor({ name, tf }: Runtime): Kernels {
  return name === 'native' ? nativeKernels(tf) : wasmKernels(tf);
}
