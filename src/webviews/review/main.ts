import '../shared/language';
import * as l10n from '@vscode/l10n';
import './style.css';
import type { ReviewProgress } from '../../shared/contracts/review';
import type { ReviewSide } from '../../shared/contracts/reviewView';
import { connectToExtension, savedState, saveState } from '../shared/connection';
import { restoreKept } from './kept';
import { Review } from './review';
import { showView } from './view';

/** Our own decisions are told as changes of the file too: they are known already. */
const ASK_AFTER = 150;

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
      l10n.t(
        'The process that held the data ended unexpectedly. It was started again; nothing that was saved is lost.',
      ),
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
// At once, each time: the page is thrown away without a word when its panel is closed. The extension writes no more than one
// at a time.
const saveProgress = (progress: ReviewProgress) => void extension.call('saveProgress', progress).catch(() => undefined);
const review = new Review(extension, restoreKept(savedState()), keep, saveProgress);

showView(review, document.getElementById('view')!);
void review.load();
