import path from 'node:path';
import { addressIn, download, type DownloadOptions, type RemoteFile } from './download';
import type { LibrarySource } from '../shared/contracts/engine';
import { TENSORFLOW_WHEEL as WHEEL } from '../shared/tensorflowWheel';

/** What is fetched at most, bytes: the wheel. */
export const TENSORFLOW_BYTES = WHEEL.bytes;

const WHEEL_NAME = `${WHEEL.project.replace('-', '_')}-${WHEEL.version}-${WHEEL.abi}-${WHEEL.abi}-${WHEEL.platform}.whl`;

/**
 * TensorFlow for C as its makers publish it, of the version that tfjs-node's own script fetches. They publish no sums: this
 * one stands alike in the package recipes of nixpkgs and of wamuir/graft.
 */
const OFFICIAL: RemoteFile = {
  url: 'https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz',
  checksum: { algorithm: 'sha256', hex: '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173' },
};

/**
 * Downloads TensorFlow's library for Linux on x64.
 * @param folder for the archive, absolute; it must be there
 * @param mirror the address of a folder that holds the wheel; null: the official archive
 * @throws UserError as `download` does
 */
export async function downloadTensorflow(
  folder: string,
  mirror: string | null,
  options: DownloadOptions,
): Promise<Exclude<LibrarySource, { kind: 'pip' }>> {
  const remote: RemoteFile =
    mirror === null
      ? OFFICIAL
      : {
          url: addressIn(mirror, WHEEL_NAME),
          bytes: WHEEL.bytes,
          checksum: { algorithm: 'sha256', hex: WHEEL.sha256 },
        };
  const archive = path.join(folder, path.posix.basename(new URL(remote.url).pathname));
  await download(remote, archive, options);
  return { kind: mirror === null ? 'official' : 'wheel', archive };
}
