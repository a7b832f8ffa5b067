import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Tensor } from '@tensorflow/tfjs-core';
import { UserError } from '../../shared/userError';
import type { Runtime } from '../runtime';
import type { GraphBuilder } from './graphBuilder';

/** What is used of tfjs-node's backend: it runs graphs that were saved as a file. */
interface GraphBackend {
  loadSavedModelMetaGraph(folder: string, tag: string): number;
  runSavedModel(id: number, inputs: Tensor[], names: { name: string }[], outputs: string[]): Tensor[];
  deleteSavedModel(id: number): void;
}

/** A value for a placeholder: row-major, with its shape. */
export interface Fed {
  values: Float32Array | Int32Array;
  shape: number[];
}

/** A graph that the native engine has loaded, with its variables. */
export class GraphSession {
  private readonly tf: Runtime['tf'];
  private readonly id: number;

  constructor({ tf }: Pick<Runtime, 'tf'>, graph: GraphBuilder) {
    this.tf = tf;
    const folder = writeGraph(graph);
    try {
      this.id = this.backend.loadSavedModelMetaGraph(folder, 'serve');
    } finally {
      // A virus scanner may hold it; what is left in the temporary folder is small.
      fs.rm(folder, { recursive: true, force: true, maxRetries: 5 }, () => undefined);
    }
  }

  private get backend(): GraphBackend {
    return this.tf.backend() as unknown as GraphBackend;
  }

  /** Feeds placeholders by name, and yields the asked nodes' values. */
  run(feeds: Readonly<Record<string, Fed>>, outputs: readonly string[]): Float32Array[] {
    const { tf } = this;
    const inputs = Object.values(feeds).map(({ values, shape }) =>
      tf.tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32'),
    );
    try {
      const names = Object.keys(feeds).map((name) => ({ name: `${name}:0` }));
      const results = this.backend.runSavedModel(
        this.id,
        inputs,
        names,
        outputs.map((name) => `${name}:0`),
      );
      const values = results.map((result) => result.dataSync<'float32'>());
      tf.dispose(results);
      return values;
    } finally {
      tf.dispose(inputs);
    }
  }

  dispose(): void {
    this.backend.deleteSavedModel(this.id);
  }
}

/** @returns a folder of its own with the graph. @throws UserError where the temporary folder cannot be written to */
function writeGraph(graph: GraphBuilder): string {
  try {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-graph-'));
    fs.writeFileSync(path.join(folder, 'saved_model.pb'), graph.toSavedModel());
    return folder;
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      l10n.t('the temporary folder cannot be written to: {0}', message),
      l10n.t('free some space, or set TMPDIR'),
      { file: os.tmpdir() },
    );
  }
}
