import './style.css';
import type { ReviewProgress } from '../../shared/contracts/review';
import type { ReviewSide } from '../../shared/contracts/reviewView';
import { connectToExtension, savedState, saveState } from '../shared/connection';
import { restoreKept } from './kept';
import { Review } from './review';
import { showView } from './view';

/** Decisions follow one another quickly, milliseconds. */
const PROGRESS_EVERY = 300;
/** Our own decisions are told as changes of the file too: they are known already. */
const ASK_AFTER = 150;

let progressWaits: ReturnType<typeof setTimeout> | undefined;
let progress: ReviewProgress | undefined;
let progressAt = -Infinity;
const writeProgress = () => {
  clearTimeout(progressWaits);
  progressWaits = undefined;
  progressAt = performance.now();
  if (progress) void extension.call('saveProgress', progress).catch(() => undefined);
  progress = undefined;
};
const keep = () => {
  if (review.kept.reviewFolder) saveState(review.kept);
};
let asking: ReturnType<typeof setTimeout> | undefined;

const extension = connectToExtension<ReviewSide>({
  progressed: (opening) => {
    review.opening = opening;
    if (!review.snapshot) review.tell('progress');
  },
  correctionsChanged: (state) => {
    clearTimeout(asking);
    asking = setTimeout(() => void review.correctionsChanged(state), ASK_AFTER);
  },
  dataRestarted: (snapshot) => {
    // Where the person is, is known best here.
    review.show(review.snapshot ? { ...snapshot, progress: review.progress } : snapshot);
    review.notify(
      'info',
      'The process that held the data ended unexpectedly. It was started again; nothing that was saved is lost.',
    );
  },
  dataLost: (why) => review.fail(new Error(why)),
  dataChanged: () => {
    review.hasChanged = true;
    review.tell('notice');
  },
  keysChanged: (keys) => {
    review.keys = keys;
    review.tell('keys');
  },
});
const review = new Review(extension, restoreKept(savedState()), keep, (next) => {
  progress = next;
  const rest = progressAt + PROGRESS_EVERY - performance.now();
  // The first at once: the page may be thrown away without a word.
  progressWaits ??= setTimeout(writeProgress, Math.max(0, rest));
});

// The page is thrown away without a word when its panel is hidden.
addEventListener('visibilitychange', writeProgress);
addEventListener('pagehide', writeProgress);

showView(review, document.getElementById('view')!);
void review.load();
