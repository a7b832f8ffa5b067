import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../shared/userError';
import { addressIn, download, type DownloadOptions } from './download';

/** Where Zalando Research publishes Fashion-MNIST, and its sums: the README of their repository. */
export const FASHION_MNIST_ADDRESS = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/';
const REPOSITORY = 'https://github.com/zalandoresearch/fashion-mnist';

const FILES = [
  { name: 'train-images-idx3-ubyte.gz', bytes: 26_421_880, md5: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
  { name: 'train-labels-idx1-ubyte.gz', bytes: 29_515, md5: '25c81989df183df01b3e8a0aad5dffbe' },
  { name: 't10k-images-idx3-ubyte.gz', bytes: 4_422_102, md5: 'bef4ecab320f06d8554ea6380940ec79' },
  { name: 't10k-labels-idx1-ubyte.gz', bytes: 5_148, md5: 'bb300cfdad3c16e7a12a480ee83cd310' },
] as const;

export const FASHION_MNIST_BYTES = FILES.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * Downloads the 60,000 training and 10,000 test images with their labels, in IDX, compressed. What is there already is
 * kept and not fetched again.
 * @param folder absolute; it is made if it is not there
 * @param from the address of a folder that holds the four files
 * @returns the names of the files
 * @throws UserError as `download` does, with the way to get them by hand
 */
export async function downloadFashionMnist(
  folder: string,
  from: string,
  { onBytes, ...options }: DownloadOptions,
): Promise<string[]> {
  const urls = FILES.map(({ name }) => addressIn(from, name));
  fs.mkdirSync(folder, { recursive: true });
  let done = 0;
  for (const [i, { name, bytes, md5 }] of FILES.entries()) {
    const file = { url: urls[i], bytes, checksum: { algorithm: 'md5', hex: md5 } as const };
    try {
      const before = done;
      await download(file, path.join(folder, name), {
        ...options,
        onBytes: (bytes) => onBytes?.(before + bytes, FASHION_MNIST_BYTES),
      });
    } catch (error) {
      if (!fs.readdirSync(folder).length) fs.rmdirSync(folder);
      if (!(error instanceof UserError) || error.place.file !== undefined) throw error;
      const byHand = l10n.t('or get the four files that {0} names by hand and put them into {1}', REPOSITORY, folder);
      throw new UserError(error.problem, `${error.remedy}; ${byHand}`);
    }
    done += bytes;
    onBytes?.(done, FASHION_MNIST_BYTES);
  }
  return FILES.map(({ name }) => name);
}
