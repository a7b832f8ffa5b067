import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CORRECTION_COLUMNS, DECISIONS, type Correction } from '../../../../src/shared/contracts/corrections';
import { formatCorrection, HEADER_LINE } from '../../../../src/shared/corrections';
import { parseCorrections, readCorrections, refuseTorn } from '../../../../src/engine/corrections/readCorrections';
import { UserError } from '../../../../src/shared/userError';
import { freshFolder, userError } from '../data/makeFiles';
import { correction } from '../../shared/sampleCorrection';

const LINE = formatCorrection(correction());
const parse = (text: string) => parseCorrections(Buffer.from(text), 'c.csv');
const read = (text: string) =>
  parse(text).corrections.map((one): Correction => {
    const { row, ...rest } = one;
    assert.ok(row > 1);
    return rest;
  });
const fails = (text: string, message: string) => assert.throws(() => parse(text), userError(message));

describe('reading the corrections file', () => {
  const folder = freshFolder();

  it('reads what was written, with the line of each', () => {
    const second = correction({ decision: 'keep', newLabel: null, newName: '', note: 'a "fine", one' });
    const { corrections, torn, otherColumns, hash } = parse(HEADER_LINE + LINE + formatCorrection(second));
    assert.deepEqual(corrections, [
      { ...correction(), row: 2 },
      { ...second, row: 3 },
    ]);
    assert.deepEqual([torn, otherColumns], [[], []]);
    assert.match(hash, /^[0-9a-f]{64}$/);
  });

  it('a file that is empty or blank, or only has its header, has no corrections', () => {
    for (const text of ['', '\ufeff', '\n \r\n', HEADER_LINE]) assert.deepEqual(read(text), []);
  });

  it('a file that is not there is an error, or none where the caller says so', async () => {
    const file = folder.path('none.csv');
    await assert.rejects(readCorrections(file), UserError);
    assert.deepEqual((await readCorrections(file, { mayBeMissing: true })).corrections, []);
    await assert.rejects(readCorrections(folder.path(), { mayBeMissing: true }), UserError);
  });

  const edited: [what: string, text: string][] = [
    ["Excel's byte order mark", `\ufeff${HEADER_LINE}${LINE}`],
    ['CRLF', `${HEADER_LINE}${LINE}`.replaceAll('\n', '\r\n')],
    ['CR alone', `${HEADER_LINE}${LINE}`.replaceAll('\n', '\r')],
    ['lines of ours behind those with CRLF', `${HEADER_LINE.replace('\n', '\r\n')}${LINE}`],
    ['no line end at the end', `${HEADER_LINE}${LINE}`.trimEnd()],
    ['blank lines and lines of separators', `\n${HEADER_LINE}\n${LINE},,,,,,,,,,,,,,\n   \n`],
    ['every cell in quotes', `${HEADER_LINE}${LINE}`.replace(/[^,\n]+/g, '"$&"')],
    ['semicolons and decimal commas', `${HEADER_LINE}${LINE}`.replaceAll(',', ';').replace('-4.2', '-4,2')],
    ['tabs', `${HEADER_LINE}${LINE}`.replaceAll(',', '\t')],
    ['numbers with decimals', `${HEADER_LINE}${LINE}`.replace(',7,6,', ',7.0,6.00,')],
    ['capital letters', `${HEADER_LINE.toUpperCase()}${LINE.replace('00112233aabbccdd', '00112233AABBCCDD')}`],
    ['spaces around', `${HEADER_LINE}${LINE}`.replace(',7,6,', ', 7 ,6 ,')],
    [
      'a time that a spreadsheet wrote anew',
      `${HEADER_LINE}${LINE}`.replace('2026-11-22T10:00:00.000Z', '2026-11-22 10:00:00'),
    ],
    ['a time of another zone', `${HEADER_LINE}${LINE}`.replace('10:00:00.000Z', '11:30:00+01:30')],
    ['the header twice', `${HEADER_LINE}${LINE}${HEADER_LINE}`],
    ['empty cells behind the last column', `${HEADER_LINE}${LINE.replace('\n', ',,\n')}`],
  ];
  for (const [what, text] of edited) it(`understands ${what}`, () => assert.deepEqual(read(text), [correction()]));

  it('takes columns in another order, leaves columns of others alone, and does without what is not needed', () => {
    const text = `reviewed_at,mood,new_name,decision,image_id\n2026-11-22T10:00:00Z,fine,Shirt,relabel,00112233aabbccdd\n`;
    const { corrections, otherColumns } = parse(text);
    assert.deepEqual(otherColumns, ['mood']);
    const [{ newName, newLabel, reviewer }] = corrections;
    assert.deepEqual([newName, newLabel, reviewer], ['Shirt', null, '']);
  });

  it('takes a list that a person fills in by hand: lines not come to yet, a day for a time', () => {
    const list = 'image_id,reason,decision,new_name,reviewed_at\n';
    const text = `${list}00112233aabbccdd,margin -3,relabel,Shirt,2026-11-22\n11112233aabbccdd,margin -2,,,\n`;
    const corrections = read(text);
    assert.equal(corrections.length, 1);
    assert.equal(corrections[0].reviewedAt, '2026-11-22T00:00:00.000Z');
    // A day alone comes after what stands above it.
    const later = `${list}00112233aabbccdd,,relabel,Coat,2026-11-22T09:00:00Z\n00112233aabbccdd,,relabel,Shirt,2026-11-22\n`;
    assert.equal(read(later)[1].reviewedAt, '2026-11-22T09:00:00.000Z');
    fails(
      `${list}00112233aabbccdd,,relabel,,2026-11-22\n`,
      'c.csv:2:4: a relabel without a new label; give the number of the class, from 0, in new_label, or its name in new_name',
    );
    fails(
      `${list}00112233aabbccdd,,,Shirt,2026-11-22\n`,
      'c.csv:2:3: "" is no decision; give one of relabel, keep, unsure, undo',
    );
  });

  it('gives an id of digits back the zeros that a spreadsheet took', () => {
    const line = LINE.replace('00112233aabbccdd', '11223344556677');
    assert.equal(read(HEADER_LINE + line)[0].imageId, '0011223344556677');
  });

  it('knows the line of a cell behind one with line breaks', () => {
    const text = `${HEADER_LINE}${LINE.replace(/,\n$/, ',"one\ntwo"\n')}${LINE.replace('relabel', 'maybe')}`;
    fails(text, 'c.csv:4:7: "maybe" is no decision; give one of relabel, keep, unsure, undo');
  });

  const broken: [what: string, change: (line: string) => string, message: string][] = [
    [
      'an id',
      (line) => line.replace('00112233aabbccdd', 'shirt'),
      'c.csv:2:1: "shirt" is no image id; give the 16 hex digits, or delete the line',
    ],
    [
      'an id as a number',
      (line) => line.replace('00112233aabbccdd', '1.12E+15'),
      'c.csv:2:1: "1.12E+15" is no image id; a spreadsheet took the id for a number: put it back from an earlier version of the file',
    ],
    [
      'a label',
      (line) => line.replace(',0,T-', ',256,T-'),
      'c.csv:2:8: "256" is no whole number from 0 to 254; correct the cell; a name goes into new_name',
    ],
    [
      'a relabel to nothing',
      (line) => line.replace(',0,T-shirt/top', ',,'),
      'c.csv:2:8: a relabel without a new label; give the number of the class, from 0, in new_label, or its name in new_name',
    ],
    [
      'a score',
      (line) => line.replace('-4.2', 'high'),
      'c.csv:2:11: "high" is no number; correct the cell, or empty it',
    ],
    [
      'a day that is none',
      (line) => line.replace('11-22', '02-30'),
      'c.csv:2:14: "2026-02-30T10:00:00.000Z" is no time; give it as 2026-11-22 or 2026-11-22T10:00:00.000Z',
    ],
    [
      'a cell too many',
      (line) => line.replace(',\n', ',dark, I think\n'),
      'c.csv:2:16: 16 cells, not 15 as in the first line; put text with separators between quotes',
    ],
    [
      'a quote',
      (line) => line.replace('Ada', 'A"d"a'),
      'c.csv:2:13: a quote stands where none can; put text with quotes between quotes, and write each quote in it twice',
    ],
    ['a line of something else', () => 'not a line\n', 'c.csv:2: 1 cell, not 15 as in the first line; delete the line'],
    [
      'a conflict of git',
      (line) => `<<<<<<< HEAD\n${line}=======\n${line}>>>>>>> other\n`,
      'c.csv:2: a merge of git was not brought to its end; keep the lines of both sides and delete the marks of the conflict',
    ],
  ];
  for (const [what, change, message] of broken) {
    it(`refuses ${what}, with its place`, () => fails(HEADER_LINE + change(LINE), message));
  }

  it('refuses what is no corrections file', () => {
    fails(
      'label,pixel1\n1,2\n',
      `c.csv:1: is no corrections file; a corrections file begins with a line of columns: image_id, decision, reviewed_at and new_label or new_name at least`,
    );
    fails(
      HEADER_LINE.replace('decision,', ''),
      `c.csv:1: the column decision is missing; a corrections file begins with a line of columns: image_id, decision, reviewed_at and new_label or new_name at least`,
    );
    fails(HEADER_LINE.replace('note', 'split'), 'c.csv:1:15: a second column named split; leave one of them out');
    assert.throws(
      () => parseCorrections(Buffer.from('\ufeffimage', 'utf16le'), 'c.csv'),
      userError('c.csv: is written in UTF-16; save it as CSV in UTF-8, and keep the columns'),
    );
    const latin = Buffer.from(HEADER_LINE + LINE + LINE.replace('Ada', 'Zo\xeb'), 'latin1');
    assert.throws(
      () => parseCorrections(latin, 'c.csv'),
      userError('c.csv:3: is no text in UTF-8; save it as CSV in UTF-8, and keep the columns'),
    );
  });
});

describe('a line that a crash tore', () => {
  const whole = HEADER_LINE + LINE;
  const noted = formatCorrection(correction({ note: 'a "long", note', reviewer: 'Bob, the "second"' }));

  it('is told by its row, at the end and before lines that were written behind it, and never takes one with it', () => {
    for (let length = 1; length < noted.length - 1; length++) {
      const torn = noted.slice(0, length);
      const atEnd = parse(whole + torn);
      const within = parse(`${whole}${torn}\n${LINE}${LINE}`);
      const isWhole = atEnd.corrections.length === 2; // broken off in the last characters, a line's end is all that is gone
      if (isWhole) assert.ok(length >= noted.indexOf('Z,') + 2, torn);
      assert.deepEqual(
        atEnd.torn.map(({ row }) => row),
        isWhole ? [] : [3],
        torn,
      );
      assert.deepEqual(
        within.torn.map(({ row }) => row),
        isWhole ? [] : [3],
        torn,
      );
      assert.deepEqual(
        within.corrections.slice(-2).map(({ row }) => row),
        [4, 5],
        torn,
      );
    }
  });

  it('is refused where something is made of the decisions', () => {
    const torn = parse(`${whole}0011`);
    assert.throws(
      () => refuseTorn(torn, 'c.csv'),
      userError(
        'c.csv:3: the line breaks off after 1 cell of 15; its decision does not count: delete the line, and decide again where it mattered',
      ),
    );
    refuseTorn(parse(whole), 'c.csv');
  });

  it('may be zeros, as after a loss of power', () => {
    const { torn, corrections } = parse(`${whole}${'\0'.repeat(50)}\n${LINE}`);
    assert.deepEqual([torn.length, corrections.length], [1, 2]);
  });
});

describe('any corrections file', function () {
  this.timeout(60_000);
  const RUNS = { numRuns: 300, seed: 20261122 };
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      '=cmd()|x',
      "'=1",
      '<img onerror=x>',
      '../..',
      'a;b',
      'a,b',
      '"',
      '""',
      "it's",
      '\u202etop',
      '👗',
      'NaN',
      '\ttab',
    ),
  );
  const label = fc.option(fc.nat(254));
  const any = fc
    .record({
      imageId: fc.stringMatching(/^[0-9a-f]{16}$/),
      index: fc.option(fc.nat()),
      givenLabel: label,
      decision: fc.constantFrom(...DECISIONS),
      newLabel: fc.nat(254),
      score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
      reviewedAt: fc
        .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      texts: fc.array(text, { minLength: 8, maxLength: 8 }),
    })
    .map(({ texts, ...rest }) => {
      const oneLine = texts.map((one) =>
        Buffer.from(one)
          .toString()
          .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '),
      );
      const [dataset, split, givenName, newName, scoreName, model, reviewer, note] = oneLine;
      // Names of classes have no spaces around them.
      return correction({
        ...rest,
        dataset,
        split,
        givenName,
        newName: newName.trim(),
        scoreName,
        model,
        reviewer,
        note,
      });
    });

  it('reads as it was written, in every dialect', () => {
    const dialect = fc.record({
      separator: fc.constantFrom(',', ';', '\t'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      columns: fc.shuffledSubarray([...CORRECTION_COLUMNS, null], { minLength: 16 }),
      mark: fc.constantFrom('', '\ufeff'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), dialect, (corrections, { mark, ...how }) => {
        const header = how.columns.map((column) => column ?? 'mood').join(how.separator) + how.lineEnd;
        const lines = corrections.map((one) => formatCorrection(one, how));
        assert.deepEqual(
          read(mark + header + lines.join('')),
          corrections.map((one) => ({ ...one, score: one.score === 0 ? 0 : one.score })),
        );
      }),
      RUNS,
    );
  });

  it('whatever is done to it is understood, or refused in one line', () => {
    const change = fc.record({
      how: fc.constantFrom('cut', 'insert', 'remove', 'swap lines', 'set'),
      from: fc.nat(5000),
      length: fc.nat(40),
      what: fc.constantFrom('"', ',', ';', '\n', '\r', '\0', '\ufeff', '=', "'", 'x', '1', '""', '\n"', '\u2028'),
    });
    let [understood, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), fc.array(change, { maxLength: 3 }), (all, changes) => {
        let file = HEADER_LINE + all.map((one) => formatCorrection(one)).join('');
        for (const { how, from, length, what } of changes) {
          const start = from % (file.length + 1);
          if (how === 'cut') file = file.slice(0, start);
          if (how === 'insert') file = file.slice(0, start) + what + file.slice(start);
          if (how === 'set') file = file.slice(0, start) + what + file.slice(start + 1);
          if (how === 'remove') file = file.slice(0, start) + file.slice(start + length);
          if (how === 'swap lines') file = file.split('\n').reverse().join('\n');
        }
        try {
          const result = parse(file);
          understood++;
          assert.ok(result.corrections.length <= all.length + 2);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          refused++;
          assert.doesNotMatch(error.message, /[\r\n\0]/);
          assert.equal(error.place.file, 'c.csv');
        }
      }),
      { ...RUNS, numRuns: 1500 },
    );
    assert.ok(understood > 100 && refused > 100, `${understood} understood, ${refused} refused`);
  });

  it('bytes of any kind end in corrections or in a UserError', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.string({ unit: 'binary', maxLength: 200 }).map((some) => Buffer.from(HEADER_LINE + some)),
    );
    fc.assert(
      fc.property(bytes, (some) => {
        try {
          parseCorrections(some, 'c.csv');
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });
});
