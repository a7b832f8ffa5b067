import assert from 'node:assert/strict';
import fs from 'node:fs';
import Ajv from 'ajv';
import { schemaFile, type SchemaName } from '../../scripts/schemas';

/** A file that was written is as its schema in docs/schemas says. */
export function assertSchema(name: SchemaName, file: string): void {
  const schema = JSON.parse(fs.readFileSync(schemaFile(name), 'utf8')) as object;
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(JSON.parse(fs.readFileSync(file, 'utf8')));
  assert.deepEqual(validate.errors ?? [], [], file);
}
