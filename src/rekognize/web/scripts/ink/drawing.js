/**
 * A place on the sheet: fractions of its side, x to the right and y down.
 *
 * @typedef {Readonly<{x: number, y: number}>} Point
 */

/**
 * One stroke of the pen; its width is a fraction of the sheet's side as well.
 *
 * @typedef {Readonly<{points: readonly Point[], width: number}>} Stroke
 */

/**
 * The strokes on the sheet and every step that led to them. Clearing is a step like any other,
 * so it can be undone.
 */
export class Drawing {
  /** @type {(readonly Stroke[])[]} */
  #past = [];
  /** @type {readonly Stroke[]} */
  #present;
  /** @type {(readonly Stroke[])[]} */
  #future = [];

  /** @param {readonly Stroke[]} strokes those that are there from the beginning */
  constructor(strokes = []) {
    this.#present = strokes;
  }

  /** The strokes on the sheet, oldest first. */
  get strokes() {
    return this.#present;
  }

  get isBlank() {
    return this.#present.length === 0;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** @param {Stroke} stroke */
  add(stroke) {
    this.#step([...this.#present, stroke]);
  }

  /**
   * Takes strokes away, all in one step.
   *
   * @param {ReadonlySet<Stroke>} strokes
   */
  remove(strokes) {
    const left = this.#present.filter((stroke) => !strokes.has(stroke));
    if (left.length < this.#present.length) this.#step(left);
  }

  clear() {
    if (!this.isBlank) this.#step([]);
  }

  /** A new sheet: nothing on it, and nothing to go back to. */
  restart() {
    this.#past = [];
    this.#present = [];
    this.#future = [];
  }

  undo() {
    const before = this.#past.pop();
    if (!before) return;
    this.#future.push(this.#present);
    this.#present = before;
  }

  redo() {
    const after = this.#future.pop();
    if (!after) return;
    this.#past.push(this.#present);
    this.#present = after;
  }

  /** @param {readonly Stroke[]} strokes */
  #step(strokes) {
    this.#past.push(this.#present);
    this.#present = strokes;
    this.#future = [];
  }
}
