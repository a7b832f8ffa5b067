import assert from 'node:assert/strict';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, it } from 'mocha';
import { formatModelSummary } from '../../../../src/engine/reports/modelSummary';
import { loadRuntime } from '../../../../src/engine/runtime';

describe('the model summary', () => {
  it('reads as in Keras', async () => {
    await loadRuntime('wasm');
    const model = tfl.sequential({
      name: 'small',
      layers: [
        tfl.layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, name: 'conv2d' }),
        tfl.layers.batchNormalization({ name: 'batch_normalization' }),
        tfl.layers.maxPooling2d({ poolSize: 2, name: 'max_pooling2d' }),
        tfl.layers.flatten({ name: 'flatten' }),
        tfl.layers.dense({ units: 10, name: 'dense' }),
      ],
    });
    // 3 * 3 * 32 + 32; four numbers a channel, half of them moved by averaging; 13 * 13 * 32 * 10 + 10.
    const summary = formatModelSummary(model);
    const rows = summary.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '));
    assert.deepEqual(
      rows.filter((line) => !/^[=_]*$/.test(line)),
      [
        'Model: "small"',
        'Layer (type) | Output Shape | Param #',
        'conv2d (Conv2D) | (None, 26, 26, 32) | 320',
        'batch_normalization (BatchNormalization) | (None, 26, 26, 32) | 128',
        'max_pooling2d (MaxPooling2D) | (None, 13, 13, 32) | 0',
        'flatten (Flatten) | (None, 5408) | 0',
        'dense (Dense) | (None, 10) | 54,090',
        'Total params: 54,538 (213.04 KB)',
        'Trainable params: 54,474 (212.79 KB)',
        'Non-trainable params: 64 (256 B)',
      ],
    );
    model.dispose();
  });

  it('says what is connected to what where the layers are no plain sequence', async () => {
    await loadRuntime('wasm');
    const input = tfl.input({ shape: [4], name: 'in' });
    const dense = tfl.layers.dense({ units: 4, name: 'dense' }).apply(input) as tfl.SymbolicTensor;
    const sum = tfl.layers.add({ name: 'add' }).apply([dense, input]) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: input, outputs: sum });
    const summary = formatModelSummary(model);
    assert.match(summary, /Param # +Connected to$/m);
    assert.match(summary, /add \(Add\) +\(None, 4\) +0 +dense, in$/m);
    model.dispose();
  });
});
