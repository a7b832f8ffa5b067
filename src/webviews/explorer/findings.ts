import * as l10n from '@vscode/l10n';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { isCancelled } from '../shared/images';
import type { Explorer } from './explorer';
import { progressPlace } from '../shared/places';
import { problemBox } from './places';

/** What the figures say, in words; asked for when the section is first open, as it takes some seconds. */
export function findings(explorer: Explorer): { element: HTMLElement; opened: () => void } {
  const whole = element('div', { className: 'findings' });
  let isOpen = false;
  let loading: AbortController | undefined;
  let isLoaded = false;

  const load = async () => {
    if (!isOpen || loading || isLoaded || !explorer.snapshot) return;
    const { signal } = (loading = new AbortController());
    whole.replaceChildren(progressPlace(l10n.t('Looking at the data…'), () => loading?.abort()).element);
    try {
      const found = await explorer.call('findings', explorer.dataset, signal);
      if (signal.aborted) throw signal.reason;
      isLoaded = true;
      const lines = found.map((line) => element('li', {}, line));
      whole.replaceChildren(
        lines.length > 0
          ? element('ul', {}, ...lines)
          : element('p', { className: 'quiet' }, l10n.t('Nothing stands out.')),
      );
    } catch (error) {
      if (loading.signal !== signal) return;
      const again = () => void load();
      if (signal.aborted || isCancelled(error))
        whole.replaceChildren(button({ label: l10n.t('Find'), onClick: again }));
      else whole.replaceChildren(problemBox(explorer, error as Error, again));
    }
    if (loading.signal === signal) loading = undefined;
  };
  explorer.on(['data'], () => {
    loading?.abort();
    loading = undefined;
    isLoaded = false;
    whole.replaceChildren();
  });
  // The pictures come first.
  explorer.on(['overview'], () => void load());
  return {
    element: whole,
    opened: () => {
      isOpen = true;
      if (explorer.overview) void load();
    },
  };
}
