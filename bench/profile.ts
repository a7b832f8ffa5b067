// Where the time of a training step goes on the native engine: each operation of the graph, as TensorFlow's own trace
// tells it. The peers' Python runs the same graph with tracing on, which tfjs-node cannot ask for.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildTrainingGraph } from '../src/engine/graph/trainingGraph';
import { buildNetwork } from '../src/engine/model/network';
import { loadRecipe } from '../src/engine/model/recipe';
import { hasPeers, peer } from './contest';

interface Operation {
  name: string;
  /** Milliseconds in a step, over all threads. */
  milliseconds: number;
  /** How many there are in a step. */
  count: number;
}

/** Prints a table, and leaves a picture in `folder`. */
export function profile(name: string, folder: string): void {
  if (!hasPeers()) throw new Error('a profile needs the peers: npm run bench:peers');
  const recipe = loadRecipe(name);
  const network = buildNetwork(recipe.network, 10);
  const { batchSize } = recipe.training;
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'fashion-mnist-profile-'));
  try {
    const file = path.join(place, 'saved_model.pb');
    fs.writeFileSync(file, buildTrainingGraph(network, recipe.training, batchSize).toSavedModel());
    const { command, args } = peer('', 'trace_graph', file, String(batchSize), String(network.parameterCount));
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const { step, operations } = JSON.parse(stdout) as { step: number; operations: Operation[] };
    const all = operations.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    console.log(
      `${name}: a step of ${batchSize} images takes ${step.toFixed(1)} ms; its operations, over all threads, ${all.toFixed(1)} ms`,
    );
    for (const { name: operation, milliseconds, count } of operations) {
      if (milliseconds < 0.05) continue;
      console.log(`  ${operation.padEnd(38)} ${milliseconds.toFixed(2).padStart(6)} ms  ${Math.round(count)} a step`);
    }
    const picture = path.join(folder, `profile-${name}.svg`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(
      picture,
      draw(`${name}: milliseconds of each operation in a training step`, operations.slice(0, 16)),
    );
    console.log(`Drawn in ${path.relative(process.cwd(), picture)}`);
  } finally {
    fs.rmSync(place, { recursive: true, force: true });
  }
}

/** Bars, the longest first. */
function draw(title: string, operations: readonly Operation[]): string {
  const [row, left, width] = [22, 280, 760];
  const longest = operations[0].milliseconds;
  const bars = operations.map(({ name, milliseconds }, i) => {
    const y = 40 + i * row;
    const bar = ((width - left - 70) * milliseconds) / longest;
    return [
      `<text x="${left - 8}" y="${y + 12}" text-anchor="end">${name}</text>`,
      `<rect x="${left}" y="${y}" width="${bar.toFixed(1)}" height="16" fill="#3b7dd8"/>`,
      `<text x="${(left + bar + 6).toFixed(1)}" y="${y + 12}">${milliseconds.toFixed(2)}</text>`,
    ].join('');
  });
  const height = 50 + operations.length * row;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/><text x="8" y="22" font-size="14">${title}</text>`,
    ...bars,
    '</svg>\n',
  ].join('\n');
}
