import { InvalidArgumentError, Option } from 'commander';

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** A share above 0 and below 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < 1))
    throw new InvalidArgumentError('Give a number above 0 and below 1.');
  return value;
}

export const jsonOption = () => new Option('--json', 'print one result object (JSON) on standard output');

export const engineOption = () =>
  new Option('--engine <name>', 'what computes; auto: native if it is installed, else WASM')
    .choices(['auto', 'native', 'wasm'])
    .default('auto');

export const classesOption = () =>
  new Option(
    '--classes <file>',
    'class names, one a line; default: classes.txt beside the data, else the ten of Fashion-MNIST',
  );

export const invertOption = () =>
  new Option('--invert <when>', "invert pictures to light on black; auto: by each picture's border")
    .choices(['auto', 'yes', 'no'])
    .default('auto');

export const fitOption = () =>
  new Option('--fit <how>', 'how a picture of another shape comes into the square: whole, its middle, or stretched')
    .choices(['contain', 'cover', 'stretch'])
    .default('contain');
