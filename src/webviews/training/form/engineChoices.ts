import type { EngineState } from '../../../shared/contracts/training';
import type { Choice } from '../../shared/controls';

/** What the form lets one choose to compute with, and what automatic means now. */
export function engineChoices({ native, avoided }: EngineState): Choice[] {
  const automatic = !native ? 'WASM' : avoided ? 'WASM: native crashed' : 'native';
  return [
    { value: 'auto', label: `automatic (${automatic})` },
    { value: 'native', label: native ? 'native' : 'native (not installed)' },
    { value: 'wasm', label: 'WASM' },
  ];
}
