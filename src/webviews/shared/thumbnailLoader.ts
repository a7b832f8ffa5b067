import type { Thumbnails } from '../../shared/contracts/explorer';
import { CancelledError } from '../../shared/rpc';
import type { ThumbnailCache } from './thumbnailCache';

export type LoadThumbnails = (items: Uint32Array, signal: AbortSignal) => Promise<Thumbnails>;

interface Request {
  items: Uint32Array;
  controller: AbortController;
  /** Whether anything of it is still wanted, as far as that was looked up. */
  wanted: boolean;
}

/**
 * Asks for thumbnails in large pieces, the most urgent first. What is wanted is told anew whenever it changes, and each
 * piece is chosen when it can be asked for: what scrolled by in between is never asked for, and pieces that are under
 * way and wholly out of date are cancelled.
 */
export class ThumbnailLoader {
  private wanted: readonly ArrayLike<number>[] = [];
  private readonly requests = new Set<Request>();
  private readonly underWay = new Map<number, Request>();
  private failed = false;

  constructor(
    private readonly cache: ThumbnailCache,
    private readonly load: LoadThumbnails,
    private readonly told: { loaded: () => void; failed: (error: Error) => void },
    private readonly limits = { piece: 512, atOnce: 3 },
  ) {}

  /** @param wanted lists of items, the most urgent list first */
  want(wanted: readonly ArrayLike<number>[]): void {
    this.wanted = wanted;
    this.cancelOutdated();
    this.askForMore();
  }

  /** Asks again after a failure. */
  retry(): void {
    this.failed = false;
    this.askForMore();
  }

  /** Lets go of all that is under way: its answer would be about other data. */
  reset(): void {
    this.wanted = [];
    this.failed = false;
    for (const request of this.requests) this.drop(request);
  }

  /** Called with each frame of scrolling: it makes nothing that would have to be collected. */
  private cancelOutdated(): void {
    for (const request of this.requests) request.wanted = false;
    let unknown = this.requests.size;
    for (const list of this.wanted) {
      for (let at = 0; at < list.length && unknown > 0; at++) {
        const request = this.underWay.get(list[at]);
        if (!request || request.wanted) continue;
        request.wanted = true;
        unknown--;
      }
    }
    for (const request of this.requests) if (!request.wanted) this.drop(request);
  }

  private drop(request: Request): void {
    this.end(request);
    request.controller.abort(new CancelledError());
  }

  private end(request: Request): boolean {
    if (!this.requests.delete(request)) return false;
    for (const item of request.items) this.underWay.delete(item);
    return true;
  }

  private askForMore(): void {
    while (!this.failed && this.requests.size < this.limits.atOnce) {
      const items = this.nextPiece();
      if (items.length === 0) return;
      void this.ask(items);
    }
  }

  private nextPiece(): Uint32Array {
    const piece: number[] = [];
    for (const list of this.wanted) {
      for (let at = 0; at < list.length && piece.length < this.limits.piece; at++) {
        if (this.cache.isMissing(list[at]) && !this.underWay.has(list[at])) piece.push(list[at]);
      }
    }
    return Uint32Array.from(piece);
  }

  private async ask(items: Uint32Array): Promise<void> {
    const request = { items, controller: new AbortController(), wanted: true };
    this.requests.add(request);
    for (const item of items) this.underWay.set(item, request);
    try {
      const thumbnails = await this.load(items, request.controller.signal);
      if (!this.end(request)) return;
      this.cache.put(items, thumbnails);
      this.told.loaded();
    } catch (error) {
      if (!this.end(request)) return;
      this.failed = true;
      this.told.failed(error as Error);
    }
    this.askForMore();
  }
}
