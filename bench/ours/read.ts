// Reads data to pixels, once, as every job does it: read.ts PATH. Bundled before it is measured, as the product is.
import { readData } from '../../src/engine/data/readData';

void readData({ path: process.argv[2] }).then(({ splits }) => {
  if (![10_000, 60_000].includes(splits[0].count)) throw new Error(`${splits[0].count} images`);
});
