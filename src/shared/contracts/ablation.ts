// What each part of a network contributes: `ablation.json`. Plain data.
import type { Interval } from '../statistics';
import type { EngineName } from './jobs';

/** A part of a network that can be left out. */
export interface AblationPart {
  /** Stable for a recipe: `batchNormalization-2`; the whole network is `whole`. */
  id: string;
  /** For a person: `batch normalization after conv block 2`. */
  name: string;
  kind: 'whole' | 'convBlock' | 'residual' | 'batchNormalization' | 'maxPooling2d' | 'dropout' | 'dense';
  /** What stands in its place, where something must: `average pooling of stride 2`, empty where nothing does. */
  instead: string;
  /** Of the network without it, with ten classes. */
  parameters: number;
}

/** One training without one part. */
export interface AblationTrial {
  part: string;
  seed: number;
  trainAccuracy: number;
  validationAccuracy: number;
  validationLoss: number;
  seconds: number;
}

/** What leaving a part out changes, over the seeds: the network without it minus the whole one, paired by seed. */
export interface AblationEffect {
  part: string;
  /** Change of the validation accuracy, -1 to 1, and its 95% interval (Student's t over the seeds); null below two seeds. */
  accuracy: number;
  accuracyInterval: Interval | null;
  /** Change of the gap, training minus validation accuracy. */
  gap: number;
  gapInterval: Interval | null;
  trials: number;
}

export interface Ablation {
  kind: 'fashion-mnist ablation';
  formatVersion: 1;
  startedAt: string;
  dataPath: string;
  recipe: string;
  /** SHA-256 of all that decides the figures of a trial beside its part and seed: trials of equal ones belong together. */
  settingHash?: string;
  engine: EngineName;
  seeds: number[];
  epochs: number;
  trainCount: number;
  validationCount: number;
  parts: AblationPart[];
  trials: AblationTrial[];
  effects: AblationEffect[];
  /** All trials are done. */
  whole: boolean;
  /** In words, computed from the figures. */
  findings: string[];
}
