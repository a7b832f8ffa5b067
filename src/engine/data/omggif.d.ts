declare module 'omggif' {
  /** The part of omggif that is used here: its decoder. */
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    numFrames(): number;
    frameInfo(frame: number): { x: number; y: number; width: number; height: number };
    /** Draws one frame into [height, width, 4] pixels of the whole screen; transparent ones are left as they are. */
    decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
  }
}
