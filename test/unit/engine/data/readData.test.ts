import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { type LoadedData, readData } from '../../../../src/engine/data/readData';
import { FASHION_MNIST_CLASSES } from '../../../../src/shared/classes';
import { csvOf, freshFolder, greyPng, idxImages, idxLabels, pixelsOf, userError } from './makeFiles';

const splitsOf = ({ splits }: LoadedData) =>
  Object.fromEntries(splits.map(({ split, count, labels }) => [split, labels ? [...labels] : count]));
const whyOf = ({ ignored }: LoadedData) => Object.fromEntries(ignored.map(({ path: file, why }) => [file, why]));
/** Dark enough not to be inverted. */
const darkOf = (image: number) => pixelsOf(image).map((value) => value >> 1);
const png = (image = 0) => greyPng(28, 28, darkOf(image));

describe('what is taken from a folder', () => {
  const folder = freshFolder();
  const read = (name?: string) => readData({ path: folder.path(name) });

  it('CSV files by the splits in their names', async () => {
    folder.write('fashion-mnist_train.csv', csvOf([1, 2]));
    folder.write('fashion-mnist_test.csv.gz', zlib.gzipSync(csvOf([3])));
    folder.write('my-validation.csv', csvOf([4]));
    const data = await read();
    assert.deepEqual(splitsOf(data), { train: [1, 2], validation: [4], test: [3] });
    assert.deepEqual(data.classNames, FASHION_MNIST_CLASSES);
    assert.deepEqual(data.taken, [
      'train: 2 images from fashion-mnist_train.csv',
      'validation: 1 image from my-validation.csv',
      'test: 1 image from fashion-mnist_test.csv.gz',
    ]);
    assert.deepEqual(data.splits[0].source(1), { file: 'fashion-mnist_train.csv', row: 3 });
  });

  it('IDX pairs, of which the unpacked one is read', async () => {
    folder.write('train-images-idx3-ubyte', idxImages(2));
    folder.write('train-images-idx3-ubyte.gz', zlib.gzipSync(idxImages(2)));
    folder.write('train-labels-idx1-ubyte.gz', zlib.gzipSync(idxLabels([5, 6])));
    folder.write('t10k-images.idx3-ubyte', idxImages(1));
    folder.write('t10k-labels.idx1-ubyte', idxLabels([7]));
    folder.write('extra-labels-idx1-ubyte', idxLabels([7]));
    const data = await read();
    assert.deepEqual(splitsOf(data), { train: [5, 6], test: [7] });
    assert.equal(data.taken[0], 'train: 2 images from train-images-idx3-ubyte with train-labels-idx1-ubyte.gz');
    assert.deepEqual(whyOf(data), {
      'train-images-idx3-ubyte.gz': 'the same is there in another file',
      'extra-labels-idx1-ubyte': 'labels without an images file',
    });
    assert.deepEqual(data.splits[1].source(0), { file: 't10k-images.idx3-ubyte', index: 0 });
  });

  it('images without labels as unlabelled', async () => {
    folder.write('test-images-idx3-ubyte', idxImages(2));
    const data = await read();
    assert.deepEqual(splitsOf(data), { test: 2 });
    assert.deepEqual(data.taken, ['test: 2 images from test-images-idx3-ubyte, unlabelled']);
  });

  it('class folders, numbered by the ten names in any spelling', async () => {
    folder.write('T-shirt_top/a.png', png(0));
    folder.write('ankle boot/b.png', png(1));
    folder.write('Bag/c.png', png(2));
    const data = await read();
    assert.deepEqual(splitsOf(data), { all: [0, 8, 9] });
    assert.deepEqual(data.classNames, FASHION_MNIST_CLASSES);
    assert.deepEqual([...data.splits[0].pixels], [0, 2, 1].flatMap(darkOf));
    assert.deepEqual(data.splits[0].source(2), { file: 'ankle boot/b.png' });
  });

  it('class folders named by number', async () => {
    for (const label of [3, 0, 9]) folder.write(`${label}/a.png`, png(label));
    const data = await read();
    assert.deepEqual(splitsOf(data), { all: [0, 3, 9] });
    assert.deepEqual(data.classNames, FASHION_MNIST_CLASSES);
  });

  it('class folders with names of their own in natural order, alike in all splits', async () => {
    for (const name of ['item 10', 'item 2', 'Ärmel']) folder.write(`train/${name}/a.png`, png());
    folder.write('test/item 10/b.png', png(1));
    const data = await read();
    assert.deepEqual(data.classNames, ['Ärmel', 'item 2', 'item 10']);
    assert.deepEqual(splitsOf(data), { train: [0, 1, 2], test: [2] });
    assert.deepEqual(data.splits[1].source(0), { file: 'test/item 10/b.png' });
  });

  it('classes.txt before everything else', async () => {
    folder.write('classes.txt', '\uFEFFhat\r\nglove\r\nscarf\r\n');
    folder.write('scarf/a.png', png());
    folder.write('1/b.png', png());
    const data = await read();
    assert.deepEqual(data.classNames, ['hat', 'glove', 'scarf']);
    assert.deepEqual(splitsOf(data), { all: [1, 2] });
    const other = folder.write('elsewhere.txt', 'scarf\n1\nx\n');
    const again = await readData({ path: folder.path(), classesFile: other });
    assert.deepEqual(splitsOf(again), { all: [0, 1] });
  });

  it('255 classes', async () => {
    folder.write('classes.txt', Array.from({ length: 255 }, (_, index) => `class ${index}`).join('\n'));
    folder.write('train.csv', csvOf([0, 254]));
    assert.deepEqual(splitsOf(await read()), { train: [0, 254] });
  });

  it('pictures without class folders as unlabelled', async () => {
    folder.write('b.png', png(1));
    folder.write('a.png', png(0));
    const data = await read();
    assert.deepEqual(splitsOf(data), { all: 2 });
    assert.deepEqual(
      data.taken,
      ['all: 2 pictures from ., unlabelled'].map((line) =>
        line.replace('from .', `from ${path.basename(folder.path())}`),
      ),
    );
  });

  it('a folder named like a split as a class where its neighbours are classes', async () => {
    for (const name of ['bus', 'car', 'train']) folder.write(`${name}/a.png`, png());
    assert.deepEqual((await read()).classNames, ['bus', 'car', 'train']);
  });

  it('splits in folders, whatever their form', async () => {
    folder.write('train/data.csv', csvOf([1]));
    folder.write('val/images-idx3-ubyte', idxImages(1));
    folder.write('val/labels-idx1-ubyte', idxLabels([2]));
    folder.write('test_images/Bag/a.png', png());
    assert.deepEqual(splitsOf(await read()), { train: [1], validation: [2], test: [8] });
  });

  it('data further below, with its classes.txt', async () => {
    folder.write('FashionMNIST/raw/train-images-idx3-ubyte', idxImages(1));
    folder.write('FashionMNIST/raw/train-labels-idx1-ubyte', idxLabels([1]));
    folder.write('FashionMNIST/raw/classes.txt', 'a\nb\n');
    const data = await read();
    assert.deepEqual(splitsOf(data), { train: [1] });
    assert.deepEqual(data.classNames, ['a', 'b']);
  });

  it('never runs, reports and hidden files', async () => {
    folder.write('train.csv', csvOf([1]));
    folder.write('.fashion-mnist/runs/1/test.csv', csvOf([2]));
    folder.write('.hidden.csv', csvOf([2]));
    folder.write('my-run/run.json', '{"formatVersion":1,"engine":{"name":"wasm"}}');
    folder.write('damaged-run/run.json', '{"formatVer');
    folder.write('damaged-run/history.csv', 'epoch\n1\n');
    folder.write('damaged-run/test.csv', csvOf([2]));
    folder.write('my-run/test.csv', csvOf([2]));
    for (const name of ['output.txt', 'evaluation.json', 'analysis.json', 'analysis.txt', 'README.md'])
      folder.write(name, 'x');
    for (const name of ['predictions.csv', 'per-class.csv', 'confusion.csv', 'corrections.csv'])
      folder.write(name, csvOf([2]));
    const data = await read();
    assert.deepEqual(splitsOf(data), { train: [1] });
    assert.deepEqual(whyOf(data), {
      '.fashion-mnist': 'runs of this program',
      '.hidden.csv': 'hidden',
      'README.md': 'not data by its name',
      'analysis.json': 'written by this program',
      'analysis.txt': 'written by this program',
      'evaluation.json': 'written by this program',
      'damaged-run': 'a run folder',
      'my-run': 'a run folder',
      'output.txt': 'written by this program',
      'per-class.csv': 'written by this program',
      'confusion.csv': 'written by this program',
      'corrections.csv': 'written by this program',
      'predictions.csv': 'written by this program',
    });
  });

  for (const text of ['{"scripts":1}', '{"formatVersion":1}', '[]', 'null', 'no JSON', '']) {
    it(`class folders beside a run.json of another program: ${text}`, async () => {
      folder.write('run.json', text);
      for (const name of ['Bag/a.png', 'Coat/b.png']) folder.write(name, png());
      const data = await read();
      assert.deepEqual(splitsOf(data), { all: [4, 8] });
      assert.deepEqual(whyOf(data), { 'run.json': 'not data by its name' });
    });
  }

  it('class folders behind links, also where two splits share one', async function () {
    if (process.platform === 'win32') this.skip(); // links need a permission of their own there
    folder.write('elsewhere/Bag/a.png', png());
    for (const split of ['train', 'test']) {
      folder.write(`data/${split}/Coat/b.png`, png());
      fs.symlinkSync('../../elsewhere/Bag', folder.path(`data/${split}/Bag`));
    }
    const data = await read('data');
    assert.deepEqual(splitsOf(data), { train: [4, 8], test: [4, 8] });
    assert.deepEqual(data.splits[0].source(1), { file: 'train/Bag/a.png' });
    assert.deepEqual(data.ignored, []);
  });

  it('a folder that several links lead to, once', async function () {
    if (process.platform === 'win32') this.skip();
    folder.write('elsewhere/a.csv', csvOf([1]));
    fs.mkdirSync(folder.path('data'));
    for (const link of ['one', 'two']) fs.symlinkSync('../elsewhere', folder.path(`data/${link}`));
    const data = await read('data');
    assert.deepEqual(splitsOf(data), { all: [1] });
    assert.deepEqual(whyOf(data), { two: 'a link to a folder that another link leads to' });
  });

  it('one of several forms of a split, and says so', async () => {
    folder.write('train.csv', csvOf([1]));
    folder.write('train/Bag/a.png', png());
    folder.write('data.csv', csvOf([2]));
    folder.write('prices.csv', 'item,price\n');
    const data = await read();
    assert.deepEqual(splitsOf(data), { train: [1] });
    assert.deepEqual(whyOf(data), {
      'prices.csv': 'not a table of pixels',
      'data.csv': 'its name tells no split, and others do',
      train: 'split train is read from train.csv',
    });
  });

  it('only the splits that are chosen', async () => {
    folder.write('train.csv', 'damaged');
    folder.write('test.csv', csvOf([3]));
    const seen: string[] = [];
    const choose = (present: readonly string[]) => {
      seen.push(...present);
      return ['test'];
    };
    assert.deepEqual(splitsOf(await readData({ path: folder.path() }, { choose })), { test: [3] });
    assert.deepEqual(seen, ['train', 'test']);
  });

  it('class folders by the classes of a model', async () => {
    folder.write('glove/a.png', png());
    const data = await readData({ path: folder.path() }, { defaultClasses: ['hat', 'glove'] });
    assert.deepEqual(splitsOf(data), { all: [1] });
  });

  it('no class folder that a model has not learnt', async () => {
    folder.write('sock/a.png', png());
    await assert.rejects(
      readData({ path: folder.path() }, { defaultClasses: ['hat', 'glove'] }),
      /sock: the folder is none of the 2 classes of the model; choose another run/,
    );
  });

  it('with a line in the notes for each reason to leave out, and none for documents', async () => {
    for (const name of ['train.csv', 'test.csv']) folder.write(name, csvOf([1]));
    for (const name of ['README.md', 'LICENSE', 'notes.txt', 'README.de.md']) folder.write(name, 'x');
    for (const name of ['labels.txt', 'make.py', 'run.sh', '.hidden', 'a.svg']) folder.write(name, 'x');
    const notes: string[] = [];
    const { taken, ignored } = await readData({ path: folder.path() }, { note: (line) => notes.push(line) });
    assert.deepEqual(notes.slice(taken.length), [
      'ignored a.svg: a picture of a kind that is not read; PNG, JPEG, WebP, BMP and GIF are',
      'ignored labels.txt, make.py and run.sh: not data by their names',
    ]);
    assert.equal(ignored.length, 9);
  });

  it('says in its notes what was taken, ignored and skipped', async () => {
    folder.write('Bag/a.png', png());
    folder.write('Bag/b.png', 'no picture');
    folder.write('Bag/c.tif', 'x');
    const notes: string[] = [];
    const data = await readData({ path: folder.path() }, { note: (line) => notes.push(line) });
    assert.deepEqual(notes.slice(1), [
      'ignored Bag/c.tif: a picture of a kind that is not read; PNG, JPEG, WebP, BMP and GIF are',
      'skipped 1 damaged picture:',
      'skipped Bag/b.png: its content is no PNG, JPEG, WebP, BMP or GIF',
    ]);
    assert.deepEqual(data.damaged, [{ path: 'Bag/b.png', why: 'its content is no PNG, JPEG, WebP, BMP or GIF' }]);
    assert.equal(data.splits[0].count, 1);
  });

  it('with the count of damaged pictures in the line of their split', async () => {
    for (const name of ['Bag/a.png', 'Coat/b.png']) folder.write(`train/${name}`, png());
    folder.write('train/Coat/c.png', 'no picture');
    folder.write('test/a.png', png());
    for (const name of ['b.png', 'c.png']) folder.write(`test/${name}`, 'no picture');
    assert.deepEqual((await read()).taken, [
      'train: 2 pictures from train in 2 class folders, 1 damaged one skipped',
      'test: 1 picture from test, 2 damaged ones skipped, unlabelled',
    ]);
  });
});

describe('a file that is opened by itself', () => {
  const folder = freshFolder();

  it('is the split `all`', async () => {
    const data = await readData({ path: folder.write('fashion-mnist_test.csv', csvOf([3])) });
    assert.deepEqual(splitsOf(data), { all: [3] });
    assert.deepEqual(data.splits[0].source(0), { file: 'fashion-mnist_test.csv', row: 2 });
  });

  it('brings its partner and the class names beside it', async () => {
    const images = folder.write('train-images-idx3-ubyte', idxImages(1));
    const labels = folder.write('train-labels-idx1-ubyte.gz', zlib.gzipSync(idxLabels([1])));
    folder.write('classes.txt', 'a\nb');
    for (const file of [images, labels]) {
      const data = await readData({ path: file });
      assert.deepEqual(splitsOf(data), { all: [1] });
      assert.deepEqual(data.classNames, ['a', 'b']);
    }
  });

  it('may be a picture', async () => {
    assert.deepEqual(splitsOf(await readData({ path: folder.write('a.dat', png()) })), { all: 1 });
  });

  it('takes pictures and IDX of another shape as it is told', async () => {
    // Twice as wide as high: the outer quarters light grey, the middle dark grey.
    const values = Array.from({ length: 56 * 28 }, (_, at) => (at % 56 < 14 || at % 56 >= 42 ? 100 : 50));
    const header = Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 56]);
    const files = [
      folder.write('a.png', greyPng(56, 28, values)),
      folder.write('b-images-idx3-ubyte', Buffer.concat([header, Buffer.from(values)])),
    ];
    for (const file of files) {
      const levels = async (fit?: 'contain' | 'cover' | 'stretch') =>
        [...new Set((await readData({ path: file, fit })).splits[0].pixels)].sort((a, b) => a - b);
      assert.deepEqual(await levels(), [0, 50, 100]);
      assert.deepEqual(await levels('contain'), [0, 50, 100]);
      assert.deepEqual(await levels('cover'), [50]);
      assert.deepEqual(await levels('stretch'), [50, 100]);
    }
  });
});

describe('a location that cannot be read ends with one line', () => {
  const folder = freshFolder();
  const cases: [what: string, make: () => string, message: string][] = [
    ['a missing path', () => folder.path('none'), 'FOLDER/none: there is no such file or folder; check the path'],
    ['an empty file', () => folder.write('a.csv', ''), 'FOLDER/a.csv: the file is empty; give a file with images'],
    [
      'an empty folder',
      () => folder.path(),
      'FOLDER: the folder is empty; give a folder with a CSV, an IDX pair, or one sub-folder of pictures for each class',
    ],
    [
      'a folder without data',
      () => path.dirname(folder.write('README.md', 'x')),
      'FOLDER: the folder holds no data that can be read (README.md: not data by its name); give a folder with a CSV, an IDX pair, or one sub-folder of pictures for each class',
    ],
    [
      'a folder with pictures of other kinds alone',
      () => path.dirname(folder.write('a.heic', 'x') && folder.write('b.svg', 'x')),
      'FOLDER: the folder holds no data that can be read (a.heic and b.svg: pictures of a kind that is not read; PNG, JPEG, WebP, BMP and GIF are); give a folder with a CSV, an IDX pair, or one sub-folder of pictures for each class',
    ],
    [
      'the folder of this program',
      () => {
        folder.write('.fashion-mnist/.gitignore', '*');
        folder.write('.fashion-mnist/runs/2026/history.csv', 'epoch');
        folder.write('.fashion-mnist/runs/2026/run.json', '{}');
        return folder.path('.fashion-mnist');
      },
      'FOLDER/.fashion-mnist: holds runs of this program, not data; give the folder or file with the images; what a run was trained on is in its run.json',
    ],
    [
      'a run folder',
      () => path.dirname(folder.write('run/run.json', '{"formatVersion":1,"engine":{"name":"native"}}')),
      'FOLDER/run: holds runs of this program, not data; give the folder or file with the images; what a run was trained on is in its run.json',
    ],
    [
      'a zip archive',
      () => folder.write('a.zip', 'PK\u0003\u0004aaaaaaaaaaaaaaaa'),
      'FOLDER/a.zip: is a zip archive; unpack it and give the folder',
    ],
    [
      'labels alone',
      () => folder.write('train-labels-idx1-ubyte', idxLabels([1])),
      'FOLDER/train-labels-idx1-ubyte: holds labels, and there is no images file beside it; give the images file',
    ],
    [
      'a damaged CSV',
      () => path.dirname(folder.write('a.csv', 'a,b\n')),
      'FOLDER/a.csv:1: 2 columns, not 785 (label, 784 pixels) or 784 (pixels); give one image a line',
    ],
    [
      'images and labels of different count',
      () => {
        folder.write('train-images-idx3-ubyte', idxImages(2));
        folder.write('train-labels-idx1-ubyte', idxLabels([1, 2, 3]));
        return folder.path();
      },
      'FOLDER/train-images-idx3-ubyte: 2 images, but 3 labels in train-labels-idx1-ubyte; give images and labels of the same set',
    ],
    [
      'several CSV files without a split',
      () => {
        folder.write('a.csv', csvOf([1]));
        return path.dirname(folder.write('b.csv', csvOf([1])));
      },
      'FOLDER: holds several CSV files (a.csv, b.csv); choose one of them, or name them train and test',
    ],
    [
      'several data sets',
      () => {
        folder.write('one/a.csv', csvOf([1]));
        folder.write('two/b.csv', csvOf([1]));
        return folder.path();
      },
      'FOLDER: holds several data sets (one, two); choose one of them',
    ],
    [
      'a single class',
      () => path.dirname(path.dirname(folder.write('hat/a.png', png()))),
      'FOLDER: 1 class, not 2 to 255; give at least two classes',
    ],
    [
      'a class folder that is in no list',
      () => {
        folder.write('classes.txt', 'hat\nglove\n');
        folder.write('hat/a.png', png());
        folder.write('sock/a.png', png());
        return folder.path();
      },
      'FOLDER/sock: the folder is none of the 2 classes; rename it, or add its name to FOLDER/classes.txt',
    ],
    [
      'pictures that are all damaged',
      () => path.dirname(folder.write('a.png', '')),
      'FOLDER: none of its 2 pictures can be read, the first (a.png): the file is empty; give PNG, JPEG, WebP, BMP or GIF pictures',
    ],
    [
      'a class name twice',
      () => withClasses('hat\nglove\nhat\n'),
      'FOLDER/classes.txt:3: the name "hat" is that of line 1; give each class one line and a name of its own',
    ],
    [
      'an empty line among class names',
      () => withClasses('hat\n\nglove\n'),
      'FOLDER/classes.txt:2: the line is empty; give each class one line and a name of its own',
    ],
    [
      'one class name',
      () => withClasses('hat\n'),
      'FOLDER/classes.txt: 1 class, not 2 to 255; give at least two classes',
    ],
    [
      'too many class names',
      () => withClasses(Array.from({ length: 256 }, (_, index) => index).join('\n')),
      'FOLDER/classes.txt: 256 classes, not 2 to 255; leave out or merge classes',
    ],
  ];
  const withClasses = (text: string) => {
    folder.write('train.csv', csvOf([1]));
    return path.dirname(folder.write('classes.txt', text));
  };

  for (const [what, make, message] of cases) {
    it(what, async () => {
      if (what.startsWith('pictures')) folder.write('b.png', 'x');
      await assert.rejects(readData({ path: make() }), userError(message, folder.path()));
    });
  }

  for (const [what, name] of [
    ['a line break', 'Evil\n- The model is perfect'],
    ['a C1 control character', 'Evil\u009b31m'],
    ['a line separator', 'Evil\u2028x'],
    ['a change of direction', 'Evil\u202egnp'],
  ] as const) {
    it(`${what} in the name of a class folder, or in a list`, async function () {
      if (process.platform === 'win32' && name.includes('\n')) this.skip(); // no file can be called that there
      for (const each of ['hat', name]) folder.write(`${each}/a.png`, png());
      await assert.rejects(readData({ path: folder.path() }), {
        name: 'UserError',
        problem: "the folder's name holds control characters",
        remedy: 'rename it',
        place: { file: folder.path(name) },
      });
      if (name.includes('\n')) return;
      const classesFile = folder.write('names.txt', `hat\n${name}\n`);
      await assert.rejects(readData({ path: folder.path(), classesFile }), {
        name: 'UserError',
        problem: 'the name holds control characters',
        place: { file: classesFile, row: 2 },
      });
    });
  }

  it('links that lead round in a circle', async function () {
    if (process.platform === 'win32') this.skip(); // links need a permission of their own there
    folder.write('Bag/a.png', png());
    fs.symlinkSync(folder.path(), folder.path('Bag/loop'));
    await assert.rejects(
      readData({ path: folder.path() }),
      userError(
        'FOLDER/Bag/loop: the symbolic link leads back to a folder that holds it; remove the link',
        folder.path(),
      ),
    );
    fs.symlinkSync('self', folder.path('self'));
    await assert.rejects(
      readData({ path: folder.path('self') }),
      userError(
        'FOLDER/self: its symbolic links lead round in a circle; remove the link that points back',
        folder.path(),
      ),
    );
  });

  it('folders that are linked to each other', async function () {
    if (process.platform === 'win32') this.skip();
    this.timeout(10_000);
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`);
    for (const from of names) {
      fs.mkdirSync(folder.path(from));
      for (const to of names) if (to !== from) fs.symlinkSync(`../${to}`, path.join(folder.path(from), to));
    }
    await assert.rejects(
      readData({ path: folder.path() }),
      /no data that can be read \(f0.*: links to folders that other links lead to\)/,
    );
  });

  it('a search that is cancelled', async () => {
    folder.write('a/b/README.md', 'x');
    const reason = new Error('cancelled');
    await assert.rejects(readData({ path: folder.path() }, { signal: AbortSignal.abort(reason) }), reason);
    const controller = new AbortController();
    const reading = readData({ path: folder.path() }, { signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(reading, reason);
  });

  it('a missing permission', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip(); // root may read everything
    const file = folder.write('train.csv', csvOf([1]));
    fs.chmodSync(file, 0);
    const message =
      'FOLDER/train.csv: no permission to read it; change its permissions, or copy it to a place of your own';
    await assert.rejects(readData({ path: file }), userError(message, folder.path()));
    await assert.rejects(readData({ path: folder.path() }), userError(message, folder.path()));
  });
});
