import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseEvaluation, readEvaluation } from '../../../../src/extension/evaluation/readEvaluation';
import { NO_LABEL, predict, scorePredictions } from '../../../../src/shared/metrics';
import { UserError } from '../../../../src/shared/userError';

const NAMES = ['=1+1', 'b'];
const SETTING = {
  kind: 'fashion-mnist evaluation',
  formatVersion: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  dataPath: '/data',
  split: 'test',
  count: 4,
  damaged: [],
  classNames: NAMES,
  runId: 'run',
  runFolder: '/runs/run',
  engine: 'wasm',
  flipAveraging: false,
  imagesPerSecond: 100,
  notes: ['a'],
  insights: ['b'],
};
const scores = scorePredictions(
  Uint8Array.of(0, 1, 1, NO_LABEL),
  predict(Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.5, 0.5), 2),
  2,
);
/** As the first versions wrote it: without the further scores. */
const EARLY = {
  ...SETTING,
  ...scores,
  perClass: scores.perClass.map((one) => ({ ...one, name: NAMES[one.label] })),
  confusedPairs: scores.confusedPairs.map((pair) => ({ ...pair, actualName: 'x', predictedName: 'y' })),
};
const parse = (value: unknown) => parseEvaluation(JSON.stringify(value), 'evaluation.json');
const refused = (value: unknown, why: RegExp) =>
  assert.throws(
    () => parse(value),
    (error) => error instanceof UserError && why.test(error.message),
  );

describe('evaluation.json as a view takes it', () => {
  it('an early one lacks what was not measured then', () => {
    const read = parse(EARLY);
    assert.equal(read.accuracy, scores.accuracy);
    assert.deepEqual(read.confusion, scores.confusion);
    assert.deepEqual([read.dataHash, read.correctionsFile], ['', null]);
    assert.deepEqual([read.temperatureScaling, read.withoutTwins, read.withoutDisputed], [null, null, null]);
    assert.deepEqual(read.confidenceHistogram, { right: [], wrong: [] });
  });

  it('a whole one is taken as it is', () => {
    const bin = { from: 0, to: 1, count: 3, accuracy: 0.5, confidence: 0.7 };
    const whole = {
      ...EARLY,
      dataHash: 'ab',
      correctionsFile: '/corrections.csv',
      confidenceHistogram: { right: [0, 2], wrong: [1, 0] },
      temperatureScaling: { temperature: 1.1, fittedOn: 9, hurts: true, ece: 0.1, loss: 0.5, calibration: [bin] },
      withoutTwins: { leftOut: 1, count: 2, accuracy: 0.5, accuracyInterval: [0.1, 0.9] },
      withoutDisputed: null,
    };
    assert.deepEqual(parse(whole), whole);
  });

  it('one of unlabelled data has no measures', () => {
    const none = Object.fromEntries(Object.keys(scores).map((measure) => [measure, null]));
    const read = parse({ ...SETTING, ...none });
    assert.deepEqual([read.accuracy, read.confusion, read.confidenceHistogram], [null, null, null]);
  });

  it('what is no evaluation, damaged or of a newer version is refused, with the way on', () => {
    assert.throws(
      () => parseEvaluation('{', 'evaluation.json'),
      /evaluation\.json: is damaged: it is no JSON; evaluate/,
    );
    refused([], /was not written by an evaluation/);
    refused({ ...EARLY, kind: 'other' }, /was not written by an evaluation/);
    refused({ ...EARLY, formatVersion: 2 }, /newer version; update/);
    refused({ ...EARLY, classNames: ['one'] }, /lacks "classNames"/);
    refused({ ...EARLY, confusion: [[1, 2]] }, /broken "confusion"/);
    refused(
      {
        ...EARLY,
        confusion: [
          [1, 2],
          [3, -1],
        ],
      },
      /broken "confusion"/,
    );
    refused({ ...EARLY, accuracy: 2 }, /lacks "accuracy"/);
    refused({ ...EARLY, perClass: EARLY.perClass.slice(1) }, /lacks "perClass"/);
    refused({ ...EARLY, confusedPairs: [{ actual: 0, predicted: 7, count: 1, share: 1 }] }, /lacks "confusedPairs"/);
  });

  it('any field of any kind is taken or refused as a person can read it', () => {
    const field = fc.constantFrom(...Object.keys(EARLY), 'temperatureScaling', 'withoutTwins', 'confidenceHistogram');
    fc.assert(
      fc.property(field, fc.jsonValue(), (name, value) => {
        try {
          parse({ ...EARLY, [name]: value });
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
    );
  });

  it('a file that is gone, or a folder, is told', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evaluation-'));
    try {
      await assert.rejects(readEvaluation(path.join(folder, 'evaluation.json')), /is not there any more; evaluate/);
      await assert.rejects(readEvaluation(folder), /cannot be read/);
    } finally {
      fs.rmdirSync(folder);
    }
  });
});
