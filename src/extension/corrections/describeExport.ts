import type { ApplyCorrectionsResult } from '../../shared/contracts/corrections';

const count = (number: number) => number.toLocaleString('en');
const images = (number: number) => `${count(number)} ${number === 1 ? 'image' : 'images'}`;

/** What an export did, in a sentence or some: `3,000 images written, 12 with another label. ...` */
export function describeExport(result: ApplyCorrectionsResult): string {
  const { splits, changed, alreadySo, kept, unsure, unlabelled, conflicts, notFound } = result;
  const total = splits.reduce((sum, split) => sum + split.count, 0);
  const parts = [
    `${images(total)} written, ${changed ? count(changed) : 'none'} with another label.`,
    alreadySo && `${images(alreadySo)} had the corrected label already.`,
    kept && `${count(kept)} confirmed as labelled.`,
    unsure && `${count(unsure)} marked unsure and left as labelled.`,
    unlabelled && `${images(unlabelled)} of an unlabelled split left without a label.`,
    conflicts && `About ${count(conflicts)} the reviewers contradict each other; the newest decision was taken.`,
    notFound && `${count(notFound)} decided ${notFound === 1 ? 'image is' : 'images are'} not in this data.`,
  ];
  return parts.filter(Boolean).join(' ');
}
