/** Pixels [28, 28], or null: the image is in no data that is there. */
export type KnownPicture = Uint8Array | null;

/** The most pictures that are asked for at once. */
const PIECE = 200;

/**
 * Pictures of changes, by image id. Those that are wanted in one go are asked for together, each once. When the versions
 * change, places are others: what is under way then is thrown away and asked for anew, by who still wants it.
 */
export class PictureStore {
  private readonly known = new Map<string, KnownPicture>();
  private readonly wanted = new Map<string, { place: number; draw: Set<(pixels: KnownPicture) => void> }>();
  private edition = 0;
  private isAsking = false;
  private isWaiting = false;

  constructor(
    private readonly ask: (places: number[]) => Promise<KnownPicture[]>,
    private readonly failed: (error: Error) => void,
  ) {}

  /** Calls `draw` as soon as the picture is known. @param place of the change in the versions that are shown */
  want(imageId: string, place: number, draw: (pixels: KnownPicture) => void): void {
    const known = this.known.get(imageId);
    if (known !== undefined) {
      draw(known);
      return;
    }
    const wanted = this.wanted.get(imageId) ?? { place, draw: new Set() };
    wanted.draw.add(draw);
    this.wanted.set(imageId, wanted);
    this.soon();
  }

  /** Other versions: places are no longer what they were. Images that were not found may be there now. */
  renew(): void {
    this.edition++;
    this.wanted.clear();
    for (const [id, pixels] of this.known) if (!pixels) this.known.delete(id);
  }

  /** Asks again after a failure. */
  retry(): void {
    this.soon();
  }

  private soon(): void {
    if (this.isWaiting || this.isAsking) return;
    this.isWaiting = true;
    queueMicrotask(() => {
      this.isWaiting = false;
      void this.load();
    });
  }

  private async load(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.wanted.size > 0) {
        const { edition } = this;
        const piece = [...this.wanted].slice(0, PIECE);
        const pictures = await this.ask(piece.map(([, { place }]) => place));
        if (edition !== this.edition) continue;
        piece.forEach(([id, { draw }], at) => {
          const pixels = pictures.at(at) ?? null;
          this.known.set(id, pixels);
          this.wanted.delete(id);
          for (const one of draw) one(pixels);
        });
      }
    } catch (error) {
      this.failed(error as Error);
    } finally {
      this.isAsking = false;
    }
  }
}
