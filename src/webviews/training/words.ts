import * as l10n from '@vscode/l10n';
import type { FitVerdict } from '../../shared/fit';
import { dateTimeText } from '../../shared/dates';
import { countText, decimalText, figuresText, fromToText, shareText } from '../../shared/numbers';

// How figures are written in the training view. Where there is none: an en dash.
const NONE = '\u2013';

/** 0 to 1 as `92.8%`. */
export function writeShare(share: number | null): string {
  return share === null || !Number.isFinite(share) ? NONE : shareText(share);
}

/** `0.412`, with so many digits after the point. Also null is none: what was NaN is null after it was kept as JSON. */
export function writeLoss(loss: number | null, digits = 3): string {
  return loss === null || !Number.isFinite(loss) ? NONE : decimalText(loss, digits);
}

/** A difference of shares, -1 to 1, in points: `+0.9`, `−1.2`. */
export function writePoints(difference: number | null): string {
  if (difference === null || !Number.isFinite(difference)) return NONE;
  const text = decimalText(100 * Math.abs(difference), 1);
  if (text === decimalText(0, 1)) return text;
  return `${difference < 0 ? '\u2212' : '+'}${text}`;
}

/** `92.3 to 93.3`, shares in percent. */
export function writeShareInterval(interval: readonly [number, number] | null): string {
  if (interval === null) return '';
  const [lower, upper] = interval.map((bound) => decimalText(100 * bound, 1));
  return fromToText(lower, upper);
}

/** `−1.2 to +0.4`, in points. */
export function writePointsInterval(interval: readonly [number, number] | null): string {
  if (interval === null) return NONE;
  return fromToText(writePoints(interval[0]), writePoints(interval[1]));
}

/** `60,000` */
export function writeCount(count: number | null): string {
  return count === null || !Number.isFinite(count) ? NONE : countText(count);
}

/** `8 s`, `2 min 5 s`, `1 h 3 min`. */
export function writeDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return NONE;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return l10n.t('{0} s', whole);
  if (whole < 3600) return l10n.t('{0} min {1} s', Math.floor(whole / 60), whole % 60);
  return l10n.t('{0} h {1} min', Math.floor(whole / 3600), Math.floor((whole % 3600) / 60));
}

/** A duration that is only guessed: `about 20 s`, `about 4 min`, `about 1 h 10 min`. */
export function writeRoughDuration(seconds: number): string {
  return l10n.t('about {0}', writeRounded(seconds));
}

/** What such a duration is about: `20 s`, `4 min`, `1 h 10 min`. */
export function writeRounded(seconds: number): string {
  if (seconds < 50) return l10n.t('{0} s', Math.max(5, Math.round(seconds / 5) * 5));
  if (seconds < 3570) return l10n.t('{0} min', Math.max(1, Math.round(seconds / 60)));
  const minutes = Math.round(seconds / 600) * 10;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? l10n.t('{0} h {1} min', hours, minutes % 60) : l10n.t('{0} h', hours);
}

/** `412 MB` */
export function writeMemory(bytes: number | null): string {
  return bytes === null ? NONE : l10n.t('{0} MB', writeCount(bytes / 1e6));
}

/** `0.05`, `3.1e-5` */
export function writeRate(rate: number | null): string {
  if (rate === null || !Number.isFinite(rate)) return NONE;
  if (rate === 0 || Math.abs(rate) >= 1e-3) return figuresText(rate, 3);
  const [factor, exponent] = rate.toExponential(1).split('e');
  return `${decimalText(Number(factor), 1)}e${exponent}`;
}

/** In the reader's own time: `Nov 22, 15:06`, with the year where it is another one. @param now when it is read */
export function writeDate(iso: string, now: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return NONE;
  return dateTimeText(date, now);
}

const VERDICTS: Record<FitVerdict, string> = {
  'too early to say': l10n.t('too early to say'),
  'under-fitting': l10n.t('under-fitting'),
  'good fit': l10n.t('good fit'),
  'over-fitting': l10n.t('over-fitting'),
};

export function writeVerdict(verdict: FitVerdict): string {
  return VERDICTS[verdict];
}

/** The last part of a path, whatever the system. */
export function lastOfPath(path: string): string {
  return /([^/\\]+)[/\\]*$/.exec(path)?.[1] ?? path;
}
