import * as l10n from '@vscode/l10n';
import { z } from 'zod';

// A recipe says which network is trained and how. The names are those of Keras layers; the softmax over the classes is
// part of every network and is not written out. The descriptions are shown while a recipe is edited.

const useBias = z.boolean().default(true).describe('Whether a trained number is added to each output.');

const simpleLayers = [
  z
    .strictObject({
      type: z.literal('conv2d').describe('Convolution: the same small filters over the whole picture.'),
      filters: z.int().min(1).max(1024).describe('How many filters, and so channels of the output.'),
      kernelSize: z.int().min(1).max(7).default(3).describe('Side of a filter in pixels.'),
      strides: z.int().min(1).max(2).default(1).describe('Pixels from one place to the next; 2 halves the picture.'),
      padding: z
        .enum(['same', 'valid'])
        .default('same')
        .describe('same: zeros around the picture keep its size; valid: only places within the picture.'),
      useBias,
    })
    .describe('A convolution.'),
  z
    .strictObject({
      type: z.literal('maxPooling2d').describe('Keeps the largest value of each square.'),
      poolSize: z.int().min(2).max(7).default(2).describe('Side of a square, by which the picture gets smaller.'),
    })
    .describe('Makes the picture smaller: of each square, the largest value.'),
  z
    .strictObject({
      type: z.literal('batchNormalization').describe('Brings each channel to mean 0 and deviation 1, then scales it.'),
    })
    .describe('Brings each channel of a batch to mean 0 and deviation 1, then scales it as is learnt.'),
  z
    .strictObject({ type: z.literal('relu').describe('What is below 0 becomes 0.') })
    .describe('The activation: what is below 0 becomes 0.'),
  z
    .strictObject({
      type: z.literal('dropout').describe('Sets some values to 0 at random in training, against over-fitting.'),
      rate: z.number().min(0).max(0.95).describe('Share of the values that become 0.'),
    })
    .describe('In training, sets a share of the values to 0 at random.'),
  z
    .strictObject({ type: z.literal('flatten').describe('Turns the picture into one row of numbers.') })
    .describe('Turns the picture into one row of numbers, as dense layers want it.'),
  z
    .strictObject({
      type: z.literal('globalAveragePooling2d').describe('The mean of each channel, as one row of numbers.'),
    })
    .describe('The mean of each channel over the whole picture, as one row of numbers.'),
  z
    .strictObject({
      type: z.literal('dense').describe('Every output depends on every input.'),
      units: z
        .union([z.int().min(1).max(4096), z.literal('classes')], {
          error: l10n.t('Invalid input: expected a whole number from 1 to 4096, or "classes"'),
        })
        .describe('How many outputs; "classes" for the last layer: one for each class.'),
      useBias,
    })
    .describe('A fully connected layer.'),
] as const;
const simpleLayer = z.discriminatedUnion('type', simpleLayers);

const layer = z.discriminatedUnion('type', [
  ...simpleLayers,
  // Output = input + layers(input) (He et al. 2015, arXiv 1512.03385).
  z
    .strictObject({
      type: z.literal('residual').describe('Adds its input to what its layers make of it.'),
      layers: z
        .array(simpleLayer)
        .min(1)
        .max(100)
        .describe('The layers within; the last must yield the shape that the first is given.'),
    })
    .describe('A residual block: its input is added to what its layers yield.'),
]);

const training = z.strictObject({
  epochs: z.int().min(1).max(1000).describe('Passes over the training images.'),
  // See `batchSizeFor`.
  batchSize: z
    .int()
    .min(2)
    .max(2048)
    .default(128)
    .describe('Images a step at most; small sets are trained with smaller batches.'),
  optimizer: z
    .enum(['sgd', 'adam'])
    .default('adam')
    .describe('sgd: stochastic gradient descent with momentum; adam: steps adapted to each weight.'),
  learningRate: z
    .number()
    .positive()
    .max(10)
    .describe('Size of the steps: the highest one, at the full batch size. About 0.001 for adam, 0.1 for sgd.'),
  // Smith 2018, arXiv 1803.09820.
  schedule: z
    .enum(['constant', 'oneCycle'])
    .default('constant')
    .describe('oneCycle: up to the highest rate within the first fifth of the training, then down to zero.'),
  weightDecay: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('How strongly weights are drawn to 0. Adam: decoupled, times the learning rate; sgd: the L2 gradient.'),
  // Polyak, Juditsky 1992; exponential, and corrected for its start as Adam's means are (arXiv 1412.6980).
  averaging: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .describe('The network that is kept is a mean of those of about so many epochs, the last counting most. 0: none.'),
  labelSmoothing: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('Share of the certainty that is taken from the right class and given to all.'),
  shift: z
    .int()
    .min(0)
    .max(8)
    .default(0)
    .describe('Pictures are moved at random by up to so many pixels each way, zeros moving in.'),
  // DeVries, Taylor 2017, arXiv 1708.04552.
  cutout: z
    .int()
    .min(0)
    .max(28)
    .default(0)
    .describe('A square with so many pixels to a side is blanked, at a place drawn at random. 0: none.'),
  flip: z
    .enum(['auto', 'yes', 'no'])
    .default('no')
    .describe(
      'Mirroring left to right at random. auto: from a third of the epochs on, if mirrored images are recognised.',
    ),
  patience: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('Stop after so many epochs without a better one, by validation accuracy, then loss; 0: never.'),
});

export const recipeSchema = z
  .strictObject({
    name: z.string().min(1).max(60).describe('What the recipe is called.'),
    description: z.string().max(300).default('').describe('What it is for, in a sentence.'),
    network: z
      .array(layer)
      .min(1)
      .max(200)
      .describe('The layers, from the picture of 28 x 28 to one number for each class; a softmax follows by itself.'),
    training: training.describe('How the network is trained.'),
  })
  .describe('A network for pictures of 28 x 28 grey pixels, and how it is trained.');

export type LayerSpec = z.infer<typeof layer>;
export type SimpleLayerSpec = z.infer<typeof simpleLayer>;
export type Recipe = z.infer<typeof recipeSchema>;
export type TrainingSpec = Recipe['training'];

/** The layers' types, for a person. */
export const LAYER_TYPES = layer.options.map(({ shape }) => shape.type.value).join(', ');

/** The JSON schema of a recipe's file, for editors: completion, hover texts and errors while it is typed. */
export function recipeJsonSchema(): object {
  return { title: 'FashionMNIST recipe', ...z.toJSONSchema(recipeSchema, { io: 'input', target: 'draft-7' }) };
}
