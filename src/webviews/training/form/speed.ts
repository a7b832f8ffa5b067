// What is known of how long a training takes on this machine, in words.
import * as l10n from '@vscode/l10n';
import type { CalibrateRequest, Calibration, DataCheck, TrainingForm } from '../../../shared/contracts/training';
import { countOf } from '../../../shared/numbers';
import { writeCount, writeRoughDuration, writeRounded } from '../words';
import { type CalibrationState, Calibrator, type Wish } from './calibrator';
import { secondsFor } from './estimate';

/** A recipe that can be tried out. */
export interface Candidate {
  recipe: string;
  /** What the recipe says. */
  epochs: number;
  /** Its layers, so that another network under the same name is tried out anew. */
  network: string;
}

export class Speed {
  private readonly calibrator: Calibrator;
  private wishes: readonly Wish[] = [];
  private isTraining = false;

  constructor(measure: (request: CalibrateRequest, signal: AbortSignal) => Promise<Calibration>, onChange: () => void) {
    this.calibrator = new Calibrator(measure, onChange);
  }

  /**
   * What the form says now; nothing is tried out while it is not complete. While something trains neither: both would be
   * slow, and the figure wrong.
   * @param candidates the chosen recipe first: each card tells its time
   */
  update(
    form: TrainingForm | null,
    check: DataCheck | null,
    candidates: readonly Candidate[],
    isTraining: boolean,
  ): void {
    this.isTraining = isTraining;
    this.wishes = [];
    if (form && check) {
      const { dataPath, engine, validationShare } = form;
      this.wishes = candidates.map((candidate) => {
        const epochs = form.epochs ?? candidate.epochs;
        const request = { dataPath, recipe: candidate.recipe, engine, validationShare, epochs };
        return { request, basis: `${check.hash} ${candidate.network}`, epochs };
      });
    }
    this.calibrator.wish(isTraining ? [] : this.wishes);
  }

  measureNow(): void {
    this.calibrator.now();
  }

  stop(): void {
    this.calibrator.stop();
  }

  /** For a recipe's card. */
  timeOf(recipe: string): { time: string; isMeasuring: boolean } {
    const known = this.stateOf(recipe);
    return {
      time: known?.state === 'measured' ? writeRoughDuration(secondsFor(known.measured, known.epochs)) : '',
      isMeasuring: known?.state === 'measuring',
    };
  }

  /** For the line beside Start. */
  tell(recipe: string): { text: string; canMeasure: boolean; imagesPerSecond: number | null } {
    const nothing = { canMeasure: false, imagesPerSecond: null };
    const known = this.stateOf(recipe);
    if (this.isTraining) return { text: l10n.t('Starts when the training before it has ended.'), ...nothing };
    switch (known?.state) {
      case undefined:
        return { text: '', ...nothing };
      case 'measured': {
        const { imagesPerSecond, engine, threads } = known.measured.calibration;
        const text = l10n.t('About {time} on this machine: {count} images/s, {engine}, {threads}', {
          time: writeRounded(secondsFor(known.measured, known.epochs)),
          count: writeCount(imagesPerSecond),
          engine,
          threads: countOf(threads, l10n.t('thread'), l10n.t('threads')),
        });
        return { text, canMeasure: false, imagesPerSecond };
      }
      case 'measuring':
        return { text: l10n.t('Measuring how fast this machine is\u2026'), ...nothing };
      case 'failed':
        return {
          text: l10n.t('The speed could not be measured: {0}', known.message),
          canMeasure: true,
          imagesPerSecond: null,
        };
      default:
        return { text: '', canMeasure: true, imagesPerSecond: null };
    }
  }

  private stateOf(recipe: string): (CalibrationState & { epochs: number }) | undefined {
    const wish = this.wishes.find(({ request }) => request.recipe === recipe);
    return wish && { ...this.calibrator.stateOf(wish), epochs: wish.epochs };
  }
}
