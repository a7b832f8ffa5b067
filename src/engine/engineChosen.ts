import type { EngineName } from '../shared/contracts/jobs';

type Listener = (name: EngineName) => void;

const listeners = new Set<Listener>();

/**
 * Hears which engine this process computes with, each time that one is about to be loaded: a library may take the process
 * down while it loads. (A module of its own: whoever listens need not load tfjs.)
 */
export function onEngineChosen(listener: Listener): void {
  listeners.add(listener);
}

export function tellEngineChosen(name: EngineName): void {
  for (const listener of listeners) listener(name);
}
