import { reasonOf } from "../administrator/token.js";
import { sendDecision } from "./desk.js";

/** @import {Decision, FeedbackRecord} from "./desk.js" */

/** @typedef {{records: FeedbackRecord[], decision: Decision}} Step */

/** What was decided within this many milliseconds is sent together. */
const TOGETHER = 150;

/** No decision names more records than this at a time. */
const MOST = 1000;

/** What has been decided, sent in the order in which it was; the last can be taken back. */
export class History {
  #by;
  #onFailure;
  /** @type {Step[]} */
  #done = [];
  /** @type {Step[]} */
  #waiting = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What is to be sent once the one before has been answered. @type {Step[]} */
  #outbox = [];
  /** @type {Promise<void>} */
  #sent = Promise.resolve();
  #ended = new AbortController();

  /**
   * @param {() => string} by who decides
   * @param {(step: Step, reason: string) => void} onFailure a step could not be kept
   */
  constructor(by, onFailure) {
    this.#by = by;
    this.#onFailure = onFailure;
    addEventListener("pagehide", () => this.#leave(), { signal: this.#ended.signal });
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  /** @param {Step} step */
  add(step) {
    this.#done.push(step);
    this.#send(step);
  }

  /** Takes the last step back; gives its records, as they were. */
  undo() {
    const step = this.#done.pop();
    if (!step) return [];
    if (this.#waiting.at(-1) === step) this.#waiting.pop();
    else {
      for (const { label, state } of distinct(step.records)) {
        const records = step.records.filter((each) => each.label === label && each.state === state);
        this.#send({ records, decision: { state, label } });
      }
    }
    return step.records;
  }

  /** Sends what waits, and settles once it is answered: another history takes this one's place. */
  async close() {
    this.#flush();
    await this.#sent;
    this.#ended.abort();
  }

  /** @param {Step} step */
  #send(step) {
    this.#waiting.push(step);
    this.#timer ??= setTimeout(() => this.#flush(), TOGETHER);
  }

  #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const steps = this.#waiting;
    this.#waiting = [];
    while (steps.length > 0) {
      const { decision } = /** @type {Step} */ (steps[0]);
      const count = steps.findIndex((step) => !isSame(step.decision, decision));
      const alike = steps.splice(0, count < 0 ? steps.length : count);
      const records = alike.flatMap((step) => step.records);
      for (let start = 0; start < records.length; start += MOST) {
        this.#outbox.push({ records: records.slice(start, start + MOST), decision });
        this.#sent = this.#sent.then(() => this.#sendNext());
      }
    }
  }

  async #sendNext() {
    const step = this.#outbox.shift();
    if (step) await this.#keep(step);
  }

  /**
   * Sends everything at once: a page that is left may never hear an answer to wait for. The last decision
   * on a record goes alone then, since nothing holds requests in order.
   */
  #leave() {
    this.#flush();
    const later = new Set();
    for (const { records, decision } of this.#outbox.splice(0).reverse()) {
      const some = records.filter(({ id }) => !later.has(id));
      for (const { id } of some) later.add(id);
      if (some.length > 0) void this.#keep({ records: some, decision });
    }
  }

  /** @param {Step} step */
  async #keep(step) {
    const by = this.#by().trim();
    const ids = step.records.map(({ id }) => id);
    try {
      await sendDecision(ids, by ? { ...step.decision, by } : step.decision);
    } catch (error) {
      this.#done = this.#done.filter(({ records }) => !records.some(({ id }) => ids.includes(id)));
      this.#onFailure(step, reasonOf(error));
    }
  }
}

/**
 * @param {Decision} one
 * @param {Decision} other
 */
function isSame(one, other) {
  return one.state === other.state && one.label === other.label;
}

/** One of each label and state. @param {readonly FeedbackRecord[]} records */
function distinct(records) {
  return [...new Map(records.map((each) => [`${each.state} ${each.label}`, each])).values()];
}
