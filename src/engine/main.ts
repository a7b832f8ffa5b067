// The background process: answers the calls of the extension over the IPC channel, and ends with it. Nothing else; but a
// process that tests the native engine apart is the same program.
import './language';
import os from 'node:os';
import type { EngineCalls, EngineSide } from '../shared/contracts/engine';
import type { JobContext } from '../shared/contracts/jobs';
import { processChannel } from '../shared/processChannel';
import { connect, type CallContext, type Handlers, type Silent } from '../shared/rpc';
import { coalesceProgress } from './coalesceProgress';
import { onEngineChosen } from './engineChosen';
import { CHECK_ARGUMENT, checkEngineHere } from './native/check';
import { PauseGate } from './pauseGate';

// The editor comes first. Threads that are started later, those of the engine among them, inherit this.
try {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where that is not allowed, all goes on as it is.
}

/** How long a job that was told to stop may take to save what it has, ms; the step that runs cannot be interrupted. */
const FAREWELL_LIMIT = 20_000;

/** What `pause` closes. */
const gate = new PauseGate();

const running = new Set<Promise<unknown>>();

/** Runs a job with progress going to the extension; its module (and with it tfjs) is loaded by then, not before. */
function job<Request, Result>(start: (request: Request, context: JobContext) => Promise<Result>) {
  return async (request: Request, { signal }: CallContext): Promise<Result> => {
    const context: JobContext = {
      progress: coalesceProgress((progress) => connection.emit('progressed', progress), Date.now),
      note: (line) => connection.emit('noted', line),
      epochEnded: (metrics) => connection.emit('epochEnded', metrics),
      stepped: (point) => connection.emit('stepped', { point, memory: process.memoryUsage.rss() }),
      begun: (begun) => connection.emit('begun', begun),
      waited: (holder) => connection.emit('waited', holder),
      hold: gate.hold,
      ablationProgressed: (ablation) => connection.emit('ablationProgressed', ablation),
      signal,
    };
    const work = start(request, context);
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  };
}

/** Whatever else can be gone through (a text, letter by letter) is no list of folders. */
function asList(value: string[]): string[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value;
}

const handlers = {
  analyze: job(async (request, context) => (await import('./jobs/analyze')).analyze(request, context)),
  train: job(async (request, context) => (await import('./jobs/train')).train(request, context)),
  evaluate: job(async (request, context) => (await import('./jobs/evaluate')).evaluate(request, context)),
  findData: async (request) => (await import('./data/findData')).findData(request),
  listRuns: async (runsFolder) => (await import('./runs')).listRuns(runsFolder),
  newRunFolder: async ({ runsFolder, startedAt, recipe }) =>
    (await import('./runs')).newRunFolder(runsFolder, startedAt, recipe),
  deleteRun: async (runFolder) => (await import('./runs')).deleteRun(runFolder),
  listRecipes: async () => (await import('./recipes')).listRecipes(),
  hasNativeEngine: async () => {
    const { engineFolder, isEngineInstalled } = await import('./native/location');
    return isEngineInstalled(engineFolder());
  },
  prepareEngine: job(async (_: null, context) => (await import('./jobs/installEngine')).prepareEngine(context)),
  installEngine: job(async (request, context) =>
    (await import('./jobs/installEngine')).installEngine(request, context),
  ),
  removeEngine: async () => {
    const { engineFolder } = await import('./native/location');
    (await import('./native/install')).removeNativeEngine(engineFolder());
  },
  describeRecipe: async (request) => (await import('./recipes')).describeRecipe(request),
  recipeText: async (recipe) => (await import('./recipes')).recipeText(recipe),
  listAblationParts: async (recipe) => (await import('./jobs/ablate')).listAblationParts(recipe),
  checkTrainingData: async (request, { signal }) =>
    (await import('./jobs/checkData')).checkTrainingData(request, signal),
  calibrate: async (request, { signal }) => (await import('./jobs/calibrate')).calibrate(request, signal),
  ablate: job(async (request, context) => (await import('./jobs/ablate')).ablate(request, context)),
  predict: job(async (request, context) => (await import('./jobs/predict')).predict(request, context)),
  comparePredictions: job(async (request, context) =>
    (await import('./jobs/comparePredictions')).comparePredictions(request, context),
  ),
  listReview: job(async (request, context) => (await import('./review/listReview')).listReview(request, context)),
  applyCorrections: job(async (request, context) =>
    (await import('./corrections/applyCorrections')).applyCorrections(request, context),
  ),
  listReviews: async (reviewsFolder) => (await import('./review/savedReview')).listReviews(reviewsFolder),
  loadReview: async (reviewFolder) => (await import('./review/savedReview')).loadReview(reviewFolder),
  saveReviewQueue: async (request) => (await import('./review/savedReview')).saveReviewQueue(request),
  saveReviewProgress: async (request) => (await import('./review/savedReview')).saveReviewProgress(request),
  pause: (isPaused) => gate.set(isPaused),
  listRunRows: async (request) => (await import('./runRows')).listRunRows(request),
  loadRuns: async (runFolders) => (await import('./runRows')).loadRuns(asList(runFolders)),
  renameRun: async ({ runFolder, name }) => (await import('./runCard')).renameRun(runFolder, name),
  tagRun: async ({ runFolder, tags }) => (await import('./runCard')).tagRun(runFolder, tags),
  putRunAside: async (runFolder) => (await import('./runsAside')).putRunAside(runFolder),
  bringRunBack: async (runFolder) => (await import('./runsAside')).bringRunBack(runFolder),
  deleteAside: async (runFolders) => (await import('./runsAside')).deleteAside(asList(runFolders)),
  compareWeights: async (request) => (await import('./compareWeights')).compareWeights(request),
} satisfies Handlers<EngineCalls>;

// When the extension host dies, so do the pipes: what is written then must not end the process before its checkpoint.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const connection = connect<EngineSide, Silent>(processChannel(process), handlers);

/** The extension is gone (the connection has aborted what runs): let the job save its checkpoint, then end. */
async function leave(): Promise<void> {
  setTimeout(() => process.exit(1), FAREWELL_LIMIT).unref();
  await Promise.allSettled(running);
  process.exit(0);
}

process.on('disconnect', () => void leave());
process.on('SIGTERM', () => {
  connection.dispose();
  void leave();
});

if (process.argv[2] === CHECK_ARGUMENT) {
  void checkEngineHere(new AbortController().signal).then((answer) => process.stdout.write(JSON.stringify(answer)));
} else {
  onEngineChosen((name) => connection.emit('engineChosen', name));
  connection.emit('ready', { pid: process.pid, node: process.versions.node });
}
