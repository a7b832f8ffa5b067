import { kernelsFor } from '../../src/engine/kernels';
import { loadRuntime } from '../../src/engine/runtime';
import { describeKernels } from '../unit/engine/kernels/kernelContract';

describeKernels('native', async () => kernelsFor(await loadRuntime('native')));
