/**
 * What became of a task: its value or its error.
 *
 * @template T
 * @typedef {{value: T, error?: undefined} | {value?: undefined, error: unknown}} Outcome
 */

/**
 * Runs one task at a time and forgets the one before, so that an answer that arrives late never
 * overwrites a newer one.
 */
export class Latest {
  /** @type {AbortController | null} */
  #current = null;

  get isRunning() {
    return this.#current !== null;
  }

  /**
   * Starts a task; the one still running is aborted and will not be settled.
   *
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} task
   * @param {(outcome: Outcome<T>) => void} settle called only if nothing newer began meanwhile
   */
  async run(task, settle) {
    this.cancel();
    const controller = new AbortController();
    this.#current = controller;
    /** @type {Outcome<T>} */
    let outcome;
    try {
      outcome = { value: await task(controller.signal) };
    } catch (error) {
      outcome = { error };
    }
    if (this.#current !== controller) return;
    this.#current = null;
    settle(outcome);
  }

  /** Forgets the running task, if there is one. */
  cancel() {
    this.#current?.abort();
    this.#current = null;
  }
}
