// Browsers cut elements off at some tens of millions of pixels: beyond a bound, the element that scrolls is shorter than
// what it stands for, and its scroll position is mapped.

/** CSS pixels; Chromium's own bound is 33,554,428 device pixels, thus less at a high zoom. */
export const HIGHEST_ELEMENT = 8_000_000;

/** The relation of an element's scroll position and the place in a (perhaps higher) content. CSS pixels. */
export class ScrollRange {
  private content = 0;
  private view = 0;
  private place = 0;
  /** Where the element was scrolled to last. */
  private last = 0;

  /** The first visible line of the content. */
  get top(): number {
    return this.place;
  }

  /** The height of the element that is scrolled. */
  get elementHeight(): number {
    return Math.min(this.content, HIGHEST_ELEMENT);
  }

  /** Where the element must be scrolled to. */
  get elementTop(): number {
    const [range, elementRange] = [this.content - this.view, this.elementHeight - this.view];
    return range <= 0 ? 0 : this.isMapped ? Math.round((this.place / range) * elementRange) : this.place;
  }

  resize(content: number, view: number): void {
    this.content = content;
    this.view = view;
    this.moveTo(this.place);
  }

  /** Goes to a place in the content; scroll the element to `elementTop` then. */
  moveTo(top: number): void {
    this.place = Math.max(0, Math.min(top, this.content - this.view));
    this.last = this.elementTop;
  }

  /**
   * The element was scrolled by a person. A step of less than a screen is a step of that many pixels, so that the wheel
   * moves on by lines; a larger one (a scroll bar that is dragged) goes to that share of the content, as do the ends.
   */
  scrolled(elementTop: number): void {
    if (!this.isMapped) this.place = elementTop;
    else if (elementTop !== this.last) {
      const elementRange = this.elementHeight - this.view;
      const step = elementTop - this.last;
      const range = this.content - this.view;
      if (elementTop <= 0) this.place = 0;
      else if (elementTop >= elementRange - 1) this.place = range;
      else if (Math.abs(step) < this.view) this.place += step;
      else this.place = (elementTop / elementRange) * range;
      this.place = Math.max(0, Math.min(this.place, range));
    }
    this.last = elementTop;
  }

  private get isMapped(): boolean {
    return this.content > HIGHEST_ELEMENT;
  }
}
