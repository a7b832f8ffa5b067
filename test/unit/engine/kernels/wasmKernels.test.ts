import { kernelsFor } from '../../../../src/engine/kernels';
import { loadRuntime } from '../../../../src/engine/runtime';
import { describeKernels } from './kernelContract';

describeKernels('WASM', async () => kernelsFor(await loadRuntime('wasm')));
