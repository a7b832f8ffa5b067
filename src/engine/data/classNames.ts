import fs from 'node:fs';
import * as l10n from '@vscode/l10n';
import { FASHION_MNIST_CLASSES, MAX_CLASSES } from '../../shared/classes';
import { UserError, type Place } from '../../shared/userError';
import { withFileErrors } from './fileErrors';

/** The names that labels stand for, and where they are from. */
export interface ClassList {
  names: readonly string[];
  /** The file that lists them; null for the ten of Fashion-MNIST, for names of folders and for a model's classes. */
  file: string | null;
  /** Whether they are the classes that a model has learnt: what does not fit, fits another model. */
  ofModel?: boolean;
}

/** The way out where data does not fit the classes that a model has learnt. */
export const FIT_THE_MODEL = l10n.t(
  "choose another run (--model on the command line), one that was trained on such data, or give data of this model's classes",
);

const LIST_THE_NAMES = l10n.t('list the class names in classes.txt beside the data');

export const DEFAULT_CLASSES: ClassList = { names: FASHION_MNIST_CLASSES, file: null };

const MAX_FILE_BYTES = 1 << 20;
const MAX_NAME_LENGTH = 100;

/** Reads class names, one a line, in the order of their numbers. @throws UserError with the line that is wrong. */
export async function readClassNames(file: string): Promise<ClassList> {
  const text = await withFileErrors(file, async () => {
    const stat = await fs.promises.stat(file);
    if (stat.size > MAX_FILE_BYTES || !stat.isFile()) {
      throw new UserError(l10n.t('is no list of class names'), l10n.t('give a text file with one name a line'), {
        file,
      });
    }
    return fs.promises.readFile(file, 'utf8');
  });
  const names = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim());
  while (names.at(-1) === '') names.pop();
  names.forEach((name, index) => {
    const problem = problemOf(name, names, index);
    if (problem)
      throw new UserError(problem, l10n.t('give each class one line and a name of its own'), { file, row: index + 1 });
  });
  checkClassCount(names.length, file);
  return { names, file };
}

function problemOf(name: string, names: readonly string[], index: number): string | null {
  if (name === '') return l10n.t('the line is empty');
  if (name.includes('\0') || name.includes('\uFFFD')) return l10n.t('the line is no text in UTF-8');
  if (holdsControls(name)) return l10n.t('the name holds control characters');
  if (name.length > MAX_NAME_LENGTH) return l10n.t('the name is longer than {0} characters', MAX_NAME_LENGTH);
  const first = names.indexOf(name);
  return first < index ? l10n.t('the name {0} is that of line {1}', JSON.stringify(name), first + 1) : null;
}

/**
 * Whether a name holds what a class may not be called by: characters that break a line, steer a terminal or turn the
 * direction of the text beside them, so that a report would read as something else.
 */
export function holdsControls(name: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name);
}

/** @throws UserError unless there are 2 to 255 classes. */
export function checkClassCount(count: number, file: string): void {
  if (count >= 2 && count <= MAX_CLASSES) return;
  const problem =
    count === 1
      ? l10n.t('1 class, not 2 to {0}', MAX_CLASSES)
      : l10n.t('{0} classes, not 2 to {1}', count, MAX_CLASSES);
  const remedy = count < 2 ? l10n.t('give at least two classes') : l10n.t('leave out or merge classes');
  throw new UserError(problem, remedy, { file });
}

/** The error for a label that no class has. `image` is its index where the place does not tell it. */
export function labelOutside(label: number, classes: ClassList, place: Place, image?: number): UserError {
  const { file, ofModel } = classes;
  const count = classes.names.length;
  const last = count - 1;
  let problem: string;
  if (image === undefined) {
    problem = ofModel
      ? l10n.t('label {label} is outside the {count} classes of the model (0 to {last})', { label, count, last })
      : l10n.t('label {label} is outside the {count} classes (0 to {last})', { label, count, last });
  } else {
    problem = ofModel
      ? l10n.t('label {label} of image {image} is outside the {count} classes of the model (0 to {last})', {
          label,
          image,
          count,
          last,
        })
      : l10n.t('label {label} of image {image} is outside the {count} classes (0 to {last})', {
          label,
          image,
          count,
          last,
        });
  }
  if (label < 0 || label >= MAX_CLASSES) {
    return new UserError(problem, l10n.t('give the number of the class, from 0'), place);
  }
  const correct = file === null ? LIST_THE_NAMES : l10n.t('correct it, or add its name to {0}', file);
  return new UserError(problem, ofModel ? FIT_THE_MODEL : correct, place);
}

/** The error for a class folder that is none of the classes. */
export function folderOutside(folder: string, { names, file, ofModel }: ClassList): UserError {
  const place = { file: folder };
  const count = names.length;
  if (ofModel) {
    return new UserError(l10n.t('the folder is none of the {0} classes of the model', count), FIT_THE_MODEL, place);
  }
  const remedy = file === null ? LIST_THE_NAMES : l10n.t('rename it, or add its name to {0}', file);
  return new UserError(l10n.t('the folder is none of the {0} classes', count), remedy, place);
}

/** Letters and digits alone, so that `T-shirt_top`, `t shirt top` and `T-shirt/top` are the same name. */
function bareName(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** A function from the name of a folder to the number of the class in `names` that it stands for, or -1. */
export function classFinder(names: readonly string[]): (folder: string) => number {
  const exact = new Map(names.map((name, index) => [name, index]));
  const bare = new Map<string, number>();
  names.forEach((name, index) => {
    const key = bareName(name);
    // A name that two classes share once their signs are gone stands for neither.
    bare.set(key, bare.has(key) ? -1 : index);
  });
  return (folder) => {
    const found = exact.get(folder) ?? (bareName(folder) === '' ? undefined : bare.get(bareName(folder)));
    if (found !== undefined) return found;
    const number = /^\d{1,3}$/.test(folder) ? Number(folder) : -1;
    return number < names.length ? number : -1;
  };
}

/** Natural order: `item 2` before `item 10`; the same on every machine. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

const collator = new Intl.Collator('en', { numeric: true });
