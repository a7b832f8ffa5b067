/** Points in a leaf, at most. */
const LEAF = 12;

/**
 * A k-d tree (Bentley 1975, "Multidimensional binary search trees used for associative searching") over points of a few
 * dimensions: finds those within a distance of another point without looking at most of them. Cells are split at the
 * median of the dimension in which their points spread most; while it is searched, the distance to a cell is kept up to
 * date dimension by dimension (Arya and Mount 1993, "Algorithms for fast vector quantization").
 */
export class PointTree {
  /** Numbers of the points, those of a cell beside each other. */
  private readonly order: Uint32Array;
  /** The points in that order. */
  private readonly sorted: Float32Array;
  /** By node, the root is 1, the halves of node n are 2n and 2n + 1: the dimension of the split, and where it is. */
  private readonly splitDimension: Uint8Array;
  private readonly splitValue: Float32Array;
  private readonly offsets: Float64Array;

  private constructor(
    points: Float32Array,
    private readonly dimensions: number,
  ) {
    const count = points.length / dimensions;
    this.order = Uint32Array.from({ length: count }, (_, index) => index);
    const nodes = count <= LEAF ? 2 : 2 ** (Math.ceil(Math.log2(count / LEAF)) + 1);
    this.splitDimension = new Uint8Array(nodes);
    this.splitValue = new Float32Array(nodes);
    this.offsets = new Float64Array(dimensions);
    this.sorted = new Float32Array(points.length);
  }

  /**
   * Builds the tree; `pause` is awaited often.
   * @param points [count, dimensions] row-major; `dimensions` is a multiple of four, up to 252
   */
  static async build(
    points: Float32Array,
    dimensions: number,
    pause: () => Promise<void> | undefined,
  ): Promise<PointTree> {
    const tree = new PointTree(points, dimensions);
    await tree.split(points, 1, 0, tree.order.length, pause);
    tree.order.forEach((point, at) => {
      tree.sorted.set(points.subarray(point * dimensions, (point + 1) * dimensions), at * dimensions);
    });
    return tree;
  }

  /**
   * Calls `found` with the number of each point whose squared distance to `query` is at most `limit`, in no order.
   * @param found returns whether to go on
   */
  within(query: Float32Array, limit: number, found: (point: number) => boolean): void {
    this.offsets.fill(0);
    this.visit(query, limit, found, 1, 0, this.order.length, 0);
  }

  private visit(
    query: Float32Array,
    limit: number,
    found: (point: number) => boolean,
    node: number,
    from: number,
    to: number,
    cellDistance: number,
  ): boolean {
    if (to - from <= LEAF) return this.visitLeaf(query, limit, found, from, to);
    const dimension = this.splitDimension[node];
    const middle = (from + to) >>> 1;
    const difference = query[dimension] - this.splitValue[node];
    const isLow = difference < 0;
    const goOn = isLow
      ? this.visit(query, limit, found, 2 * node, from, middle, cellDistance)
      : this.visit(query, limit, found, 2 * node + 1, middle, to, cellDistance);
    if (!goOn) return false;
    const before = this.offsets[dimension];
    const farDistance = cellDistance - before * before + difference * difference;
    if (farDistance > limit) return true;
    this.offsets[dimension] = difference;
    const goesOn = isLow
      ? this.visit(query, limit, found, 2 * node + 1, middle, to, farDistance)
      : this.visit(query, limit, found, 2 * node, from, middle, farDistance);
    this.offsets[dimension] = before;
    return goesOn;
  }

  private visitLeaf(
    query: Float32Array,
    limit: number,
    found: (point: number) => boolean,
    from: number,
    to: number,
  ): boolean {
    const { sorted, dimensions } = this;
    for (let at = from; at < to; at++) {
      const start = at * dimensions;
      let squares = 0;
      // Four at a time: fewer questions, and most points are too far after the first four.
      for (let dimension = 0; dimension < dimensions && squares <= limit; dimension += 4) {
        const a = query[dimension] - sorted[start + dimension];
        const b = query[dimension + 1] - sorted[start + dimension + 1];
        const c = query[dimension + 2] - sorted[start + dimension + 2];
        const d = query[dimension + 3] - sorted[start + dimension + 3];
        squares += a * a + b * b + c * c + d * d;
      }
      if (squares <= limit && !found(this.order[at])) return false;
    }
    return true;
  }

  private async split(
    points: Float32Array,
    node: number,
    from: number,
    to: number,
    pause: () => Promise<void> | undefined,
  ): Promise<void> {
    if (to - from <= LEAF) return;
    const dimension = this.widestDimension(points, from, to);
    const middle = (from + to) >>> 1;
    this.partition(points, dimension, from, to, middle);
    this.splitDimension[node] = dimension;
    this.splitValue[node] = points[this.order[middle] * this.dimensions + dimension];
    await pause();
    await this.split(points, 2 * node, from, middle, pause);
    await this.split(points, 2 * node + 1, middle, to, pause);
  }

  private widestDimension(points: Float32Array, from: number, to: number): number {
    let widest = 0;
    let most = -1;
    for (let dimension = 0; dimension < this.dimensions; dimension++) {
      let [low, high] = [Infinity, -Infinity];
      for (let at = from; at < to; at++) {
        const value = points[this.order[at] * this.dimensions + dimension];
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (high - low > most) [most, widest] = [high - low, dimension];
    }
    return widest;
  }

  /** Puts the point that belongs to `middle` there, smaller ones before it, larger ones behind (Hoare 1961, "Find"). */
  private partition(points: Float32Array, dimension: number, start: number, end: number, middle: number): void {
    const { order, dimensions } = this;
    const valueAt = (at: number) => points[order[at] * dimensions + dimension];
    let [from, to] = [start, end - 1];
    while (from < to) {
      const pivot = valueAt((from + to) >>> 1);
      let [low, high] = [from, to];
      while (low <= high) {
        while (valueAt(low) < pivot) low++;
        while (valueAt(high) > pivot) high--;
        if (low > high) break;
        [order[low], order[high]] = [order[high], order[low]];
        low++;
        high--;
      }
      if (middle <= high) to = high;
      else if (middle >= low) from = low;
      else return;
    }
  }
}
