import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import {
  checkClassCount,
  classFinder,
  type ClassList,
  DEFAULT_CLASSES,
  folderOutside,
  holdsControls,
  naturalOrder,
} from './classNames';
import type { SplitSource } from './inventory';

/**
 * The classes of a data set: those listed, if a list was given; else, where all of it is class folders with names of
 * their own, these in natural order; else the ten of Fashion-MNIST. All splits share them.
 * @throws UserError if there are not 2 to 255, or a folder's name cannot be that of a class.
 */
export function classesOf(sources: readonly SplitSource[], listed: ClassList | null, location: string): ClassList {
  if (listed) return listed;
  const pictures = sources.filter((source) => source.kind === 'pictures');
  if (pictures.length === 0) return DEFAULT_CLASSES;
  const numberOf = classFinder(DEFAULT_CLASSES.names);
  const folders = new Set(pictures.flatMap((source) => source.classes.map(({ name }) => name)));
  const standard = [...folders].every((name) => numberOf(name) >= 0);
  const numbered = sources.some((source) => source.kind === 'csv' || source.kind === 'idx');
  if (standard || numbered) return DEFAULT_CLASSES;
  const names = [...folders].sort(naturalOrder);
  checkClassCount(names.length, location);
  for (const { folder, classes } of pictures) for (const { name } of classes) checkFolderName(folder, name);
  return { names, file: null };
}

/** As in a list of class names: the name goes into every report of the classes. */
function checkFolderName(folder: string, name: string): void {
  if (!holdsControls(name)) return;
  throw new UserError(l10n.t("the folder's name holds control characters"), l10n.t('rename it'), {
    file: path.join(folder, name),
  });
}

/** The class number of each class folder. @throws UserError if one is none of the classes. */
export function folderLabels(source: Extract<SplitSource, { kind: 'pictures' }>, classes: ClassList): number[] {
  const numberOf = classFinder(classes.names);
  return source.classes.map(({ name }) => {
    const label = numberOf(name);
    if (label >= 0) return label;
    throw folderOutside(path.join(source.folder, name), classes);
  });
}
