// What each key and button does. The one place that knows it.
import * as l10n from '@vscode/l10n';
import type { ReviewAction } from '../../shared/contracts/reviewView';
import { openRelabelMenu } from '../shared/relabelMenu';
import type { Wish } from './choices';
import type { Review } from './review';
import type { Entry } from './sequence';

/** What the commands need of the view. */
export interface Places {
  /** The entries that a decision is about: the shown one, or those chosen in the grid. */
  chosen: () => readonly Entry[];
  /** Beside which the list of classes opens. */
  classesAt: () => DOMRect;
  openNote: () => void;
  openKeys: () => void;
  /** Decided in the grid: its selection is done with. */
  decidedInGrid: () => void;
}

export class Commands {
  places!: Places;

  constructor(private readonly review: Review) {}

  /** @param at when the key was pressed, as `performance.now` counts */
  run(action: ReviewAction, at: number): void {
    const { review, places } = this;
    if (!review.snapshot) return;
    switch (action) {
      case 'keep':
      case 'acceptModel':
      case 'unsure':
        this.decide({ kind: action }, at);
        break;
      case 'skip':
        if (review.kept.mode === 'single') review.deciding.skip();
        break;
      case 'note':
        if (review.kept.mode === 'single' && review.current) places.openNote();
        break;
      case 'undo':
        void review.deciding.undo(at);
        break;
      case 'redo':
        void review.deciding.redo(at);
        break;
      case 'previous':
      case 'next':
        if (review.kept.mode === 'single' && !review.deciding.saving) review.move(action === 'next' ? 1 : -1);
        break;
      case 'chooseClass':
        this.chooseClass();
        break;
      case 'grid':
        review.setMode(review.kept.mode === 'grid' ? 'single' : 'grid');
        break;
      case 'help':
        places.openKeys();
    }
  }

  relabel(label: number, at: number): void {
    const { review } = this;
    if (label < review.images.classNames.length) this.decide({ kind: 'relabel', label }, at);
    else {
      const count = review.images.classNames.length;
      review.notify('info', l10n.t('There is no class {0}: {1} classes, from 0.', label, count));
    }
  }

  private decide(wish: Wish, at: number): void {
    const { review, places } = this;
    const chosen = places.chosen();
    const isGrid = review.kept.mode === 'grid';
    void review.deciding
      .decide(wish, chosen, at)
      .then(() => isGrid && !review.deciding.failed && places.decidedInGrid());
  }

  private chooseClass(): void {
    const { review, places } = this;
    const chosen = places.chosen();
    if (chosen.length === 0) return;
    const only = chosen.length === 1 ? chosen[0] : null;
    openRelabelMenu({
      classNames: review.images.classNames,
      count: chosen.length,
      canUndo: false,
      at: places.classesAt(),
      hint: (label) => {
        if (!only) return '';
        const words = [];
        if (label === only.given) words.push(l10n.t('given'));
        if (label === review.predicted(only)) words.push(l10n.t('predicted'));
        return words.join(', ');
      },
      onChoose: ({ decision, newLabel }) => {
        const now = performance.now();
        if (decision === 'undo') return; // not offered here: undo takes back what was done last
        if (decision === 'relabel') this.decide({ kind: 'relabel', label: newLabel! }, now);
        else this.decide({ kind: decision }, now);
      },
    });
  }
}
