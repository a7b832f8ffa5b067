// A process that appends corrections, as a window of the editor does: `appendingProcess.ts HOW FILE NAME COUNT`. It says
// each decision on a line of standard output once it is on the disk.
import fs from 'node:fs';
import path from 'node:path';
import { appendCorrections } from '../../../../src/engine/corrections/appendCorrections';
import { parseCorrections } from '../../../../src/engine/corrections/readCorrections';
import { correction } from '../../shared/sampleCorrection';

const [how, file, name, count] = process.argv.slice(2);

const decision = (index: number, note = `note ${index}, with a "comma"`) =>
  correction({ imageId: index.toString(16).padStart(16, '0'), index, reviewer: name, note });

async function append(): Promise<void> {
  for (let index = 0; index < Number(count); index++) {
    await appendCorrections(file, [decision(index)]);
    fs.writeSync(1, `${index}\n`);
  }
}

/** On a small disk: fills it, appends until that fails, makes room, appends again; tells what the file was after each. */
async function fill(): Promise<void> {
  const ballast = path.join(path.dirname(file), 'ballast');
  await appendCorrections(file, [decision(0)]);
  fs.writeFileSync(ballast, Buffer.alloc(32 * 1024));
  let saved = 1;
  let message = '';
  while (message === '' && saved < 1000) {
    await appendCorrections(file, [decision(saved, 'x'.repeat(700))]).then(
      () => saved++,
      (error: unknown) => (message = `${(error as Error).name}: ${(error as Error).message}`),
    );
  }
  const full = read();
  fs.rmSync(ballast);
  await appendCorrections(file, [decision(saved++)]);
  fs.writeSync(1, JSON.stringify({ saved, message, full, after: read() }));
}

function read() {
  const bytes = fs.readFileSync(file);
  const { corrections, torn } = parseCorrections(bytes, file);
  return { corrections: corrections.length, torn: torn.length, endsWhole: bytes.at(-1) === 10 };
}

void (how === 'fill' ? fill() : append()).catch((error: unknown) => {
  fs.writeSync(2, `${(error as Error).name}: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
