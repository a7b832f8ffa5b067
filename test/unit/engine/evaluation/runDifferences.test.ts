import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { runDifferences } from '../../../../src/engine/evaluation/runDifferences';
import type { RunRecord } from '../../../../src/shared/contracts/jobs';
import { sampleRecord } from '../sampleRecord';

const first = sampleRecord({ recipe: { name: 'own', network: [1], training: { epochs: 2, learningRate: 0.1 } } });
const differences = (changes: Partial<RunRecord>) => runDifferences(first, { ...first, ...changes });

describe('differences between runs', () => {
  it('are none between runs that differ in corrections alone', () => {
    const corrections = { hash: 'c', file: '/c.csv' } as RunRecord['corrections'];
    assert.deepEqual(differences({ id: 'another', corrections, startedAt: '2026-11-23T00:00:00.000Z' }), []);
  });

  it('name each setting, before and after', () => {
    const { data, settings, results } = first;
    assert.deepEqual(differences({ seed: 2 }), ['seed 1, then 2']);
    assert.deepEqual(differences({ epochsAsked: 8, results: { ...results!, epochs: 8 } }), ['epochs 2, then 8']);
    assert.deepEqual(differences({ results: { ...results!, epochs: 1 } }), ['epochs done all, then 1 of 2']);
    assert.deepEqual(differences({ engine: { ...first.engine, name: 'native' } }), ['engine wasm, then native']);
    assert.deepEqual(differences({ settings: { ...settings, validationShare: 0.2, classWeights: 'balanced' } }), [
      'validation share 10%, then 20%',
      'class weights none, then balanced',
    ]);
    assert.deepEqual(differences({ data: { ...data, hash: 'other' } }), ['data that was changed since (/data/shop)']);
    assert.deepEqual(differences({ data: { ...data, hash: 'other', path: '/b\n- well' } }), [
      'data /data/shop, then /b - well',
    ]);
    assert.deepEqual(differences({ data: { ...data, path: '/a copy' } }), []);
  });

  it('tell recipes apart by name, and those of one name by what is in them', () => {
    assert.deepEqual(differences({ recipe: { name: 'fast' } }), ['recipe own, then fast']);
    assert.deepEqual(
      differences({ recipe: { name: 'own', network: [2], training: { epochs: 9, learningRate: 0.2, shift: 1 } } }),
      ['another network of the same name', 'learningRate 0.1, then 0.2', 'shift "none", then 1'],
    );
  });
});
