import assert from 'node:assert/strict';
import fs from 'node:fs';
import { appendCorrections } from '../../../../../src/engine/corrections/appendCorrections';
import { parseCorrections } from '../../../../../src/engine/corrections/readCorrections';
import { FollowedFile } from '../../../../../src/engine/explore/corrections/followedFile';
import { Random } from '../../../../../src/engine/random';
import type { Correction } from '../../../../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE, OWN_DIALECT, reviewImages } from '../../../../../src/shared/corrections';
import { at, correction } from '../../../shared/sampleCorrection';
import { freshFolder, userError } from '../../data/makeFiles';

const idOf = (image: number) => image.toString(16).padStart(16, '0');
const line = (changes: Partial<Correction> = {}) => formatCorrection(correction(changes));

/** What the whole file says, read at once. */
const reviewsIn = (file: string) => reviewImages(parseCorrections(fs.readFileSync(file), file).corrections);

describe('a corrections file that is kept up with', () => {
  const folder = freshFolder();
  const file = () => folder.path('corrections.csv');
  const expectSame = (followed: FollowedFile) => assert.deepEqual(followed.reviews, reviewsIn(file()));

  it('that is not there has nothing, until it is there', async () => {
    const followed = new FollowedFile(file());
    assert.equal(await followed.catchUp(), 'all');
    assert.deepEqual([followed.reviews.size, followed.torn, followed.problem], [0, 0, null]);
    assert.equal(((await followed.catchUp()) as Set<string>).size, 0);
    await appendCorrections(file(), [correction()]);
    assert.equal(await followed.catchUp(), 'all');
    expectSame(followed);
    fs.rmSync(file());
    assert.equal(await followed.catchUp(), 'all');
    assert.equal(followed.reviews.size, 0);
  });

  it('tells of which images something was added, and reads only that', async () => {
    const followed = new FollowedFile(file());
    await appendCorrections(file(), [correction(), correction({ imageId: idOf(2) })]);
    await followed.catchUp();
    await appendCorrections(file(), [
      correction({ imageId: idOf(2), decision: 'undo', reviewedAt: at(5) }),
      correction({ imageId: idOf(3), decision: 'keep', note: 'a "quote", =1+1' }),
    ]);
    assert.deepEqual(await followed.catchUp(), new Set([idOf(2), idOf(3)]));
    expectSame(followed);
    assert.equal(followed.reviews.get(idOf(3))!.standing[0].row, 5);
    assert.deepEqual(await followed.catchUp(), new Set());
    assert.deepEqual(await followed.readAnew(), new Set());
  });

  it('is read anew where a person changed it, whatever was added behind', async () => {
    const followed = new FollowedFile(file());
    const before = HEADER_LINE + line() + line({ imageId: idOf(2) });
    fs.writeFileSync(file(), before);
    await followed.catchUp();
    // Of the same length, with a line more, and with the times of the file as they were.
    const { atime, mtime } = fs.statSync(file());
    fs.writeFileSync(file(), before.replace('Ada', 'Bob') + line({ imageId: idOf(3) }));
    fs.utimesSync(file(), atime, mtime);
    assert.equal(await followed.catchUp(), 'all');
    expectSame(followed);
    assert.equal(followed.reviews.get(idOf(2))!.standing[0].reviewer, 'Ada');
    fs.writeFileSync(file(), before);
    assert.equal(await followed.catchUp(), 'all');
    expectSame(followed);
  });

  const beginnings: Record<string, string> = {
    'with CRLF, semicolons and a byte order mark': `\ufeff${HEADER_LINE.replaceAll(',', ';').trim()}\r\n${formatCorrection(
      correction({ note: 'a;b' }),
      { ...OWN_DIALECT, separator: ';', lineEnd: '\r\n' },
    )}`,
    'with blank lines and columns of its own': `\n \n${HEADER_LINE.replace('note', 'note,mine')}${line().trimEnd()},x\n\n`,
    'with line breaks in a cell': HEADER_LINE + line().replace('fashion-mnist', '"two\nlines"'),
    'with a torn line': `${HEADER_LINE}${line()}00112233,fash\n${line({ imageId: idOf(2) })}`,
    'with a line torn within quotes': `${HEADER_LINE}${line()}0011223344556677,"fash\n`,
    'that ends within a line': HEADER_LINE + line().trimEnd(),
    'that is a header alone': HEADER_LINE,
    'of nothing': '',
    'of blank lines': '\n\n',
  };
  for (const [kind, beginning] of Object.entries(beginnings)) {
    it(`${kind} is the same as read at once, as it grows`, async () => {
      fs.writeFileSync(file(), beginning);
      const followed = new FollowedFile(file());
      await followed.catchUp();
      expectSame(followed);
      for (let image = 0; image < 3; image++) {
        await appendCorrections(file(), [correction({ imageId: idOf(image), reviewedAt: at(image) })]);
        await followed.catchUp();
        expectSame(followed);
        assert.equal(followed.torn, parseCorrections(fs.readFileSync(file()), file()).torn.length);
      }
    });
  }

  it('is the same as read at once, whatever is done to it', async () => {
    const random = new Random('followed', 3);
    const pieces = () => [
      line({ imageId: idOf(random.below(5)), reviewedAt: at(random.below(9)), decision: 'keep' }),
      line({ imageId: idOf(random.below(5)), reviewedAt: at(random.below(9)), note: '"\n,x' }),
      line({ imageId: idOf(random.below(5)), reviewedAt: at(random.below(9)), decision: 'undo' }),
      line().slice(0, random.below(100)),
      '\n',
      '\r',
      '"',
      '0011223344556677,"open\n',
      HEADER_LINE,
    ];
    const followed = new FollowedFile(file());
    let broken = 0;
    for (let round = 0; round < 600; round++) {
      const isNew = random.below(12) === 0;
      const piece = pieces()[random.below(12) % 9];
      if (isNew) fs.writeFileSync(file(), HEADER_LINE);
      else fs.appendFileSync(file(), piece);
      await (random.below(2) ? followed.catchUp() : followed.readAnew());
      let whole: ReturnType<typeof reviewsIn> | null = null;
      let message: string | undefined;
      try {
        whole = reviewsIn(file());
      } catch (error) {
        ({ message } = error as Error);
        broken++;
      }
      assert.equal(followed.problem?.message, message, JSON.stringify(fs.readFileSync(file(), 'utf8')));
      assert.deepEqual(followed.reviews, whole ?? new Map());
    }
    assert.ok(broken > 50 && broken < 550, String(broken));
  });

  it('that cannot be read says why, and has nothing then', async () => {
    const followed = new FollowedFile(file());
    fs.writeFileSync(file(), HEADER_LINE + line() + line().replace('relabel', 'rename'));
    assert.equal(await followed.catchUp(), 'all');
    const expected = userError(
      'FOLDER/corrections.csv:3:7: "rename" is no decision; give one of relabel, keep, unsure, undo',
      folder.path(),
    );
    assert.ok(expected(followed.problem));
    assert.equal(followed.reviews.size, 0);
    // Added lines do not mend it, and the row stays right.
    await appendCorrections(file(), [correction({ imageId: idOf(9) })]);
    assert.deepEqual(await followed.catchUp(), new Set());
    assert.ok(expected(followed.problem));
    fs.writeFileSync(file(), HEADER_LINE + line());
    assert.equal(await followed.catchUp(), 'all');
    assert.deepEqual([followed.problem, followed.reviews.size], [null, 1]);
    // A wrong line that was added is named by its row in the whole file.
    fs.appendFileSync(file(), line().replace('2026-11-22', 'yesterday'));
    await followed.catchUp();
    assert.match(followed.problem!.message, /corrections\.csv:3:14: "yesterdayT10:00:00.000Z" is no time/);
    fs.rmSync(file());
    fs.mkdirSync(file());
    await followed.catchUp();
    assert.match(followed.problem!.message, /is no plain file/);
  });
});
