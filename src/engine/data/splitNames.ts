/** The splits a data set can have, in the order in which they are told. */
export const SPLIT_ORDER = ['train', 'validation', 'test', 'all'] as const;
export type SplitName = (typeof SPLIT_ORDER)[number];

const WORDS = new Map<string, SplitName>([
  ...['train', 'training', 'trainset'].map((word) => [word, 'train'] as const),
  ...['val', 'valid', 'validation', 'dev'].map((word) => [word, 'validation'] as const),
  ...['test', 'testing', 'testset', 't10k'].map((word) => [word, 'test'] as const),
]);

/** Words that may stand beside the split in a folder's name without making it something else. */
const FILLERS = new Set([
  'fashion',
  'mnist',
  'fashionmnist',
  'data',
  'dataset',
  'set',
  'split',
  'images',
  'pictures',
  'img',
  'png',
]);

/** The pattern for all scripts takes 30 ms to compile, so it is left to names that need it. */
const wordsOf = (name: string) =>
  name
    .toLowerCase()
    .split(/[^ -~]/.test(name) ? /[^\p{L}\p{N}]+/u : /[^a-z0-9]+/)
    .filter((word) => word !== '');

/** `fashion-mnist_train.csv`, `t10k` -> the split; null if the name tells none, or two. */
export function splitOfFile(name: string): SplitName | null {
  const found = new Set(wordsOf(name).flatMap((word) => WORDS.get(word) ?? []));
  return found.size === 1 ? [...found][0] : null;
}

/** As for a file, but the name must say nothing else: `train_images` is a split, `test tube` is a class. */
export function splitOfFolder(name: string): SplitName | null {
  return wordsOf(name).every((word) => WORDS.has(word) || FILLERS.has(word)) ? splitOfFile(name) : null;
}
