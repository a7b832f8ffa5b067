import type { Command } from 'commander';
import type { Session } from '../session';
import { addReviewApply } from './reviewApply';
import { addReviewList } from './reviewList';

export function addReview(program: Command, session: Session): void {
  const review = program
    .command('review')
    .description('list doubtful images, and write a data set with the corrections of reviewers in it');
  addReviewList(review, session);
  addReviewApply(review, session);
}
