import * as vscode from 'vscode';
import type { ReviewCalls } from '../../shared/contracts/reviewView';
import type { CallContext, Handlers } from '../../shared/rpc';
import { viewCalls } from '../panels/viewCalls';
import type { Review } from './review';

type ImageCall = 'query' | 'thumbnails' | 'describeImage' | 'decisionsOf' | 'decide' | 'openCorrections';

/** What a review's view may ask. */
export function reviewCalls(review: Review): Handlers<ReviewCalls> {
  /** The data is there only after `ready`: what answers about its images is looked up with each call. */
  const images = <M extends ImageCall>(method: M): Handlers<ReviewCalls>[M] => {
    const answer = (argument: unknown, context: CallContext) => {
      const handler = review.opened.imageHandlers()[method] as (argument: unknown, context: CallContext) => unknown;
      return handler(argument, context);
    };
    return answer as Handlers<ReviewCalls>[M];
  };
  return {
    ...viewCalls(review.parts),
    query: images('query'),
    thumbnails: images('thumbnails'),
    describeImage: images('describeImage'),
    decisionsOf: images('decisionsOf'),
    decide: images('decide'),
    openCorrections: images('openCorrections'),
    ready: () => review.snapshot(),
    saveProgress: (progress) => review.keepProgress(progress),
    startAnother: () => review.startAnother(),
    async trainWithCorrections() {
      const { data, runFolder } = await review.queue();
      const options = (await review.hasRun()) ? { asRun: runFolder } : undefined;
      await vscode.commands.executeCommand('fashionMnist.train', vscode.Uri.file(data.path), options);
    },
  };
}
