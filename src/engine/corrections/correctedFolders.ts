import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { classFinder } from '../data/classNames';
import type { SplitSource } from '../data/inventory';
import { splitOfFolder } from '../data/splitNames';
import { UserError } from '../../shared/userError';

type PictureSource = Extract<SplitSource, { kind: 'pictures' }>;

/** A picture and where it goes: paths relative to the data and to its copy. */
export interface PictureMove {
  from: string;
  to: string;
  /** Its class number there. */
  label: number;
}

export interface FoldersToCorrect {
  source: PictureSource;
  /** The class number of each of the source's folders. */
  labels: readonly number[];
  /** The folder that the paths are relative to, absolute. */
  base: string;
  classNames: readonly string[];
  /** The pictures whose class is another, by their path relative to `base` with forward slashes. */
  changed: ReadonlyMap<string, number>;
}

/**
 * Where each picture of class folders goes so that its folder says its corrected class. A folder keeps its name; a class
 * that has none in this split gets one. Of two pictures that would have the same name, the one that moves gets another.
 * @param folders names of class folders in other splits, by class number
 * @throws UserError where no folder can be named after a class
 */
export function planPictures(
  { source, labels, base, classNames, changed }: FoldersToCorrect,
  folders: ReadonlyMap<number, string>,
): PictureMove[] {
  const names = new Map(folders);
  for (const [index, { name }] of [...source.classes.entries()].reverse()) names.set(labels[index], name);
  const inside = (...parts: string[]) => path.join(path.relative(base, source.folder), ...parts);
  const taken = new Set<string>();
  const take = (file: string) => {
    const key = file.normalize('NFC').toLowerCase(); // two names that some file systems take for one
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  };
  const staying: PictureMove[] = [];
  const moving: (PictureMove & { folder: string })[] = [];
  source.classes.forEach(({ name, files }, index) => {
    for (const file of files) {
      const from = path.relative(base, file);
      const label = changed.get(from.split(path.sep).join('/'));
      if (label === undefined) {
        take(from);
        staying.push({ from, to: from, label: labels[index] });
      } else moving.push({ from, to: '', label, folder: name });
    }
  });
  for (const move of moving) {
    const target = names.get(move.label) ?? folderName(classNames, move.label, source.folder);
    names.set(move.label, target);
    const { name, ext } = path.parse(move.from);
    const from = move.folder.slice(0, 60);
    move.to = inside(target, name + ext);
    for (let number = 1; !take(move.to); number++) {
      move.to = inside(target, `${name} from ${from}${number > 1 ? ` ${number}` : ''}${ext}`);
    }
  }
  return [...staying, ...moving.map(({ from, to, label }) => ({ from, to, label }))];
}

/** Names that Windows keeps for devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A folder name that is read as a class: its letters and digits, or else its number. @throws UserError */
function folderName(classNames: readonly string[], label: number, folder: string): string {
  const bare = classNames[label].replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
  const numberOf = classFinder(classNames);
  const fits = (name: string) =>
    name !== '' && !RESERVED.test(name) && splitOfFolder(name) === null && numberOf(name) === label;
  const found = [bare, String(label)].find(fits);
  if (found !== undefined) return found;
  throw new UserError(
    l10n.t('no folder can be named after class {0}, {1}', label, JSON.stringify(classNames[label])),
    l10n.t('make a folder of this class with a picture in it, or give the class another name'),
    { file: folder },
  );
}
