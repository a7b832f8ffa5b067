/** What tests and the benchmark may ask of the review on the page: `window.fashionMnistReview`. Times in milliseconds. */
export interface ReviewProbe {
  /** From a key or a click that decided to the next picture on the screen, one for each decision. */
  shownAfter: number[];
  /** From there to the answer that the line is on the disk. */
  savedAfter: number[];
  /** What is shown; null at the end. `position` is that in the queue. */
  current: () => { position: number; image: number; imageId: string; isPlanted: boolean } | null;
  /** Whether the next key would be taken: nothing is being saved, and the shown picture is there. */
  isReady: () => boolean;
  /** Pictures that are loaded and come next, in a row without a gap. */
  loadedAhead: () => number;
}

declare global {
  interface Window {
    fashionMnistReview?: ReviewProbe;
  }
}
