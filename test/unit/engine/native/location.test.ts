import assert from 'node:assert/strict';
import path from 'node:path';
import { addonFile, engineFolder, librariesFolder, requireEngine } from '../../../../src/engine/native/location';
import { UserError } from '../../../../src/shared/userError';

describe('native engine: location', () => {
  it('is a folder of the user, outside every clone', () => {
    const folder = engineFolder({});
    assert.ok(path.isAbsolute(folder));
    assert.match(folder, /fashion-mnist.native-engine$/);
    assert.ok(!folder.includes('node_modules'));
  });

  it('can be named by the environment', () => {
    assert.equal(engineFolder({ FASHION_MNIST_ENGINE_DIR: path.resolve('/somewhere') }), path.resolve('/somewhere'));
    assert.equal(engineFolder({ FASHION_MNIST_ENGINE_DIR: '' }), engineFolder({}));
  });

  it('the addon finds the libraries at ../../deps/lib', () => {
    assert.equal(path.resolve(path.dirname(addonFile('/e')), '../../deps/lib'), path.resolve(librariesFolder('/e')));
  });

  it('a missing engine is told with the next step', () => {
    assert.throws(
      () => requireEngine('/nowhere'),
      (error) => error instanceof UserError && /npm run engine:native/.test(error.message),
    );
  });
});
