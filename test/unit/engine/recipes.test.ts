import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { parseRecipe, RECIPES } from '../../../src/engine/model/recipe';
import { describeRecipe, listRecipes, recipeText } from '../../../src/engine/recipes';
import { temporaryFolder } from './temporaryFolder';

describe('recipe cards', () => {
  it('have a sentence, epochs and parameters', () => {
    const [standard, quick, best, small, reference] = listRecipes();
    assert.deepEqual([standard.recipe, standard.epochs, standard.parameters], ['standard', 16, 261_298]);
    assert.deepEqual([quick.recipe, quick.epochs, quick.parameters], ['quick', 6, 116_602]);
    assert.deepEqual([best.recipe, best.epochs, best.parameters], ['best', 42, 482_154]);
    assert.ok(small.recipe === 'small' && small.parameters < 100_000, `${small.parameters}`);
    assert.deepEqual([reference.recipe, reference.parameters], ['reference', 225_482]);
    assert.match(standard.description, /\.$/);
    // They are said in two places: as a text that can be translated, and in the recipe itself.
    for (const { name, description } of listRecipes()) assert.equal(description, RECIPES[name].description);
  });
});

describe('a recipe described', () => {
  it('has its layers with shapes and parameters, which add up', () => {
    for (const name of Object.keys(RECIPES)) {
      const { layers, parameters, problem } = describeRecipe({ recipe: name });
      assert.equal(problem, null);
      assert.equal(
        layers.reduce((total, layer) => total + layer.parameters, 0),
        parameters,
      );
    }
    const { layers } = describeRecipe({ recipe: 'standard' });
    assert.deepEqual(layers[0], {
      layer: 'Conv2D 3x3, 24 filters, no bias',
      shape: '28 x 28 x 24',
      parameters: 216,
      nested: false,
    });
    assert.deepEqual(layers[1], { layer: 'MaxPooling2D 2x2', shape: '14 x 14 x 24', parameters: 0, nested: false });
    const residual = layers.findIndex(({ layer }) => layer.startsWith('Residual'));
    assert.deepEqual(
      layers.slice(residual, residual + 8).map(({ nested }) => nested),
      [false, true, true, true, true, true, true, false],
    );
    assert.deepEqual(layers.at(-1), { layer: 'Softmax', shape: '10', parameters: 0, nested: false });
    const reference = describeRecipe({ recipe: 'reference' }).layers.map(({ layer }) => layer);
    assert.deepEqual(reference.slice(0, 5), [
      'Conv2D 3x3, 32 filters, no padding',
      'ReLU',
      'BatchNormalization',
      'MaxPooling2D 2x2',
      'Dropout 25%',
    ]);
    assert.ok(reference.includes('Dense, 128 units'));
  });

  const typed = (change: (recipe: { name: string; network: object[]; training: object }) => unknown) =>
    describeRecipe({ text: JSON.stringify(change(structuredClone(RECIPES['reference']))) }).problem;

  it('says in one line what is wrong with a text that is being typed, and where', () => {
    assert.match(describeRecipe({ text: '{\n  "name": "x",\n  oops\n}' }).problem!, /^not JSON: .*line 3 column 3/);
    assert.match(describeRecipe({ text: '' }).problem!, /^not JSON: /);
    assert.match(
      typed((recipe) => ({ ...recipe, training: { ...recipe.training, epochs: 0 } }))!,
      /^training\.epochs: /,
    );
    assert.match(
      typed((recipe) => ({ ...recipe, network: [{ type: 'magic' }] }))!,
      /^network\.0\.type: no such layer; use one of /,
    );
    assert.equal(
      typed((recipe) => ({ ...recipe, network: recipe.network.filter((_, k) => k !== 10) })),
      'network.10: layer dense_1 wants a vector; put flatten or globalAveragePooling2d before it',
    );
    assert.equal(
      typed((recipe) => ({
        ...recipe,
        network: [
          { type: 'relu' },
          { type: 'residual', layers: [{ type: 'relu' }, { type: 'conv2d', filters: 2 }] },
          ...recipe.network,
        ],
      })),
      'network.1: layer residual_1 turns 28 x 28 x 1 into 28 x 28 x 2, and the two must be equal to be added',
    );
    assert.match(
      typed((recipe) => ({ ...recipe, network: recipe.network.slice(0, -1) }))!,
      /^network\.14: .*each class/,
    );
    assert.equal(describeRecipe({ recipe: 'nonsense' }).problem, 'no recipe named "nonsense", and no such file');
    assert.ok(!/[\n\u202e]/.test(typed((recipe) => ({ ...recipe, 'a\n\u202eb': 1 }))!));
  });

  it('comes from a file as from its name', async () => {
    const file = path.join(await temporaryFolder(), 'mine.recipe.json');
    writeFileSync(file, await recipeText('standard'));
    // As a run's record keeps it, to the letter: by this a run's recipe is known as one of ours.
    assert.equal(JSON.stringify(JSON.parse(await recipeText('standard'))), JSON.stringify(RECIPES['standard']));
    assert.deepEqual(describeRecipe({ recipe: file }), describeRecipe({ recipe: 'standard' }));
    assert.equal(await recipeText(file), readFileSync(file, 'utf8'));
    await assert.rejects(recipeText('nonsense'), { name: 'UserError' });
  });

  it('is written out so that it is read back as it was, with a line for each layer', async () => {
    for (const [name, recipe] of Object.entries(RECIPES)) {
      const text = await recipeText(name);
      assert.deepEqual(parseRecipe(JSON.parse(text), name), recipe);
      assert.ok(text.includes('\n    { "type": "conv2d", "filters": '), text);
    }
  });
});

describe('the JSON schema of recipes', () => {
  type Schema = { description?: string; properties?: Record<string, Schema>; required?: string[]; const?: string } & {
    items?: Schema;
    oneOf?: Schema[];
    additionalProperties?: boolean;
  };
  const schema = JSON.parse(readFileSync(path.join(__dirname, '../../../dist/recipe.schema.json'), 'utf8')) as Schema;

  it('describes every field, and allows no other', () => {
    let fields = 0;
    const visit = (at: Schema, place: string): void => {
      for (const [name, field] of Object.entries(at.properties ?? {})) {
        fields++;
        assert.ok(field.description && field.description.length > 10, `${place}.${name}`);
        visit(field, `${place}.${name}`);
      }
      if (at.properties) assert.equal(at.additionalProperties, false, place);
      for (const one of at.oneOf ?? []) visit(one, `${place}|${one.properties?.['type']?.const ?? ''}`);
      if (at.items) visit(at.items, `${place}[]`);
    };
    visit(schema, 'recipe');
    assert.ok(fields > 40, String(fields));
  });

  it('asks only for what has no default, and knows every layer', () => {
    assert.deepEqual(schema.required, ['name', 'network', 'training']);
    assert.deepEqual(schema.properties!['training'].required, ['epochs', 'learningRate']);
    const layers = schema.properties!['network'].items!.oneOf!;
    const types = layers.map(({ properties }) => properties!['type'].const);
    assert.deepEqual(types, [
      ...['conv2d', 'maxPooling2d', 'batchNormalization', 'relu', 'dropout', 'flatten'],
      ...['globalAveragePooling2d', 'dense', 'residual'],
    ]);
    assert.deepEqual(layers[0].required, ['type', 'filters']);
  });
});
