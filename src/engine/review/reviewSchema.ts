// What the files of a review must be to be taken for one.
import * as l10n from '@vscode/l10n';
import { z } from 'zod';
import { MAX_CLASSES } from '../../shared/classes';
import { type ReviewProgress, type ReviewQueue, REVIEW_SCORES } from '../../shared/contracts/review';

const id = z.string().regex(/^[0-9a-f]{16}$/);
const count = z.number().int().nonnegative();
const label = z
  .number()
  .int()
  .min(0)
  .max(MAX_CLASSES - 1);
const share = z.number().min(0).max(1);
const interval = z.tuple([z.number(), z.number()]);
const text = z.string().max(4096);
const time = z.string().refine((value) => !Number.isNaN(Date.parse(value)), l10n.t('is not a time'));

const data = z.object({
  path: z.string().min(1),
  classesFile: z.string().optional(),
  invert: z.enum(['auto', 'yes', 'no']).optional(),
  fit: z.enum(['contain', 'cover', 'stretch']).optional(),
});

const predictions = z.array(z.object({ label, probability: share })).optional();

const flaggedImage = z.object({
  rank: count,
  imageId: id,
  split: text,
  index: count,
  givenLabel: label.nullable(),
  predictedLabel: label.nullable(),
  score: z.number().nullable(),
  errorProbability: share.nullable(),
  reason: text,
  predictions,
});

const plantedFlip = z.object({
  imageId: id,
  split: text,
  index: count,
  trueLabel: label,
  shownLabel: label,
  reason: text,
  rightReason: text,
  predictions,
});

const classNeed = z.object({ label, count, accuracy: share, interval, toReview: count.nullable() });

const budget = z.object({
  validationCount: count,
  points: z.array(z.object({ reviewed: count, accuracy: share, interval })),
  perClass: z.array(classNeed),
  target: share,
});

/** `queue.json` */
export const queueSchema: z.ZodType<ReviewQueue> = z.object({
  kind: z.literal('fashion-mnist review queue'),
  formatVersion: z.literal(1),
  score: z.enum([...REVIEW_SCORES, 'selection']),
  runId: z.string(),
  createdAt: time,
  data,
  dataHash: z.string(),
  runFolder: z.string(),
  classNames: z.array(z.string()).min(2).max(MAX_CLASSES),
  ranked: count,
  suggested: count.nullable(),
  estimate: z.object({ images: count, expected: z.number(), interval }).nullable(),
  temperature: z.number().positive().nullable(),
  images: z.array(flaggedImage),
  csvFile: z.string().nullable(),
  unlisted: z.array(z.object({ probability: share, count })),
  plantable: z.array(plantedFlip),
  budget: budget.nullable(),
});

const answer = z.object({ decision: z.enum(['relabel', 'keep', 'unsure']), newLabel: label.nullable() });

/** `progress.json` */
export const progressSchema: z.ZodType<ReviewProgress> = z.object({
  kind: z.literal('fashion-mnist review progress'),
  formatVersion: z.literal(1),
  position: count,
  skipped: z.array(id),
  activeMilliseconds: z.number().nonnegative(),
  decided: count,
  check: z.object({ planted: z.array(plantedFlip.extend({ before: count, answer: answer.nullable() })) }).nullable(),
});
