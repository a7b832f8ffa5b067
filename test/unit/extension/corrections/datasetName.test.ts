import assert from 'node:assert/strict';
import path from 'node:path';
import { datasetNameOf, resolveDatasetName } from '../../../../src/extension/corrections/datasetName';

const folder = path.resolve('/home/ada/work');
const inside = (...parts: string[]) => path.join(folder, ...parts);
const outside = path.resolve('/srv/data/mnist');
const nothing = () => false;

describe('names of data in the corrections file', () => {
  it('are relative to the workspace folder, with slashes, and absolute outside of it', () => {
    assert.equal(datasetNameOf(inside('data', 'train.csv'), folder), 'data/train.csv');
    assert.equal(datasetNameOf(folder, folder), '.');
    assert.equal(datasetNameOf(inside('..data'), folder), '..data');
    assert.equal(datasetNameOf(outside, folder), outside.split(path.sep).join('/'));
    assert.ok(path.isAbsolute(datasetNameOf(path.resolve('/home/ada/work2'), folder)));
  });

  it('lead back to where the data is', () => {
    for (const place of [inside('data', 'train.csv'), folder, inside('..data'), outside]) {
      const name = datasetNameOf(place, folder);
      assert.equal(
        resolveDatasetName(name, folder, (one) => one === outside),
        place,
      );
    }
  });

  it('lead nowhere outside of the workspace folder, unless that data was worked with here', () => {
    const names = [
      '',
      '..',
      '../other',
      'data/../../other',
      '/etc',
      '/etc/passwd',
      `${folder}/../secret`,
      `${folder}2/data`,
      'data\0/../../other',
    ];
    for (const name of names) assert.equal(resolveDatasetName(name, folder, nothing), null, name);
    assert.equal(resolveDatasetName('data/../other', folder, nothing), inside('other'));
  });
});
