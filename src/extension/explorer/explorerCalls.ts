import type { ExplorerCalls } from '../../shared/contracts/explorer';
import type { Handlers } from '../../shared/rpc';
import { openSource } from '../images/openPlace';
import { placeAction } from '../messages';
import { viewCalls } from '../panels/viewCalls';
import type { Explorer } from './explorer';

/** What an explorer's view may ask: most of it is passed on to the data process, for the view's own data set alone. */
export function explorerCalls(explorer: Explorer): Handlers<ExplorerCalls> {
  const { images } = explorer;
  return {
    ...viewCalls(explorer.parts),
    ...images.imageHandlers(),
    ready: () => explorer.snapshot(),
    reopen: ({ invert, fit }) => explorer.reopen({ invert, fit }),
    async previewPictures(request, { signal }) {
      images.check(request.dataset);
      return await images.ask('previewPictures', request, signal);
    },
    async usePredictions({ dataset, runFolder }, { signal }) {
      const isThere = runFolder !== null && (await explorer.hasRun(runFolder));
      images.check(dataset);
      return await images.usePredictions(isThere ? runFolder : null, signal);
    },
    overview: (dataset, { signal }) => images.ask('overview', images.check(dataset), signal),
    findings: (dataset, { signal }) => images.ask('findings', images.check(dataset), signal),
    findAlike: (dataset, context) => explorer.findAlike(images.check(dataset), context),
    predict: ({ runFolder }, context) => explorer.predict(runFolder, context),
    async openSource(request, { signal }) {
      images.check(request.dataset);
      await openSource(await images.ask('describeImage', request, signal));
    },
    async openProblem() {
      const { lastProblem, base } = images;
      await (lastProblem && (await placeAction(lastProblem.place, base)))?.run();
    },
    async reviewImages({ dataset, images: chosen }) {
      images.check(dataset);
      await explorer.review(chosen);
    },
  };
}
