import path from 'node:path';
import type { Command } from 'commander';
import { engineFolder, requireEngine } from '../../engine/native/location';
import type { Ablation } from '../../shared/contracts/ablation';
import { DEFAULT_SEED, type EngineChoice } from '../../shared/contracts/jobs';
import type { Interval } from '../../shared/statistics';
import { commandName, quoted } from '../commandName';
import { formatCount, formatShare, formatTable, printable } from '../formatting';
import { classesOption, engineOption, fitOption, invertOption, jsonOption, share, wholeNumber } from '../options';
import { dataLocation, printResult, shownPath, turnFolder, withProgress } from '../session';
import type { DataOptions, Session } from '../session';

interface Options extends DataOptions {
  recipe?: string;
  seeds: number;
  epochs: number;
  images: number;
  parts?: string[];
  validationShare: number;
  engine: EngineChoice;
  out?: string;
  json?: boolean;
}

export function addAblate(program: Command, session: Session): void {
  program
    .command('ablate')
    .description('measure what each part of a network contributes, by training it without one at a time')
    .argument('<data>', 'a CSV or IDX file, or a folder of them or of pictures in class folders')
    .option('--recipe <name|file>', 'which network: a name or a JSON file of your own')
    .option('--seeds <n>', 'trainings of each part, with seeds 1 to n', wholeNumber(2, 100), 3)
    .option('--epochs <n>', 'passes over the images in each training', wholeNumber(1, 1000), 3)
    .option('--images <n>', 'training images, drawn by class, the same in each training', wholeNumber(20, 1e7), 12_000)
    .option('--parts <id...>', 'only these parts; "list" shows them')
    .option('--validation-share <x>', 'share of all training images that is held out to measure on', share, 0.1)
    .addOption(engineOption())
    .addOption(classesOption())
    .addOption(invertOption())
    .addOption(fitOption())
    .option('--out <dir>', 'where ablation.json and ablation.csv go; given again, it goes on with what is there')
    .addOption(jsonOption())
    .action(async (data: string, options: Options) => {
      const { DEFAULT_RECIPE } = await import('../../engine/model/recipe');
      const { ablate, listAblationParts } = await import('../../engine/jobs/ablate');
      const recipe = options.recipe ?? DEFAULT_RECIPE;
      if (options.parts?.join() === 'list') {
        const parts = listAblationParts(recipe);
        const rows = parts.map(({ id, name, instead }) => [id, name, instead]);
        printResult(session, options.json, { parts }, () => formatTable(['id', 'part', 'instead'], rows));
        return;
      }
      if (options.engine === 'native') requireEngine(engineFolder());
      const startedAt = session.now().toISOString();
      const outputFolder = await outputFolderFor(session, options.out, startedAt, recipe);
      const request = {
        data: dataLocation(session, data, options),
        recipe,
        parts: options.parts ?? [],
        seeds: Array.from({ length: options.seeds }, (_, k) => DEFAULT_SEED + k),
        epochs: options.epochs,
        images: options.images,
        validationShare: options.validationShare,
        engine: options.engine,
        outputFolder,
        startedAt,
        turnIn: await turnFolder(session, outputFolder),
      };
      const ablation = await withProgress(session, (context) => ablate(request, context));
      printResult(session, options.json, { outputDir: outputFolder, ...ablation }, () =>
        shownAblation(session, ablation, outputFolder),
      );
    });
}

async function outputFolderFor(
  session: Session,
  out: string | undefined,
  startedAt: string,
  recipe: string,
): Promise<string> {
  if (out !== undefined) return path.resolve(session.workingFolder, out);
  const { newRunFolder, runsFolderIn } = await import('../../engine/runs');
  const name = path.win32.basename(recipe).replace(/(\.recipe)?\.json$/i, '');
  return newRunFolder(runsFolderIn(session.workingFolder), startedAt, `ablation-${name}`);
}

function shownAblation(session: Session, ablation: Ablation, folder: string): string {
  const { parts, effects, trials } = ablation;
  if (trials.length === 0) return 'Stopped before the first trial was done.\n';
  const rows = parts.flatMap((part) => {
    const effect = effects.find((one) => one.part === part.id);
    if (!effect) return [];
    return [
      [
        part.name,
        part.instead || 'nothing',
        formatCount(part.parameters),
        change(effect.accuracy, effect.accuracyInterval),
        change(effect.gap, effect.gapInterval),
        String(effect.trials),
      ],
    ];
  });
  const whole = trials.filter(({ part }) => part === 'whole');
  const mean = whole.reduce((total, { validationAccuracy }) => total + validationAccuracy, 0) / whole.length;
  const output = printable(quoted(shownPath(session, folder)));
  return [
    `The whole network: ${formatShare(mean)} of ${formatCount(ablation.validationCount)} validation images.\n\n`,
    formatTable(['without', 'instead', 'parameters', 'accuracy', 'gap', 'seeds'], rows),
    'Changes in percentage points, with their 95% intervals; gap: training less validation accuracy.\n\n',
    ...ablation.findings.map((finding) => `  - ${printable(finding)}\n`),
    ...(ablation.whole ? [] : [`To go on: ${commandName()} ablate with the same options and --out ${output}\n`]),
    `Written to ${output}\n`,
  ].join('');
}

/** `-1.30 (-1.70 to -0.90)`. */
function change(value: number, interval: Interval | null): string {
  const points = (share: number) => `${share > 0 ? '+' : ''}${(100 * share).toFixed(2)}`;
  return interval ? `${points(value)} (${points(interval[0])} to ${points(interval[1])})` : points(value);
}
