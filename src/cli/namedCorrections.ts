import path from 'node:path';
import type { Session } from './session';

/**
 * The corrections file that a person named, absolute. It is read now: a job may go on without one, and only tells that it
 * could not read it, while who names a file means it.
 * @throws UserError where it is not there or cannot be understood, with row and column
 */
export async function namedCorrections({ workingFolder }: Session, named: string): Promise<string> {
  const { readCorrections } = await import('../engine/corrections/readCorrections');
  const file = path.resolve(workingFolder, named);
  await readCorrections(file);
  return file;
}
