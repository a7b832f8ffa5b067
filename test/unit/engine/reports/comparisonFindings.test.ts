import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Random } from '../../../../src/engine/random';
import { type ComparisonFigures, findDifferences } from '../../../../src/engine/reports/comparisonFindings';
import { compareAnswers } from '../../../../src/shared/comparison';
import type { ComparedRun } from '../../../../src/shared/contracts/comparison';
import type { CorrectionsUsed } from '../../../../src/shared/contracts/corrections';

/** Images of one class: what both runs, the first, the second and none of them have right. */
type Cells = readonly [bothRight: number, onlyFirst: number, onlySecond: number, bothWrong: number];

function findingsOf(
  cells: readonly Cells[],
  changes: Partial<ComparisonFigures> = {},
  names = cells.map((_, label) => `class ${label}`),
): string[] {
  const [labels, first, second]: number[][] = [[], [], []];
  cells.forEach((counts, label) => {
    const wrong = (label + 1) % cells.length;
    counts.forEach((count, cell) => {
      for (let image = 0; image < count; image++) {
        labels.push(label);
        first.push(cell < 2 ? label : wrong);
        second.push(cell === 0 || cell === 2 ? label : wrong);
      }
    });
  });
  const said = (predicted: number[]) => ({
    predicted: Uint8Array.from(predicted),
    confidence: new Float32Array(predicted.length),
  });
  const random = new Random(1, 'findings');
  const answers = compareAnswers(Uint8Array.from(labels), said(first), said(second), names, () => random.uniform());
  const { bothRight, onlyFirst, onlySecond, count } = answers;
  return findDifferences({
    answers,
    runs: [run((bothRight + onlyFirst) / count), run((bothRight + onlySecond) / count)],
    differences: [],
    seen: [null, null],
    ...changes,
  });
}

function run(accuracy: number, corrections: CorrectionsUsed | null = null): ComparedRun {
  return { runId: 'id', name: 'name', runFolder: '/run', accuracy, accuracyInterval: [0, 1], corrections };
}

function corrected(changed: number, hash = 'c'): CorrectionsUsed {
  const counts = { alreadySo: 0, kept: 0, unsure: 0, unlabelled: 0, conflicts: 0, notFound: 0 };
  return { file: '/corrections.csv', hash, changed, ...counts, leftOut: 0, halved: 0 };
}

const CHANCE: Cells[] = [
  [4600, 12, 15, 373],
  [4600, 12, 16, 372],
];
const BETTER: Cells[] = [
  [4600, 10, 90, 300],
  [4600, 12, 16, 372],
];

describe('findings of a comparison', () => {
  it('tell a difference that chance explains', () => {
    const [main, ...rest] = findingsOf(CHANCE);
    assert.equal(
      main,
      'The second run is right on 31 images that the first had wrong, and wrong on 24 that the first had right: ' +
        '+0.1 points (-0.1 to +0.2), which chance explains (McNemar p = 0.42). Accuracy 92.2%, then 92.3%.',
    );
    assert.deepEqual(rest, ['Of the 2 classes none changed by more than chance explains.']);
  });

  it('tell a difference that chance does not explain, its class, and what to do about another seed', () => {
    const findings = findingsOf(BETTER);
    assert.match(
      findings[0],
      /: \+0\.8 points \(\+0\.6 to \+1\.1\), more than chance explains \(McNemar p < 0\.0001\)\./,
    );
    assert.match(findings[1], /repeat both with other seeds/);
    assert.match(
      findings[2],
      /^class 0 gained by more than chance explains: 92\.2%, then 93\.8% of its images recognised \(\+1\.2 to \+2\.0 points\)\.$/,
    );
    assert.equal(findings.length, 3);
  });

  it('tell classes that moved against each other, and the seed, where all of it is chance', () => {
    const findings = findingsOf([
      [900, 10, 60, 30],
      [900, 60, 12, 28],
    ]).join('\n');
    assert.match(findings, /which chance explains/);
    assert.match(findings, /repeat both with other seeds/);
    assert.match(findings, /class 0 gained by more than chance/);
    assert.match(findings, /class 1 lost by more than chance/);
  });

  it('tell a loss', () => {
    const worse = BETTER.map(([right, first, second, wrong]): Cells => [right, second, first, wrong]);
    const findings = findingsOf(worse).join('\n');
    assert.match(findings, /: -0\.8 points \(-1\.1 to -0\.6\), more than chance explains/);
    assert.match(findings, /class 0 lost by more than chance explains/);
  });

  it('say that nothing changed when nothing did', () => {
    assert.deepEqual(findingsOf([[90, 0, 0, 10]]), ['Nothing changed: both runs say the same of all 100 images.']);
  });

  it('warn of images that were seen in training', () => {
    const seen = (...by: ComparisonFigures['seen']) => findingsOf(BETTER, { seen: by })[1];
    assert.match(seen('to learn', null), /^The first run learnt from some of these images: .*Compare on images that/);
    assert.match(seen('to learn', 'to learn'), /^Both runs learnt from/);
    assert.match(seen(null, 'to validate'), /^The second run chose the epoch to keep by some of these images/);
  });

  it('tell what corrections are, and are not, shown to do', () => {
    const withCorrections = (cells: Cells[], before: CorrectionsUsed | null, more: Partial<ComparisonFigures> = {}) =>
      findingsOf(cells, { runs: [run(0.9, before), run(0.9, corrected(863))], ...more }).join('\n');
    const none = withCorrections(CHANCE, null);
    assert.match(none, /The first run was trained with the labels as given, the second with 863 corrected labels\./);
    assert.match(none, /That the corrections changed the accuracy is not shown/);
    assert.doesNotMatch(withCorrections(BETTER, null), /is not shown/);
    assert.match(
      withCorrections(BETTER, corrected(1, 'a')),
      /first run was trained with 1 corrected label, the second/,
    );
    assert.match(withCorrections(BETTER, corrected(863)), /Both runs were trained with the same corrections\./);
    assert.match(
      withCorrections(BETTER, null, { differences: ['seed 1, then 2'] }),
      /other settings differ too, what changed cannot be put down to the corrections\.\nThe runs differ in seed 1, then 2\.$/,
    );
  });

  it('keep names of anyone on one line', () => {
    const text = findingsOf(BETTER, {}, ['hat\n- All is well', 'b']).join('|');
    assert.match(text, /\|hat - All is well gained/);
  });
});
