import assert from 'node:assert/strict';
import { CancelledError } from '../../../../src/shared/rpc';
import { UserError } from '../../../../src/shared/userError';
import { endCheck, startCheck } from '../../../../src/webviews/review/checking';
import type { Wish } from '../../../../src/webviews/review/choices';
import type { Review } from '../../../../src/webviews/review/review';
import { Workspace } from './openReview';

const relabel = (label: number): Wish => ({ kind: 'relabel', label });
const KEEP: Wish = { kind: 'keep' };
const UNSURE: Wish = { kind: 'unsure' };

describe('a review, on real data and a real corrections file', () => {
  let workspace: Workspace;
  let review: Review;

  const start = async (...asked: ConstructorParameters<typeof Workspace>) => {
    workspace = new Workspace(...asked);
    review = await workspace.open();
  };
  afterEach(() => workspace.remove());
  const decide = (wish: Wish) => review.deciding.decide(wish, review.current ? [review.current] : [], 0);
  const undo = () => review.deciding.undo(0);
  const redo = () => review.deciding.redo(0);
  const shown = () => review.current?.key ?? 'end';
  const again = async () => (review = await workspace.open());

  it('each decision is a line in the file before the next picture is shown', async () => {
    await start(6, 5);
    const seenAt: [string, number][] = [];
    let lines = 0;
    review.on(['saving'], () => review.deciding.saving === undefined && lines++);
    review.on(['entry'], () => seenAt.push([shown(), lines]));
    await decide(relabel(3));
    await decide(KEEP);
    await decide(UNSURE);
    assert.deepEqual(await workspace.lines(), ['0 relabel 3', '1 keep', '2 unsure']);
    const firstSeen = ['q1', 'q2', 'q3'].map((key) => seenAt.find(([one]) => one === key)?.[1]);
    assert.deepEqual(firstSeen, [1, 2, 3]);
  });

  it('undo goes back through all, redo forward again, and a new decision ends what could be redone', async () => {
    await start(6, 5);
    await decide(relabel(3));
    review.deciding.skip();
    await decide(KEEP);
    await undo();
    assert.equal(shown(), 'q2');
    await undo();
    assert.equal(shown(), 'q1', 'the skipped one');
    await undo();
    assert.equal(shown(), 'q0');
    await undo();
    assert.deepEqual(await workspace.lines(), ['0 relabel 3', '2 keep', '2 undo', '0 undo'], 'no more than there was');
    await redo();
    await redo();
    assert.equal(shown(), 'q2');
    assert.deepEqual(review.progress.skipped.length, 1);
    await decide(UNSURE);
    await redo();
    assert.deepEqual((await workspace.lines()).slice(4), ['0 relabel 3', '2 unsure']);
  });

  it('after a restart the person is where they were, and undo and redo reach as far as before', async () => {
    await start(8, 7);
    await decide(relabel(3));
    await decide(relabel(4));
    review.deciding.skip();
    await decide(KEEP);
    await undo();
    await again();
    assert.equal(shown(), 'q3');
    await redo();
    await undo();
    await undo();
    assert.equal(shown(), 'q2');
    await again();
    await undo();
    await undo();
    assert.equal(shown(), 'q0');
    const lines = ['0 relabel 3', '1 relabel 4', '3 keep', '3 undo', '3 keep', '3 undo', '1 undo', '0 undo'];
    assert.deepEqual(await workspace.lines(), lines);
  });

  it('without the view’s own state the file alone tells where to go on and what to take back', async () => {
    await start(6, 5);
    await decide(relabel(3));
    await decide(KEEP);
    workspace.kept = undefined;
    workspace.progress = undefined;
    await again();
    assert.equal(shown(), 'q2');
    await undo();
    assert.equal(shown(), 'q1');
    assert.deepEqual((await workspace.lines()).at(-1), '1 undo');
  });

  it('a decision that was on the disk when the window died is not asked for again', async () => {
    await start(6, 5);
    await decide(KEEP);
    const kept = structuredClone(workspace.kept);
    await decide(relabel(1));
    workspace.kept = kept;
    await again();
    assert.equal(shown(), 'q2');
  });

  it('what was decided is looked at again where the person was doing that', async () => {
    await start(6, 5);
    await decide(KEEP);
    await decide(KEEP);
    review.move(-1);
    assert.equal(shown(), 'q1');
    await again();
    assert.equal(shown(), 'q1');
    await decide(relabel(2));
    assert.equal(shown(), 'q2', 'and on where it goes on');
    assert.deepEqual(await workspace.lines(), ['0 keep', '1 keep', '1 relabel 2']);
    await undo();
    assert.equal(review.standing(review.entries[1])?.decision, 'keep', 'what stood before stands again');
  });

  it('skipped ones come again at the end', async () => {
    await start(4, 3);
    review.deciding.skip();
    await decide(KEEP);
    await decide(KEEP);
    assert.equal(shown(), 'end');
    await again();
    assert.equal(shown(), 'end');
    review.deciding.unskip();
    assert.equal(shown(), 'q0');
    await decide(KEEP);
    assert.equal(shown(), 'end');
    assert.deepEqual(await workspace.lines(), ['1 keep', '2 keep', '0 keep']);
  });

  it('a decision that is not saved stays on the screen, and is the same again with Retry', async () => {
    await start(4, 3);
    workspace.failure = { error: new UserError('no space', 'make room'), isWritten: false };
    review.setNote('=1+1');
    await decide(relabel(3));
    assert.equal(shown(), 'q0');
    assert.match(review.deciding.failed!.error.message, /no space/);
    assert.deepEqual(await workspace.lines(), []);
    await review.deciding.retry();
    assert.equal(shown(), 'q1');
    assert.equal(review.deciding.failed, undefined);
    assert.deepEqual(await workspace.lines(), ['0 relabel 3']);
    assert.equal(review.standing(review.entries[0])?.note, '=1+1');
  });

  it('what was not saved when the view was hidden is on the screen again, with Retry', async () => {
    await start(4, 3);
    workspace.failure = { error: new UserError('unsaved changes', 'save them'), isWritten: false };
    review.setNote('why');
    await decide(relabel(3));
    await again();
    assert.equal(shown(), 'q0');
    assert.match(review.deciding.failed!.error.message, /1 decision may not have been saved/);
    await review.deciding.retry();
    assert.equal(review.deciding.failed, undefined);
    assert.equal(shown(), 'q1');
    assert.deepEqual(await workspace.lines(), ['0 relabel 3']);
    assert.equal(review.standing(review.entries[0])?.note, 'why');
    await again();
    assert.equal(review.deciding.failed, undefined, 'and no longer once it is saved');
    workspace.failure = { error: new CancelledError(), isWritten: true };
    await undo();
    await again();
    assert.equal(review.deciding.failed, undefined, 'nor where it was written all the same');
    assert.equal(shown(), 'q0');
    assert.deepEqual(await workspace.lines(), ['0 relabel 3', '0 undo']);
  });

  it('what could not be saved is saved before another image is decided about', async () => {
    await start(5, 4);
    const fails = () => (workspace.failure = { error: new UserError('no space', 'make room'), isWritten: false });
    fails();
    await decide(relabel(3));
    review.move(1);
    fails();
    await decide(KEEP);
    assert.deepEqual(await workspace.lines(), []);
    assert.equal(review.deciding.failed!.saving.acts[0].key, 'q0', 'the first one stays on the screen');
    await decide(UNSURE);
    assert.deepEqual(await workspace.lines(), ['0 relabel 3', '1 unsure']);
    assert.equal(shown(), 'q2');
    fails();
    await decide(KEEP);
    await decide(relabel(1));
    assert.deepEqual((await workspace.lines()).slice(2), ['2 relabel 1'], 'decided otherwise, the former is given up');
    fails();
    await decide(KEEP);
    await undo();
    assert.equal(review.deciding.failed, undefined);
    assert.equal((await workspace.lines()).length, 3, 'undo takes back what is not in the file, and nothing else');
    assert.equal(shown(), 'q3');
  });

  it('a decision whose answer was lost with its process counts once, if it was written', async () => {
    await start(4, 3);
    workspace.failure = { error: new CancelledError(), isWritten: true };
    await decide(relabel(3));
    assert.equal(shown(), 'q0');
    await review.correctionsChanged(review.corrections!);
    assert.equal(review.deciding.failed, undefined);
    assert.equal(shown(), 'q1');
    workspace.failure = { error: new CancelledError(), isWritten: false };
    await decide(KEEP);
    await review.correctionsChanged(review.corrections!);
    assert.ok(review.deciding.failed, 'and is still to be done, if it was not');
    assert.deepEqual(await workspace.lines(), ['0 relabel 3']);
  });

  it('what is decided at once is taken back at once, and done again', async () => {
    await start(6, 5);
    await decide(KEEP);
    review.setMode('grid');
    await review.deciding.decide(relabel(2), review.entries.slice(1, 4), 0);
    assert.deepEqual(await workspace.lines(), ['0 keep', '1 relabel 2', '2 relabel 2', '3 relabel 2']);
    await undo();
    assert.deepEqual((await workspace.lines()).slice(4).sort(), ['1 undo', '2 undo', '3 undo']);
    await redo();
    assert.deepEqual((await workspace.lines()).slice(7).sort(), ['1 relabel 2', '2 relabel 2', '3 relabel 2']);
  });

  it('while a decision is being saved no other is made', async () => {
    await start(4, 3);
    await Promise.all([decide(KEEP), decide(UNSURE), undo(), redo()]);
    review.deciding.skip();
    assert.deepEqual(await workspace.lines(), ['0 keep']);
  });

  it('a conflict comes again, and one more decision settles it', async () => {
    await start(4, 3);
    await decide(relabel(1));
    await decide(KEEP);
    review = await workspace.open('Bob');
    review.goTo(0);
    await decide(relabel(2));
    review = await workspace.open('Ann');
    assert.equal(review.standing(review.entries[0])?.isConflict, true);
    assert.equal(review.isOpen(review.entries[0]), true);
    assert.equal(review.isOpen(review.entries[1]), false);
    assert.equal(review.done.length, 0, 'what others decided is not taken back');
    review.goToOpen();
    assert.equal(shown(), 'q0');
    await decide(relabel(2));
    assert.equal(review.isOpen(review.entries[0]), false);
  });

  describe('the reviewer check', () => {
    const planted = [4, 5, 6, 7, 8].map((index) => ({ index, trueLabel: 0, shownLabel: 3 }));
    /** Images of the queue are kept, planted ones given the class that `answer` says. */
    const goThrough = async (answer: Wish) => {
      while (review.current) await decide(review.current.planted === null ? KEEP : answer);
    };

    it('what was planted never reaches the file, whatever is done with it', async () => {
      await start(
        30,
        20,
        planted.map((flip) => ({ ...flip, index: flip.index + 20 })),
      );
      assert.equal(
        startCheck(review, 5, () => 0.5),
        4,
        'a quarter of what is left at most',
      );
      const answers: Wish[] = [relabel(0), relabel(1), UNSURE, KEEP];
      let answered = 0;
      while (review.current) {
        const isPlanted = review.current.planted !== null;
        await decide(isPlanted ? answers[answered++] : KEEP);
        if (isPlanted) {
          await undo();
          assert.equal(review.current.planted === null, false, 'taken back, it is shown again');
          await redo();
        }
      }
      assert.equal(answered, 4);
      review.setMode('grid');
      await review.deciding.decide(relabel(2), review.entries, 0);
      await undo();
      const lines = await workspace.lines();
      assert.ok(lines.length >= 60);
      assert.deepEqual(
        lines.filter((line) => parseInt(line) >= 20),
        [],
      );
    });

    it('is kept over a restart, in its places, with its answers', async () => {
      await start(
        30,
        20,
        planted.map((flip) => ({ ...flip, index: flip.index + 20 })),
      );
      startCheck(review, 4, () => 0.2);
      const order = review.entries.map(({ key, given }) => `${key} ${given}`);
      while (review.current && review.current.planted === null) await decide(KEEP);
      await decide(relabel(0));
      const here = shown();
      await again();
      assert.deepEqual(
        review.entries.map(({ key, given }) => `${key} ${given}`),
        order,
      );
      assert.equal(shown(), here);
      await undo();
      assert.notEqual(review.current?.planted, null);
      await goThrough(relabel(0));
      assert.ok(review.progress.check?.planted.every(({ answer }) => answer !== null));
      assert.equal((await workspace.lines()).length, 20);
    });

    it('ended early, what was not answered is taken away, and the shown image stays', async () => {
      await start(
        30,
        20,
        planted.map((flip) => ({ ...flip, index: flip.index + 20 })),
      );
      startCheck(review, 4, () => 0.2);
      while (review.current && review.current.planted === null) await decide(KEEP);
      await decide(KEEP);
      const here = review.current;
      endCheck(review);
      assert.equal(review.progress.check?.planted.length, 1);
      assert.equal(review.entries.length, 21);
      if (here?.planted === null) assert.equal(shown(), here.key);
      endCheck(review);
      await goThrough(KEEP);
      assert.equal((await workspace.lines()).length, 20);
    });
  });
});
