import assert from 'node:assert/strict';
import fs from 'node:fs';
import { makeSchema, schemaFile, SCHEMAS, type SchemaName } from '../../scripts/schemas';

describe('JSON schemas', () => {
  for (const name of Object.keys(SCHEMAS) as SchemaName[]) {
    it(`that of ${name}.json is what the contract makes (npm run schemas:make)`, () => {
      assert.equal(fs.readFileSync(schemaFile(name), 'utf8'), makeSchema(name));
    });
  }
});
