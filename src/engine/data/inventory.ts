import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../shared/userError';
import { firstBytes } from './byteSource';
import { splitOfFile, splitOfFolder, SPLIT_ORDER, type SplitName } from './splitNames';
import { describeIgnored } from './ignoredNotes';
import { CLASSES_FILE, FOLLOWED_BEFORE, type Ignored, listFolder, type Listing, WHY } from './listing';

/** Where the images of one split are. Paths are absolute. */
export type SplitSource =
  | { kind: 'csv'; file: string }
  | { kind: 'idx'; images: string; labels: string | null }
  | { kind: 'pictures'; folder: string; classes: { name: string; files: string[] }[] }
  | { kind: 'loose'; folder: string; files: string[] };

/** The files that a split is read from, absolute. */
export function filesOf(source: SplitSource): string[] {
  if (source.kind === 'csv') return [source.file];
  if (source.kind === 'idx') return source.labels ? [source.images, source.labels] : [source.images];
  return source.kind === 'loose' ? source.files : source.classes.flatMap(({ files }) => files);
}

/** What a folder holds: which file or folder each split is read from, and what is left out. */
export interface Inventory {
  splits: Map<SplitName, SplitSource>;
  /** The `classes.txt` beside the data. */
  classesFile: string | null;
  ignored: Ignored[];
}

/** How far below the opened folder data is looked for. */
const MAX_DEPTH = 5;

/** Where a split is there in several forms, the first of these is taken. */
const KIND_ORDER: SplitSource['kind'][] = ['idx', 'csv', 'pictures', 'loose'];

/**
 * Looks through a folder. A `signal` ends it with its reason.
 * @throws UserError if it holds no data, or several sets of it.
 */
export async function takeInventory(root: string, signal?: AbortSignal): Promise<Inventory> {
  const search = new Search(root, signal);
  const splits = await search.find(await listFolder(root, signal), 0);
  if (splits.size === 0) {
    throw nothingFound(root, search);
  }
  return { splits, classesFile: search.classesFile, ignored: search.ignored };
}

function nothingFound(root: string, { sawNothing, sawRun, ignored }: Search): UserError {
  if (sawRun) {
    const remedy = l10n.t('give the folder or file with the images; what a run was trained on is in its run.json');
    return new UserError(l10n.t('holds runs of this program, not data'), remedy, { file: root });
  }
  const reasons = describeIgnored(ignored).slice(0, 3).join(', ');
  const problem = sawNothing ? l10n.t('the folder is empty') : l10n.t('the folder holds no data that can be read');
  const remedy = l10n.t('give a folder with a CSV, an IDX pair, or one sub-folder of pictures for each class');
  return new UserError(reasons ? `${problem} (${reasons})` : problem, remedy, { file: root });
}

interface Candidate {
  split: SplitName;
  source: SplitSource;
}

class Search {
  readonly ignored: Ignored[] = [];
  classesFile: string | null = null;
  sawNothing = true;
  sawRun = false;

  /** What is in the folders that links lead to, by their real paths. */
  private readonly behindLinks = new Map<string, Promise<Listing>>();
  /** The real paths of those that were searched. */
  private readonly searched = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async find(listing: Listing, depth: number): Promise<Map<SplitName, SplitSource>> {
    const { folder } = listing;
    if (listing.isRun) {
      if (depth > 0) this.ignore(folder, WHY.isRun);
      this.sawNothing = false;
      this.sawRun = true;
      return new Map();
    }
    this.note(listing);
    const below = await this.listBelow(listing);
    const classes = below.filter((sub) => this.isClass(sub, below));
    const candidates = [...this.idxPairs(listing), ...(await this.csvFiles(listing, classes.length > 0))];
    if (classes.length > 0) candidates.push({ split: 'all', source: this.classFolders(folder, classes) });
    if (listing.pictures.length > 0) {
      const files = listing.pictures.map((name) => path.join(folder, name));
      if (classes.length > 0) this.ignore(folder, l10n.t('{0} pictures beside the class folders', files.length));
      else candidates.push({ split: 'all', source: { kind: 'loose', folder, files } });
    }
    const others = below.filter((sub) => !classes.includes(sub));
    for (const sub of others) candidates.push(...(await this.splitFolder(sub, depth)));
    if (candidates.length > 0) {
      for (const sub of others) {
        if (sub.isRun) this.ignore(sub.folder, WHY.isRun);
        else if (splitNameOf(sub) === null)
          this.ignore(sub.folder, l10n.t('neither a class with pictures nor a split'));
      }
      return this.choose(candidates);
    }
    return this.descend(
      others.filter((sub) => splitNameOf(sub) === null),
      depth,
    );
  }

  /** Lists the folders in a folder; what several links lead to is read once. */
  private listBelow({ folder, folders, linked }: Listing): Promise<Listing[]> {
    return Promise.all(
      folders.map(async (name) => {
        const at = path.join(folder, name);
        const target = linked.get(name);
        if (target === undefined) return listFolder(at, this.signal);
        const listing = this.behindLinks.get(target) ?? listFolder(at, this.signal);
        this.behindLinks.set(target, listing);
        return { ...(await listing), folder: at, target };
      }),
    );
  }

  /**
   * Whether a folder is to be searched. Where several links lead to it, it is so once: folders that are linked to each
   * other would be walked round and round.
   */
  private enters({ folder, target }: Listing): boolean {
    if (target === undefined) return true;
    if (this.searched.has(target)) {
      this.ignore(folder, FOLLOWED_BEFORE);
      return false;
    }
    this.searched.add(target);
    return true;
  }

  private note(listing: Listing): void {
    if (
      listing.csv.length +
        listing.idx.length +
        listing.pictures.length +
        listing.folders.length +
        listing.ignored.length >
      0
    ) {
      this.sawNothing = false;
    }
    for (const { name, why } of listing.ignored) this.ignore(path.join(listing.folder, name), why);
    if (listing.hasClasses) this.classesFile ??= path.join(listing.folder, CLASSES_FILE);
  }

  /** A folder of pictures is a class, unless its name is that of a split and no other folder is a class. */
  private isClass(sub: Listing, siblings: readonly Listing[]): boolean {
    if (sub.isRun || sub.pictures.length === 0) return false;
    if (splitNameOf(sub) === null) return true;
    const plain = sub.folders.length + sub.csv.length + sub.idx.length === 0;
    return plain && siblings.some((other) => splitNameOf(other) === null && other.pictures.length > 0 && !other.isRun);
  }

  private classFolders(folder: string, classes: readonly Listing[]): SplitSource {
    for (const sub of classes) {
      for (const { name, why } of sub.ignored) this.ignore(path.join(sub.folder, name), why);
      for (const name of [...sub.folders, ...sub.csv, ...sub.idx.map((file) => file.name)]) {
        this.ignore(path.join(sub.folder, name), l10n.t('inside a class folder, where only pictures are read'));
      }
    }
    return {
      kind: 'pictures',
      folder,
      classes: classes.map((sub) => ({
        name: path.basename(sub.folder),
        files: sub.pictures.map((name) => path.join(sub.folder, name)),
      })),
    };
  }

  private async splitFolder(sub: Listing, depth: number): Promise<Candidate[]> {
    const split = splitNameOf(sub);
    if (split === null || depth >= MAX_DEPTH || !this.enters(sub)) return [];
    const found = await this.find(sub, depth + 1);
    const source = found.get(split) ?? found.get('all') ?? (found.size === 1 ? [...found.values()][0] : undefined);
    if (!source)
      this.ignore(sub.folder, found.size > 0 ? l10n.t('holds several splits of its own') : l10n.t('holds no data'));
    return source ? [{ split, source }] : [];
  }

  /** No data here: looks for it below, as in `FashionMNIST/raw/`. */
  private async descend(below: readonly Listing[], depth: number): Promise<Map<SplitName, SplitSource>> {
    if (depth >= MAX_DEPTH) return new Map();
    const found: { folder: string; splits: Map<SplitName, SplitSource> }[] = [];
    for (const sub of below) {
      if (!this.enters(sub)) continue;
      const splits = await this.find(sub, depth + 1);
      if (splits.size > 0) found.push({ folder: sub.folder, splits });
    }
    if (found.length > 1) {
      const names = found.map(({ folder }) => this.relative(folder)).join(', ');
      throw new UserError(l10n.t('holds several data sets ({0})', names), l10n.t('choose one of them'), {
        file: this.root,
      });
    }
    return found[0]?.splits ?? new Map<SplitName, SplitSource>();
  }

  private idxPairs({ folder, idx }: Listing): Candidate[] {
    const pairs: Candidate[] = [];
    const taken = new Set<string>();
    for (const { name, is } of idx) {
      if (is.kind !== 'images' || taken.has(name)) continue;
      const same = idx.filter((file) => file.is.kind === 'images' && file.is.prefix === is.prefix);
      const labels = idx.filter((file) => file.is.kind === 'labels' && file.is.prefix === is.prefix);
      // Packed and unpacked side by side are the same data: the unpacked one is read.
      for (const files of [same, labels]) files.sort((a, b) => Number(a.is.gzipped) - Number(b.is.gzipped));
      for (const file of [...same, ...labels]) taken.add(file.name);
      for (const file of [...same.slice(1), ...labels.slice(1)])
        this.ignore(path.join(folder, file.name), l10n.t('the same is there in another file'));
      const source: SplitSource = {
        kind: 'idx',
        images: path.join(folder, same[0].name),
        labels: labels[0] ? path.join(folder, labels[0].name) : null,
      };
      pairs.push({ split: splitOfFile(is.prefix) ?? 'all', source });
    }
    for (const { name } of idx)
      if (!taken.has(name)) this.ignore(path.join(folder, name), l10n.t('labels without an images file'));
    return pairs;
  }

  /** CSV files whose name tells a split, and those others that hold pixels. */
  private async csvFiles({ folder, csv, idx }: Listing, hasClasses: boolean): Promise<Candidate[]> {
    const found: Candidate[] = [];
    const others: string[] = [];
    for (const name of csv) {
      this.signal?.throwIfAborted();
      const file = path.join(folder, name);
      const split = splitOfFile(name);
      const onlyOne = csv.length === 1 && idx.length === 0 && !hasClasses;
      if (split === null && !onlyOne && !(await holdsPixels(file))) this.ignore(file, WHY.noPixels);
      else if (split === null) others.push(file);
      else found.push({ split, source: { kind: 'csv', file } });
    }
    const named = found.length > 0 || idx.length > 0;
    if (others.length > 1 && !named) {
      const names = others.map((file) => this.relative(file)).join(', ');
      const remedy = l10n.t('choose one of them, or name them train and test');
      throw new UserError(l10n.t('holds several CSV files ({0})', names), remedy, { file: folder });
    }
    for (const file of others) found.push({ split: 'all', source: { kind: 'csv', file } });
    return found;
  }

  private choose(candidates: readonly Candidate[]): Map<SplitName, SplitSource> {
    const hasNamed = candidates.some(({ split }) => split !== 'all');
    const chosen = new Map<SplitName, SplitSource>();
    for (const split of SPLIT_ORDER) {
      const sources = candidates.filter((candidate) => candidate.split === split).map(({ source }) => source);
      sources.sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind));
      const [first, ...rest] = split === 'all' && hasNamed ? [undefined, ...sources] : sources;
      if (first) chosen.set(split, first);
      const why = first ? l10n.t('split {0} is read from {1}', split, this.relative(placeOf(first))) : WHY.noSplit;
      for (const source of rest) if (source) this.ignore(placeOf(source), why);
    }
    return chosen;
  }

  private ignore(file: string, why: string): void {
    this.ignored.push({ path: this.relative(file), why });
  }

  private relative(file: string): string {
    return path.relative(this.root, file).split(path.sep).join('/') || '.';
  }
}

const splitNameOf = ({ folder, isRun }: Listing) => (isRun ? null : splitOfFolder(path.basename(folder)));

/** The file or folder that stands for a source in messages. */
export function placeOf(source: SplitSource): string {
  return source.kind === 'csv' ? source.file : source.kind === 'idx' ? source.images : source.folder;
}

/** Whether a file's first line has about as many columns as an image has pixels. */
async function holdsPixels(file: string): Promise<boolean> {
  const [line] = Buffer.from(await firstBytes(file, 64 * 1024))
    .toString('latin1')
    .split('\n', 1);
  return line.split(',').length > 100;
}
