// The recipes to choose from: a card each, one of them chosen.
import * as l10n from '@vscode/l10n';
import { plainButton } from '../../shared/controls';
import { element, icon, keyboardPlace, setAttributes } from '../../shared/dom';
import { countOf } from '../../../shared/numbers';

export interface Card {
  recipe: string;
  name: string;
  description: string;
  epochs: number | null;
  parameters: number | null;
  /** How long a training takes here: `about 4 min`; empty: not known. */
  time: string;
  isMeasuring: boolean;
}

export class RecipeCards {
  readonly element = element('div', {
    className: 'cards',
    attributes: { role: 'radiogroup', 'aria-label': l10n.t('Recipe') },
  });
  private shown = '';
  private cards: readonly Card[] = [];

  constructor(private readonly onChoose: (recipe: string) => void) {
    this.element.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = [...this.element.children].indexOf(document.activeElement!);
      if (step === undefined || at < 0) return;
      event.preventDefault();
      const next = (at + step + this.cards.length) % this.cards.length;
      (this.element.children[next] as HTMLElement).focus();
      this.onChoose(this.cards[next].recipe);
    });
  }

  update(cards: readonly Card[], chosen: string): void {
    const key = JSON.stringify([cards, chosen]);
    if (key === this.shown) return;
    this.shown = key;
    this.cards = cards;
    const focused = [...this.element.children].indexOf(keyboardPlace()!);
    const hasChosen = cards.some(({ recipe }) => recipe === chosen);
    this.element.replaceChildren(
      ...cards.map((card, index) => {
        const isChosen = card.recipe === chosen;
        const made = plainButton(
          { className: 'card', onClick: () => this.onChoose(card.recipe) },
          element(
            'span',
            { className: 'card-name' },
            icon(isChosen ? 'circle-filled' : 'circle'),
            element('span', {}, card.name),
          ),
          element('span', { className: 'card-text quiet' }, card.description),
          element('span', { className: 'card-facts' }, factsOf(card)),
        );
        setAttributes(made, {
          role: 'radio',
          'aria-checked': String(isChosen),
          tabindex: isChosen || (!hasChosen && index === 0) ? 0 : -1,
        });
        return made;
      }),
    );
    (this.element.children[focused] as HTMLElement | undefined)?.focus();
  }
}

function factsOf({ epochs, parameters, time, isMeasuring }: Card): string {
  return [
    epochs === null ? '' : countOf(epochs, l10n.t('epoch'), l10n.t('epochs')),
    parameters === null ? '' : countOf(parameters, l10n.t('parameter'), l10n.t('parameters')),
    isMeasuring ? l10n.t('measuring\u2026') : time,
  ]
    .filter((fact) => fact !== '')
    .join(' \u00b7 ');
}
