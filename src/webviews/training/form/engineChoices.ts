import * as l10n from '@vscode/l10n';
import type { EngineState } from '../../../shared/contracts/training';
import type { Choice } from '../../shared/controls';

/** What the form lets one choose to compute with, and what automatic means now. */
export function engineChoices({ native, avoided }: EngineState): Choice[] {
  const automatic = !native
    ? l10n.t('automatic (WASM)')
    : avoided
      ? l10n.t('automatic (WASM: native crashed)')
      : l10n.t('automatic (native)');
  return [
    { value: 'auto', label: automatic },
    { value: 'native', label: native ? l10n.t('native') : l10n.t('native (not installed)') },
    { value: 'wasm', label: 'WASM' },
  ];
}
