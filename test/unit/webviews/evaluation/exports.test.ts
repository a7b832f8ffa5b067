import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import type { PredictionComparison } from '../../../../src/shared/contracts/comparison';
import type { NamedScores } from '../../../../src/shared/contracts/evaluation';
import { scoreClasses, confusedPairs } from '../../../../src/shared/metrics';
import { classesCsv, comparisonCsv, confusionCsv, pairsCsv } from '../../../../src/webviews/evaluation/exports';

const NAMES = ['=cmd|calc', 'T-shirt, "top"', '-1'];
const CONFUSION = [
  [6, 2, 0],
  [1, 8, 0],
  [0, 3, 1],
];
const SCORES = {
  confusion: CONFUSION,
  perClass: scoreClasses(CONFUSION).map((one) => ({ ...one, name: NAMES[one.label] })),
  confusedPairs: confusedPairs(CONFUSION).map((pair) => ({
    ...pair,
    actualName: NAMES[pair.actual],
    predictedName: NAMES[pair.predicted],
  })),
} as unknown as NamedScores;

const rowsOf = (csv: string) => parse(csv, { relax_column_count: true });
/** What a spreadsheet would run. Numbers may be negative. */
const isFormula = (cell: string) => /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));

describe('figures as CSV', () => {
  it('holds each class with all digits', () => {
    const [header, ...rows] = rowsOf(classesCsv(SCORES));
    assert.equal(rows.length, 3);
    const recall = header.indexOf('recall');
    assert.equal(Number(rows[1][recall]), 8 / 9);
    assert.deepEqual(
      rows.map((row) => row.length),
      rows.map(() => header.length),
    );
  });

  it('holds the matrix as it is, and the pairs in order', () => {
    const [header, ...rows] = rowsOf(confusionCsv(SCORES, NAMES));
    assert.deepEqual(header.slice(2), ['T-shirt, "top"', "'-1"]);
    assert.deepEqual(
      rows.map((row) => row.slice(1).map(Number)),
      CONFUSION,
    );
    assert.deepEqual(rowsOf(pairsCsv(SCORES))[1], ["'-1", 'T-shirt, "top"', '3', '0.75']);
  });

  it('names are never formulas', () => {
    const run = { runId: '@id', name: '+name', accuracy: 0.5, accuracyInterval: [0.4, 0.6] };
    const comparison = {
      runs: [run, run],
      perClass: [
        {
          label: 0,
          name: '=1',
          support: 1,
          first: 0,
          second: 1,
          difference: -1,
          interval: [-1, 1],
          fixed: 1,
          broken: 0,
        },
      ],
      ...{ count: 2, bothRight: 0, onlyFirst: 1, onlySecond: 1, bothWrong: 0, difference: -0.5, pValue: 1 },
      interval: [-0.1, 0.1],
    } as unknown as PredictionComparison;
    for (const csv of [classesCsv(SCORES), confusionCsv(SCORES, NAMES), pairsCsv(SCORES), comparisonCsv(comparison)]) {
      assert.deepEqual(rowsOf(csv).flat().filter(isFormula), []);
    }
  });
});
