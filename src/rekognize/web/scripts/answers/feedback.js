import { say } from "../language/messages.js";
import { stored, store } from "../shell/stored.js";
import { ApiError, sendFeedback, withdrawFeedback } from "./server.js";

/** @import {Question, Recognition} from "./recognition.js" */

/** Whether somebody has given feedback before, and so knows what is kept. */
export function knowsWhatIsKept() {
  return stored("feedback") !== null;
}

/**
 * What somebody says of one answer, sent to the server that gave it. Saying something else takes the
 * first back; saying it twice is saying it once.
 */
export class Feedback {
  #question;
  #recognition;
  #onChange;
  /** What was asked for last comes after what was asked for before. @type {Promise<void>} */
  #sent = Promise.resolve();
  /** What the server keeps. @type {{id: string, until: number} | null} */
  #receipt = null;
  /** @type {string | null} */
  #label = null;
  /** What became of it, in words; empty before anything was said. */
  words = "";

  /**
   * @param {Question} question
   * @param {Recognition} recognition
   * @param {() => void} onChange it is kept, taken back, or could not be
   */
  constructor(question, recognition, onChange) {
    this.#question = question;
    this.#recognition = recognition;
    this.#onChange = onChange;
  }

  /** Whether it can still be taken back. */
  get canUndo() {
    return this.#label !== null && (this.#receipt === null || Date.now() < this.#receipt.until);
  }

  /**
   * Says what is right, or takes it back.
   *
   * @param {string | null} label
   */
  say(label) {
    if (label === this.#label) return;
    this.#label = label;
    this.#tell(say(label === null ? "verdict.undone" : "verdict.kept"));
    this.#sent = this.#sent.then(() => this.#settle(label));
  }

  /** @param {string | null} label */
  async #settle(label) {
    try {
      if (this.#receipt) await withdrawFeedback(this.#receipt.id);
      this.#receipt = null;
      if (label === null) return;
      this.#receipt = await sendFeedback(this.#question, this.#recognition, label);
      store("feedback", "given");
      // Once it can no longer be taken back, nothing offers to.
      setTimeout(this.#onChange, this.#receipt.until - Date.now() + 1);
    } catch (error) {
      // Said again, it is sent again.
      if (this.#label === label) this.#label = null;
      const reason = error instanceof ApiError ? error.message : say("failure.away");
      this.#tell(say("verdict.failed", { reason }));
    }
  }

  /** @param {string} words */
  #tell(words) {
    this.words = words;
    this.#onChange();
  }
}
