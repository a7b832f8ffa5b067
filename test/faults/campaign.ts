// What a campaign is: the same fault many times over, at random moments, and the count of what was lost.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Random } from '../../src/engine/random';

export interface Campaign {
  /** What is done to the program, for the table. */
  title: string;
  /** So many times in the ordinary run. */
  times: number;
  run(context: CampaignContext): Promise<void>;
}

export interface CampaignContext {
  times: number;
  random: Random;
  /** Empty, and removed afterwards. */
  folder: string;
  /** One more was tried. @param lost what went wrong; null: it survived */
  tried: (lost: string | null) => void;
  /** A figure beside the counts. */
  note: (text: string) => void;
  /** It cannot be tried on this machine. */
  skip: (why: string) => void;
}

export interface Outcome {
  title: string;
  tried: number;
  lost: string[];
  notes: string[];
  skipped: boolean;
  seconds: number;
}

/** Runs a campaign. A bug of its own counts as lost. @param share of its usual times */
export async function runCampaign(name: string, campaign: Campaign, share: number, seed: number): Promise<Outcome> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `faults-${name}-`));
  const outcome: Outcome = { title: campaign.title, tried: 0, lost: [], notes: [], skipped: false, seconds: 0 };
  const from = performance.now();
  try {
    await campaign.run({
      times: Math.max(1, Math.round(campaign.times * share)),
      random: new Random('faults', name, seed),
      folder,
      tried: (lost) => {
        outcome.tried++;
        if (lost !== null) outcome.lost.push(lost);
      },
      note: (text) => outcome.notes.push(text),
      skip: (why) => {
        outcome.skipped = true;
        outcome.notes.push(`skipped: ${why}`);
      },
    });
  } catch (error) {
    outcome.lost.push(
      `the campaign broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  outcome.seconds = (performance.now() - from) / 1000;
  return outcome;
}

/** A number from `low` up to `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}
