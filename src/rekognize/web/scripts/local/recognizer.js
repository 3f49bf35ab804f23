import { listAlphabets } from "./alphabets.js";

/** @import {Answer} from "./reader.js" */
/** @import {Answered, Asked, Question} from "./worker.js" */

const STOPPED = "the model in the browser has stopped";

/** The model in the browser could not be loaded, or could not read what it was given. */
export class LocalError extends Error {}

/**
 * Loads the model into this browser, in a thread of its own.
 *
 * @param {URL} base address of the folder with `bundle.onnx` and `bundle.json`, ending in a slash
 * @returns {Promise<LocalRecognizer>}
 * @throws {LocalError} it is not there, damaged, or this browser has no module workers
 */
export async function loadLocal(base) {
  const recognizer = new LocalRecognizer(base);
  try {
    await recognizer.loaded;
  } catch (error) {
    recognizer.close();
    throw error;
  }
  return recognizer;
}

/** Reads characters in the browser itself. It answers as `POST /api/v1/recognize` does. */
export class LocalRecognizer {
  #worker;
  #count = 0;
  /** @type {Map<number, {resolve: (answer?: Answer) => void, reject: (reason: unknown) => void}>} */
  #waiting = new Map();
  #stop = new AbortController();

  /** @param {URL} base */
  constructor(base) {
    const address = new URL("worker.js", import.meta.url);
    address.searchParams.set("bundle", base.href);
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.addEventListener("message", (/** @type {MessageEvent<Answered>} */ { data }) => this.#settle(data));
    this.#worker.addEventListener("error", () => this.close());
    /** Settled when the model is there. */
    this.loaded = this.#await(0);
  }

  /**
   * @param {Question} question
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer>}
   * @throws {LocalError} it cannot be read, or the thread has ended
   */
  async recognize(question, signal) {
    signal?.throwIfAborted();
    if (this.stopped.aborted) throw new LocalError(STOPPED);
    const number = ++this.#count;
    const answer = this.#await(number);
    const drop = () => {
      this.#waiting.get(number)?.reject(signal?.reason);
      this.#waiting.delete(number);
    };
    signal?.addEventListener("abort", drop);
    /** @type {Asked} */
    const asked = { number, question };
    this.#worker.postMessage(asked);
    try {
      return /** @type {Answer} */ (await answer);
    } finally {
      signal?.removeEventListener("abort", drop);
    }
  }

  /** What `GET /api/v1/alphabets` answers. */
  get alphabets() {
    return listAlphabets();
  }

  /** Aborted once the thread has ended, by {@link close} or by its own error: then load another. */
  get stopped() {
    return this.#stop.signal;
  }

  /** Ends the thread; whatever is still asked is not answered. */
  close() {
    this.#worker.terminate();
    this.#stop.abort();
    for (const number of [...this.#waiting.keys()]) {
      this.#settle({ number, error: STOPPED });
    }
  }

  /**
   * @param {number} number
   * @returns {Promise<Answer | undefined>}
   */
  #await(number) {
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  /** @param {Answered} answered */
  #settle({ number, answer, error }) {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (error === undefined) waiting?.resolve(answer);
    else waiting?.reject(new LocalError(error));
  }
}
