import './pixelPicture.css';
import { IMAGE_BYTES, IMAGE_SIDE } from '../../shared/classes';
import { element } from './dom';
import type { Images } from './images';

/** A canvas for one image, every pixel of it a square of whole screen pixels. @param size its wished width, CSS pixels */
export function pictureCanvas(size: number): HTMLCanvasElement {
  const canvas = element('canvas', {
    className: 'pixel-picture',
    width: IMAGE_SIDE,
    height: IMAGE_SIDE,
    attributes: { 'aria-hidden': 'true' },
  });
  const scale = Math.max(1, Math.round((size * devicePixelRatio) / IMAGE_SIDE));
  const width = `${(IMAGE_SIDE * scale) / devicePixelRatio}px`;
  canvas.style.setProperty('width', width);
  canvas.style.setProperty('height', width);
  return canvas;
}

/** @param pixels grey levels [28, 28]; the browser enlarges them without smoothing */
export function drawPicture(canvas: HTMLCanvasElement, pixels: Uint8Array): void {
  const image = new ImageData(IMAGE_SIDE, IMAGE_SIDE);
  // Four bytes at once (little-endian, as all that browsers run on are): a review draws many of these with each key.
  const colors = new Uint32Array(image.data.buffer);
  for (let at = 0; at < IMAGE_BYTES; at++) colors[at] = 0xff000000 | (pixels[at] * 0x010101);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
}

/** The most thumbnails that one question asks for. */
const PIECE = 500;

/** Pictures outside of the grid: those that are asked for in one go are loaded together. */
export class Pictures {
  private waiting = new Map<number, { canvas: HTMLCanvasElement; caption?: HTMLElement }[]>();

  constructor(private readonly source: Images) {}

  /** A canvas that is filled as soon as its image is there, as is `caption` with the name of its class. */
  of(image: number, size: number, caption?: HTMLElement): HTMLCanvasElement {
    const canvas = pictureCanvas(size);
    if (this.waiting.size === 0) queueMicrotask(() => void this.load());
    this.waiting.set(image, [...(this.waiting.get(image) ?? []), { canvas, caption }]);
    return canvas;
  }

  private async load(): Promise<void> {
    const { waiting, source } = this;
    this.waiting = new Map();
    const { opened } = source;
    const images = [...waiting.keys()];
    for (let from = 0; from < images.length && opened; from += PIECE) {
      const piece = Uint32Array.from(images.slice(from, from + PIECE));
      const answer = await source.attempt('thumbnails', { dataset: opened.dataset, images: piece });
      if (!answer || opened !== source.opened) return;
      piece.forEach((image, at) => {
        const pixels = answer.pixels.subarray(at * IMAGE_BYTES, (at + 1) * IMAGE_BYTES);
        for (const { canvas, caption } of waiting.get(image)!) {
          drawPicture(canvas, pixels);
          if (caption) caption.textContent = source.className(answer.labels[at]);
        }
      });
    }
  }
}
