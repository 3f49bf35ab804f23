/**
 * Something to draw: its name, and every answer that counts as right. What is drawn and how it is
 * read is nothing to the game: characters now, shapes as well.
 *
 * @typedef {Readonly<{name: string, accepts: readonly string[]}>} Task
 */

/**
 * What became of a task.
 *
 * @typedef {object} Round
 * @property {Task} task
 * @property {"right" | "late" | "skipped"} outcome
 * @property {string | null} answer the last one that was read, null where none was
 * @property {number} spent milliseconds on the clock
 * @property {number} points
 */

/** Points for a right drawing... */
export const RIGHT = 10;

/** ...and the most more for one that is done at once. */
export const QUICK = 10;

/**
 * Tasks, one after the other, against a clock. It knows no time of its own: every step is told the
 * time, in milliseconds, so that whoever plays may stop it and a test need not wait.
 */
export class Game {
  #tasks;
  #limit;
  /** @type {Round[]} */
  #rounds = [];
  #isOpen = false;
  /** @type {string | null} */
  #answer = null;
  /** Time on the clock before it last went on. */
  #before = 0;
  /** When the clock last went on, null while it stands. @type {number | null} */
  #since = null;

  /**
   * @param {readonly Task[]} tasks
   * @param {number | null} limit milliseconds for each; null for as long as it takes
   */
  constructor(tasks, limit) {
    this.#tasks = tasks;
    this.#limit = limit;
  }

  /** How many tasks there are in all. */
  get count() {
    return this.#tasks.length;
  }

  /** Those that are behind, oldest first. */
  get rounds() {
    return /** @type {readonly Round[]} */ (this.#rounds);
  }

  /** The task of the round that is under way or, between two rounds, of the next; null at the end. */
  get task() {
    return this.#tasks[this.#rounds.length] ?? null;
  }

  /** Whether a round is under way; it is also while the clock stands. */
  get isOpen() {
    return this.#isOpen;
  }

  get isOver() {
    return this.task === null;
  }

  get score() {
    return this.#rounds.reduce((sum, { points }) => sum + points, 0);
  }

  /** How many were right. */
  get right() {
    return this.#rounds.filter(({ outcome }) => outcome === "right").length;
  }

  /** Begins the next round, unless one is under way or none is left. @param {number} now */
  begin(now) {
    if (this.#isOpen || this.isOver) return;
    this.#isOpen = true;
    this.#answer = null;
    this.#before = 0;
    this.#since = now;
  }

  /** Stops the clock. @param {number} now */
  pause(now) {
    this.#before = this.spent(now);
    this.#since = null;
  }

  /** Lets the clock go on. @param {number} now */
  resume(now) {
    if (this.#isOpen) this.#since ??= now;
  }

  /**
   * @param {number} now
   * @returns {number} milliseconds on this round's clock, at most the limit
   */
  spent(now) {
    const spent = this.#before + (this.#since === null ? 0 : now - this.#since);
    return Math.min(spent, this.#limit ?? Infinity);
  }

  /**
   * @param {number} now
   * @returns {number} share of the time that is left, in [0, 1]; 1 without a limit
   */
  left(now) {
    return this.#limit === null ? 1 : 1 - this.spent(now) / this.#limit;
  }

  /** Whether the round that is under way has no time left. @param {number} now */
  isTimeUp(now) {
    return this.#isOpen && this.left(now) <= 0;
  }

  /**
   * What was drawn is read as something.
   *
   * @param {string | null} answer null where it is nothing that is known
   * @param {number} spent what the clock said when it was drawn: waiting for the answer costs nobody
   * @returns {boolean} whether it is right, which ends the round
   */
  read(answer, spent) {
    if (!this.#isOpen) return false;
    this.#answer = answer;
    if (answer === null || !this.task?.accepts.includes(answer)) return false;
    const left = this.#limit === null ? 0 : 1 - spent / this.#limit;
    this.#end("right", spent, RIGHT + Math.floor(QUICK * left));
    return true;
  }

  /** Ends the round without a right drawing: the time is up. @param {number} now */
  giveUp(now) {
    if (this.#isOpen) this.#end("late", this.spent(now), 0);
  }

  /** Ends the round because the player wants another task. @param {number} now */
  skip(now) {
    if (this.#isOpen) this.#end("skipped", this.spent(now), 0);
  }

  /** Ends the game as it is: the round under way counts for nothing, and none comes after it. */
  stop() {
    this.#tasks = this.#tasks.slice(0, this.#rounds.length);
    this.#isOpen = false;
    this.#since = null;
  }

  /**
   * @param {Round["outcome"]} outcome
   * @param {number} spent
   * @param {number} points
   */
  #end(outcome, spent, points) {
    const task = /** @type {Task} */ (this.task);
    this.#rounds.push({ task, outcome, answer: this.#answer, spent, points });
    this.#isOpen = false;
    this.#since = null;
  }
}
