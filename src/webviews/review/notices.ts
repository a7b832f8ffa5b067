// Bars on top: what is the matter with the corrections file or the data, what happened, and that further review does not pay.
import * as l10n from '@vscode/l10n';
import { button } from '../shared/controls';
import { element, icon } from '../shared/dom';
import { countText } from '../../shared/numbers';
import type { Figures } from './figures';
import type { Review } from './review';
import { fileProblem } from './words';

interface Bar {
  kind: 'info' | 'warning' | 'error' | 'lightbulb';
  text: string;
  actions: HTMLElement[];
}

export interface Notices {
  element: HTMLElement;
  /** Further review may have become not worth it. */
  advise: (figures: Figures | undefined) => void;
}

/** @param finish shows what was done  @param back puts the keyboard on the picture */
export function notices(review: Review, finish: () => void, back: () => void): Notices {
  const whole = element('div', { className: 'notices', attributes: { role: 'status' } });
  let advice: string | null = null;
  let isAdviceClosed = false;
  let drawn = '';
  const closing = (close: () => void) =>
    button({
      label: l10n.t('Close'),
      icon: 'close',
      appearance: 'icon',
      onClick: () => {
        close();
        back();
      },
    });
  const open = (label = l10n.t('Open the file')) =>
    button({ label, onClick: () => void review.images.attempt('openCorrections', null) });

  const update = () => {
    const { snapshot, corrections, hasChanged, notice } = review;
    const bars: Bar[] = [];
    if (snapshot && corrections) {
      const problem = fileProblem(corrections, snapshot.correctionsFile);
      if (problem) bars.push({ ...problem, actions: [open()] });
    }
    if (snapshot && hasChanged) {
      const text = l10n.t(
        'The data on the disk has changed since it was read. Images are found again by what is in them.',
      );
      bars.push({
        kind: 'warning',
        text,
        actions: [button({ label: l10n.t('Reload'), onClick: () => void review.load() })],
      });
    }
    const gone = snapshot?.images.reduce((count, image) => count + (image < 0 ? 1 : 0), 0) ?? 0;
    if (gone > 0) {
      const text =
        gone === 1
          ? l10n.t('1 image of this queue is not in the data any more, and passed over.')
          : l10n.t('{0} images of this queue are not in the data any more, and passed over.', countText(gone));
      bars.push({ kind: 'warning', text, actions: [] });
    }
    if (notice) {
      const close = closing(() => {
        review.notice = undefined;
        review.tell('notice');
      });
      bars.push({ ...notice, actions: [close] });
    }
    if (advice !== null && !isAdviceClosed && review.current) {
      const close = closing(() => {
        isAdviceClosed = true;
        update();
      });
      const text = l10n.t('Further review is not worth it here: {0}.', advice);
      bars.push({ kind: 'lightbulb', text, actions: [button({ label: l10n.t('Finish'), onClick: finish }), close] });
    }
    // Drawn anew, the keyboard would be lost from a button in it, and a screen reader would speak it again.
    const state = JSON.stringify(bars.map(({ kind, text }) => [kind, text]));
    if (state === drawn) return;
    drawn = state;
    whole.replaceChildren(...bars.map(draw));
  };
  review.on(['data', 'corrections', 'notice', 'entry'], update);
  return {
    element: whole,
    advise(figures) {
      const now = figures?.advice;
      advice = now && !now.goOn ? now.reason : null;
      if (now?.goOn) isAdviceClosed = false;
      update();
    },
  };
}

function draw({ kind, text, actions }: Bar): HTMLElement {
  return element(
    'div',
    { className: `notice notice-${kind}` },
    icon(kind),
    element('div', { className: 'notice-text' }, text),
    ...actions,
  );
}
