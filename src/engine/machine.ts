import os from 'node:os';
import type { RunRecord } from '../shared/contracts/jobs';

/** What a run's card tells of the machine. */
export function describeMachine(): RunRecord['machine'] {
  const cpus = os.cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    node: process.versions.node,
  };
}
