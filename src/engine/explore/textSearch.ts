import type { OpenData } from './openData';

/** Whether an image is among those that a text stands for. */
export type ImageTest = (image: number) => boolean;

/**
 * What a person typed into the search: whole numbers of up to seven digits (with `#` before them or not) are an image's
 * number or its index in its split; four or more hex digits are the beginning of an id, or part of a file's name; all
 * else is part of a file's name, capital or small.
 * @returns null where the text says nothing
 */
export async function searchFor(
  { set, ids }: Pick<OpenData, 'set' | 'ids'>,
  typed: string,
  signal: AbortSignal,
): Promise<ImageTest | null> {
  const text = typed.trim().toLowerCase();
  if (text === '') return null;
  const number = /^#?(\d{1,7})$/.exec(text);
  if (number) {
    const wanted = Number(number[1]);
    return (image) => image === wanted || image - set.splitOf(image).first === wanted;
  }
  const hasName = fileTest(set, text);
  if (!/^[0-9a-f]{4,16}$/.test(text)) return hasName;
  const hasId = await ids.beginningWith(text, signal);
  return (image) => hasId(image) || hasName(image);
}

function fileTest({ splits }: OpenData['set'], text: string): ImageTest {
  const holds = (file: string) => file.toLowerCase().includes(text);
  // All images of a table are from one file; pictures have one each.
  const bySplit = new Map(
    splits.map((split) => {
      const { file, row, index } = split.source(0);
      return [split.first, row === undefined && index === undefined ? null : holds(file)];
    }),
  );
  return (image) => {
    const split = splits.find(({ first, count }) => image < first + count)!;
    return bySplit.get(split.first) ?? holds(split.source(image - split.first).file);
  };
}
