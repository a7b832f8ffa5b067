import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { IMAGE_SIDE } from '../../shared/classes';
import { UserError } from '../../shared/userError';
import type { Run } from '../runs';
import { fromLayersModel } from './exportModel';
import type { Weights } from './forwardBackward';
import { buildNetwork, type Network } from './network';
import { recipeSchema } from './recipeSchema';

/** A network as evaluation needs it: [n, 28, 28, 1] pixels / 255 in, [n, classCount] probabilities out. */
export interface RunModel {
  model: tfl.LayersModel;
  classCount: number;
  /** The same as a network of ours, which predicts faster; null where the model is not what the run's recipe says. */
  own: { network: Network; weights: Weights } | null;
}

const REMEDY = l10n.t('the run is damaged: train again, or choose another run');

/**
 * Loads `model/model.json` and its weights out of a run folder: the standard tfjs Layers format, from anyone.
 * @throws UserError when it is missing, damaged, or of another shape.
 */
export async function loadRunModel({ folder, record }: Run): Promise<RunModel> {
  const file = path.join(folder, 'model', 'model.json');
  const artifacts = await readArtifacts(file);
  let model: tfl.LayersModel;
  try {
    model = await tfl.loadLayersModel(tf.io.fromMemory(artifacts));
  } catch (error) {
    throw new UserError(
      l10n.t('cannot be loaded: {0}', error instanceof Error ? error.message : String(error)),
      REMEDY,
      { file },
    );
  }
  const input = JSON.stringify(model.inputs.map(({ shape }) => shape));
  const [output, ...more] = model.outputs;
  const classCount = output.shape[1];
  if (
    input !== JSON.stringify([[null, IMAGE_SIDE, IMAGE_SIDE, 1]]) ||
    output.shape.length !== 2 ||
    !classCount ||
    more.length > 0
  ) {
    model.dispose();
    const outputs = [output, ...more].map(({ shape }) => JSON.stringify(shape)).join();
    throw new UserError(
      l10n.t('is a network of another shape (input {0}, output {1})', input, outputs),
      l10n.t('choose a run with 28 x 28 images'),
      { file },
    );
  }
  return { model, classCount, own: ownNetwork(model, classCount, record.recipe) };
}

function ownNetwork(model: tfl.LayersModel, classCount: number, recipe: unknown): RunModel['own'] {
  const parsed = recipeSchema.safeParse(recipe);
  if (!parsed.success) return null;
  let network: Network;
  try {
    network = buildNetwork(parsed.data.network, classCount);
  } catch {
    return null;
  }
  const weights = fromLayersModel(network, model);
  return weights && { network, weights };
}

/** What is relied on before tfjs has a look; fields that are not listed are kept as they are. */
const modelFile = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(
        z.looseObject({
          name: z.string(),
          shape: z.array(z.int().min(0)),
          dtype: z.enum(['float32', 'int32', 'bool', 'string', 'complex64']),
          quantization: z.looseObject({ dtype: z.enum(['uint8', 'uint16', 'float16']) }).optional(),
        }),
      ),
    }),
  ),
});
type ModelFile = z.infer<typeof modelFile>;

async function readArtifacts(file: string): Promise<tf.io.ModelArtifacts> {
  const { modelTopology, weightsManifest } = parseModelFile(await read(file), file);
  const shards: Buffer[] = [];
  for (const name of weightsManifest.flatMap(({ paths }) => paths)) {
    // The names come from a file: they must not lead out of its folder.
    if (/[\\/:\p{Cc}]/u.test(name) || ['', '.', '..'].includes(name))
      throw new UserError(l10n.t('names weights elsewhere: "{0}"', name), REMEDY, { file });
    shards.push(await read(path.join(path.dirname(file), name)));
  }
  const weights = Buffer.concat(shards);
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const expected = weightSpecs.reduce((total, spec) => total + tf.util.sizeFromShape(spec.shape) * bytesOf(spec), 0);
  if (expected !== weights.length) {
    throw new UserError(l10n.t('asks for {0} bytes of weights, but there are {1}', expected, weights.length), REMEDY, {
      file,
    });
  }
  // A view into Node's shared pool would be misread as the whole of it.
  return { modelTopology, weightSpecs, weightData: new Uint8Array(weights).buffer };
}

function parseModelFile(json: Buffer, file: string): ModelFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.toString('utf8'));
  } catch {
    throw new UserError(l10n.t('is not valid JSON'), REMEDY, { file });
  }
  const checked = modelFile.safeParse(parsed);
  const { modelTopology } = checked.data ?? {};
  if (!checked.data || !isBuildable(modelTopology?.['model_config'] ?? modelTopology))
    throw new UserError(l10n.t('is not a network in the tfjs Layers format'), REMEDY, { file });
  return checked.data;
}

const layered = z.looseObject({
  class_name: z.string(),
  // Old sequential networks have their layers there at once.
  config: z.union([
    z.looseObject({ layers: z.array(z.unknown()) }),
    z.array(z.unknown()).transform((layers) => ({ layers })),
  ]),
});
const placedLayer = z.looseObject({
  class_name: z.string(),
  name: z.string(),
  /** A node for each use of the layer: of its inputs, the layer and which of that one's uses. */
  inbound_nodes: z.array(z.array(z.tuple([z.string(), z.int().min(0)]).rest(z.unknown()))),
});

/**
 * Whether tfjs comes to an end with the layers of a network: it waits for each one's inputs, and for ever where one is not
 * there or hangs on itself.
 */
function isBuildable(network: unknown): boolean {
  const { data } = layered.safeParse(network);
  if (!data) return false;
  const { layers } = data.config;
  const inner = layers.filter((layer) => layered.safeParse(layer).success);
  if (!inner.every(isBuildable)) return false;
  if (data.class_name === 'Sequential') return true;
  const parsed = z.array(placedLayer).safeParse(layers);
  if (!parsed.success) return false;
  /** How often each can be taken from. An input, or a network, has been used once when it is there. */
  const uses = new Map<string, number>();
  for (const layer of parsed.data) {
    if (uses.has(layer.name)) return false;
    uses.set(layer.name, layer.class_name === 'InputLayer' || layered.safeParse(layer).success ? 1 : 0);
  }
  let waiting = parsed.data.flatMap(({ name, inbound_nodes }) => inbound_nodes.map((inputs) => ({ name, inputs })));
  for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
    before = waiting.length;
    waiting = waiting.filter(({ name, inputs }) => {
      if (!inputs.every(([input, use]) => (uses.get(input) ?? 0) > use)) return true;
      uses.set(name, uses.get(name)! + 1);
      return false;
    });
  }
  return waiting.length === 0;
}

/** Bytes of one element as stored, which quantization makes fewer. */
function bytesOf({ dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const sizes: Record<string, number | undefined> = { float16: 2, uint16: 2, uint8: 1, bool: 1, complex64: 8 };
  return sizes[quantization?.dtype ?? dtype] ?? 4;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(l10n.t('is missing'), l10n.t('go on with its training, or choose a finished run'), { file });
    }
    if (code === 'EISDIR') throw new UserError(l10n.t('is a folder, not a file'), REMEDY, { file });
    if (code === 'EACCES' || code === 'EPERM') {
      throw new UserError(l10n.t('no permission to read'), l10n.t('change the permissions of the file'), { file });
    }
    throw error;
  }
}
