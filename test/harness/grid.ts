// The grid of thumbnails as it is seen: what its canvas holds, pixel by pixel.
import type { FrameLocator } from 'playwright-core';
import type { GridProbe } from '../../src/webviews/shared/gridProbe';

interface GridPage {
  fashionMnistGrid?: GridProbe;
}

/** A thumbnail as it is drawn. */
export interface SeenThumbnail {
  /** The image's number. */
  item: number;
  position: number;
  /** Grey levels [28, 28], read off the canvas; -1 where the pixels of a block differ or have a colour. */
  greys: number[];
}

/** Waits until all that is in view is drawn. */
export async function gridSettled(view: FrameLocator): Promise<void> {
  await view.locator('.grid-canvas').evaluate(async () => {
    // No function with a name of its own: it would not run in the page.
    for (let quiet = 0; quiet < 3;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      quiet = (globalThis as GridPage).fashionMnistGrid?.settled() ? quiet + 1 : 0;
    }
  });
}

/** Reads the thumbnails that are wholly in view off the canvas. */
export async function seenThumbnails(view: FrameLocator): Promise<SeenThumbnail[]> {
  await gridSettled(view);
  return await view.locator('.grid-canvas').evaluate((element) => {
    const canvas = element as unknown as {
      width: number;
      height: number;
      getContext(kind: '2d'): {
        getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
      };
    };
    const grid = (globalThis as GridPage).fashionMnistGrid!;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const seen: SeenThumbnail[] = [];
    const [first, end] = grid.visible();
    for (let position = first; position < end; position++) {
      const { x, y, scale } = grid.picture(position);
      if (y < 0 || y + 28 * scale > canvas.height || x + 28 * scale > canvas.width) continue;
      const greys: number[] = [];
      for (let row = 0; row < 28; row++) {
        for (let column = 0; column < 28; column++) {
          let grey: number | undefined;
          for (let part = 0; part < scale * scale; part++) {
            const left = x + column * scale + (part % scale);
            const top = y + row * scale + Math.floor(part / scale);
            const [red, green, blue] = data.subarray(4 * (top * canvas.width + left));
            const level = red === green && green === blue ? red : -1;
            grey = grey === undefined || grey === level ? level : -1;
          }
          greys.push(grey!);
        }
      }
      seen.push({ item: grid.item(position)!, position, greys });
    }
    return seen;
  });
}

/** What the grid's own probe tells just now. */
export async function gridState(view: FrameLocator) {
  return await view.locator('.grid-canvas').evaluate(() => {
    const grid = (globalThis as GridPage).fashionMnistGrid!;
    const [first, end] = grid.visible();
    const items = Array.from({ length: end - first }, (_, at) => grid.item(first + at)!);
    return {
      count: grid.count(),
      columns: grid.columns(),
      first,
      end,
      /** The images in view, in order. */
      items,
      longestBlank: grid.longestBlank(),
      longestPaint: grid.longestPaint(),
      cacheBytes: grid.cacheBytes(),
    };
  });
}

/** Where a seen thumbnail is not the image it stands for: a line for each. @param imageOf its bytes [28, 28] */
export function differences(seen: readonly SeenThumbnail[], imageOf: (item: number) => Uint8Array): string[] {
  return seen.flatMap(({ item, position, greys }) => {
    const image = imageOf(item);
    // A mark's corner may lie over the upper right, the sign of a corrected label over the upper left.
    const wrong = greys.findIndex((grey, at) => grey !== image[at] && !isCorner(at) && !isSign(at));
    if (wrong < 0) return [];
    return [`image ${item} at ${position}: pixel ${wrong} is ${greys[wrong]}, should be ${image[wrong]}`];
  });
}

function isCorner(pixel: number): boolean {
  return 27 - (pixel % 28) + Math.floor(pixel / 28) < 8;
}

function isSign(pixel: number): boolean {
  return pixel % 28 < 8 && pixel < 8 * 28;
}
