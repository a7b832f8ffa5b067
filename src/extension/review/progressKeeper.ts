import type { ReviewProgress } from '../../shared/contracts/review';

/**
 * Keeps on the disk where the person is in each review: the newest at once, and what comes while it is being written
 * after that, so that no more than one write is under way for a review and the last one always arrives.
 */
export class ProgressKeeper {
  /** The newest of each review that was told since the window opened. */
  private readonly newest = new Map<string, ReviewProgress>();
  /** Reviews whose newest is not on the disk yet. */
  private readonly unsaved = new Set<string>();
  private readonly writing = new Map<string, Promise<void>>();

  /**
   * @param write puts it on the disk
   * @param failed told of each write that failed; it is tried again with the next one, and by `flush`
   */
  constructor(
    private readonly write: (reviewFolder: string, progress: ReviewProgress) => Promise<void>,
    private readonly failed: (reviewFolder: string, error: unknown) => void,
  ) {}

  keep(reviewFolder: string, progress: ReviewProgress): void {
    this.newest.set(reviewFolder, progress);
    this.unsaved.add(reviewFolder);
    void this.begin(reviewFolder);
  }

  /** What was last kept of a review, whether or not it is on the disk; undefined where nothing was. */
  of(reviewFolder: string): ReviewProgress | undefined {
    return this.newest.get(reviewFolder);
  }

  /** Resolves when all is on the disk, or has failed once more. */
  async flush(): Promise<void> {
    await Promise.all([...this.writing.values()]);
    await Promise.all([...this.unsaved].map((reviewFolder) => this.begin(reviewFolder)));
  }

  private begin(reviewFolder: string): Promise<void> {
    let writing = this.writing.get(reviewFolder);
    if (!writing) {
      writing = this.writeNewest(reviewFolder).finally(() => this.writing.delete(reviewFolder));
      this.writing.set(reviewFolder, writing);
    }
    return writing;
  }

  private async writeNewest(reviewFolder: string): Promise<void> {
    while (this.unsaved.delete(reviewFolder)) {
      const progress = this.newest.get(reviewFolder)!;
      try {
        await this.write(reviewFolder, progress);
      } catch (error) {
        this.failed(reviewFolder, error);
        // One that came meanwhile is tried at once, the same one not: it would fail again and again.
        if (this.newest.get(reviewFolder) !== progress) continue;
        this.unsaved.add(reviewFolder);
        return;
      }
    }
  }
}
