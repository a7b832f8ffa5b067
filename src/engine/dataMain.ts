// The data process: answers what all views with images ask, and ends with the extension. It never loads an engine.
import './language';
import type { DataCalls, DataSide } from '../shared/contracts/explorer';
import { processChannel } from '../shared/processChannel';
import { type CallContext, connect, type Handlers, type Silent } from '../shared/rpc';

/** All that reads data is loaded with the first call: the process is up at once. */
const handlers = (async () => {
  await new Promise((resolve) => setImmediate(resolve)); // after `ready` is told
  const { dataHandlers } = await import('./explore/dataHandlers');
  return dataHandlers((progress) => connection.emit('progressed', progress));
})();

/** Passes a call on to its handler. */
function passOn<M extends keyof DataCalls>(method: M): Handlers<DataCalls>[M] {
  const answer = async (argument: never, context: CallContext) => (await handlers)[method](argument, context);
  return answer as Handlers<DataCalls>[M];
}

const connection = connect<DataSide, Silent>(processChannel(process), {
  openDataset: passOn('openDataset'),
  closeDataset: passOn('closeDataset'),
  query: passOn('query'),
  thumbnails: passOn('thumbnails'),
  describeImage: passOn('describeImage'),
  overview: passOn('overview'),
  findings: passOn('findings'),
  findAlike: passOn('findAlike'),
  usePredictions: passOn('usePredictions'),
  useCorrections: passOn('useCorrections'),
  decide: passOn('decide'),
  decisionsOf: passOn('decisionsOf'),
  findImages: passOn('findImages'),
  flagImages: passOn('flagImages'),
  diffCorrections: passOn('diffCorrections'),
  hasChanged: passOn('hasChanged'),
  previewPictures: passOn('previewPictures'),
} satisfies Handlers<DataCalls>);

process.on('disconnect', () => process.exit(0));

connection.emit('ready', { pid: process.pid, node: process.versions.node });
