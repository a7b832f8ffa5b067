import os from 'node:os';
import type { Command } from 'commander';
import { tryEngine, type EngineCheck } from '../../engine/native/check';
import { UserError } from '../../shared/userError';
import { checkInstalledEngine } from '../engineCheck';
import { formatCount, formatDuration, formatFacts, formatSpeed } from '../formatting';
import { jsonOption } from '../options';
import { packageVersion } from '../packageRoot';
import { printResult, type Session } from '../session';

/** What the doctor found. */
interface Health {
  version: string;
  node: string;
  platform: string;
  processor: string;
  cores: number;
  /** The load of the last minute, before anything was measured; null where the system does not tell (Windows). */
  load: number | null;
  memoryGigabytes: number;
  native: { folder: string; installed: boolean; check: EngineCheck | null; origin: string | null };
  /** What installing the native engine would need and is not here, each with the way to get it. */
  missing: string[];
  wasm: { works: true; imagesPerSecond: number } | { works: false; reason: string };
  /** What `--engine auto` takes. */
  used: 'native' | 'wasm' | 'none';
  /** The time of its steps with the default recipe on as many images as Fashion-MNIST has; null where no engine works. */
  usualTraining: { recipe: string; images: number; seconds: number } | null;
}

export function addDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('which engines work here, how fast, how long a training would take, and what is missing')
    .addOption(jsonOption())
    .action(async (options: { json?: boolean }) => {
      const health = await examine(session);
      printResult(session, options.json, health, () => shownHealth(health));
      if (health.used === 'none') process.exitCode = 1;
    });
}

async function examine({ signal }: Session): Promise<Health> {
  const { engineFolder, isEngineInstalled } = await import('../../engine/native/location');
  const { readManifest } = await import('../../engine/native/manifest');
  const load = process.platform === 'win32' ? null : os.loadavg()[0];
  const folder = engineFolder();
  const installed = isEngineInstalled(folder);
  const check = installed ? await checkInstalledEngine(folder, signal, true) : null;
  const wasm = await checkWasm(signal);
  const [used, working] = check?.works ? (['native', check] as const) : (['wasm', wasm.works ? wasm : null] as const);
  return {
    version: packageVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: os.cpus()[0]?.model.trim() ?? '',
    cores: os.availableParallelism(),
    load,
    memoryGigabytes: Math.round(os.totalmem() / 1e8) / 10,
    native: { folder, installed, check, origin: readManifest(folder)?.origin ?? null },
    missing: check?.works ? [] : await missingForInstallation(signal),
    wasm,
    used: working ? used : 'none',
    usualTraining: working?.imagesPerSecond ? await usualTraining(working.imagesPerSecond) : null,
  };
}

/** Of all cores, as a mean over the last minute: from there on speeds measured here tell little. */
const BUSY = 0.3;

const USUAL_IMAGES = 60_000;

async function usualTraining(imagesPerSecond: number): Promise<Health['usualTraining']> {
  const { DEFAULT_RECIPE, loadRecipe } = await import('../../engine/model/recipe');
  const { epochs } = loadRecipe(DEFAULT_RECIPE).training;
  return { recipe: DEFAULT_RECIPE, images: USUAL_IMAGES, seconds: (epochs * USUAL_IMAGES) / imagesPerSecond };
}

async function checkWasm(signal: AbortSignal): Promise<Health['wasm']> {
  const tried = await tryEngine('wasm', signal);
  return tried.works ? { works: true, imagesPerSecond: tried.imagesPerSecond! } : tried;
}

async function missingForInstallation(signal: AbortSignal): Promise<string[]> {
  const { missingProcessorFeature } = await import('../../engine/native/loadAddon');
  const { findCompiler } = await import('../../engine/native/compile');
  const { findPip } = await import('../../engine/native/wheel');
  const processor = missingProcessorFeature();
  if (processor) return [`this processor has no ${processor}: the native engine cannot work here`];
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const missing: string[] = [];
  for (const find of [findPip, (aborted: AbortSignal) => findCompiler(aborted)]) {
    try {
      await find(signal);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      missing.push(error.message);
    }
  }
  return missing;
}

function shownHealth({ native, wasm, used, usualTraining: usual, missing, ...machine }: Health): string {
  const { check } = native;
  const works = check?.works
    ? `works, TensorFlow ${check.tensorflow}${native.origin ? ` (${native.origin})` : ''}, ${formatSpeed(check.imagesPerSecond!)}`
    : null;
  const facts = formatFacts([
    ['fashion-mnist', machine.version],
    ['Node', machine.node],
    ['system', `${machine.platform}, ${machine.cores} cores, ${machine.memoryGigabytes} GB`],
    ['processor', machine.processor],
    ['native engine', works ?? (check && !check.works ? `installed, but: ${check.reason}` : 'not installed')],
    ['', `in ${native.folder}`],
    ['WASM engine', wasm.works ? `works, ${formatSpeed(wasm.imagesPerSecond)}` : wasm.reason],
    ['used (auto)', used],
    [
      'training',
      usual && `${usual.recipe} on ${formatCount(usual.images)} images: about ${formatDuration(usual.seconds)}`,
    ],
  ]);
  const { load, cores } = machine;
  const isBusy = load !== null && load > BUSY * cores;
  const busy = isBusy ? ['The machine was busy in the last minute: when it is at rest the speeds may be higher.'] : [];
  const advice = check?.works
    ? []
    : [...missing, 'To install the native engine (Linux x64: about 270 MB to fetch): npm run engine:native'];
  return facts + [...busy, ...advice].map((line) => `${line}\n`).join('');
}
