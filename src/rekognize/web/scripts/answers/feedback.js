import { say } from "../language/messages.js";
import { stored, store } from "../shell/stored.js";
import { ApiError, sendFeedback, withdrawFeedback } from "./server.js";

/** @import {Question, Recognition} from "./recognition.js" */

/** Whether somebody has given feedback before, and so knows what is kept. */
export function knowsWhatIsKept() {
  return stored("feedback") !== null;
}

/** Sending that takes longer than this is told; in milliseconds. */
const SLOW = 400;

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
  /** What the server keeps. @type {{id: string, until: number, label: string} | null} */
  #receipt = null;
  /** What is kept, or on its way. @type {string | null} */
  #label = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #slow;
  /** How often something was said: only the last time counts. */
  #times = 0;
  /** What became of it, in words; empty before that is known. */
  words = "";
  /** Whether what was said last could not be kept, and may be said again. */
  isLost = false;

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
    this.#times += 1;
    const time = this.#times;
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#tell(say("verdict.sending")), SLOW);
    this.#tell("");
    this.#sent = this.#sent.then(async () => {
      const failure = await this.#settle(label);
      if (time !== this.#times) return;
      clearTimeout(this.#slow);
      if (failure) this.#fail(label, failure);
      else this.#tell(say(label === null ? "verdict.undone" : "verdict.kept"));
    });
  }

  /**
   * Takes back what is kept, and lets a label be kept instead.
   *
   * @param {string | null} label
   * @returns {Promise<unknown>} why that could not be done; null when it was
   */
  async #settle(label) {
    try {
      if (this.#receipt) await withdrawFeedback(this.#receipt.id).catch(unlessGone);
      this.#receipt = null;
      if (label === null) return null;
      this.#receipt = { ...(await sendFeedback(this.#question, this.#recognition, label)), label };
      store("feedback", "given");
      // Once it can no longer be taken back, nothing offers to.
      setTimeout(this.#onChange, this.#receipt.until - Date.now() + 1);
      return null;
    } catch (error) {
      return error;
    }
  }

  /**
   * Said again, it is sent again.
   *
   * @param {string | null} label
   * @param {unknown} error
   */
  #fail(label, error) {
    this.#label = this.#receipt?.label ?? null;
    const reason = error instanceof ApiError ? error.message : say("failure.away");
    this.#tell(say(label === null ? "verdict.not-undone" : "verdict.failed", { reason }), label !== null);
  }

  /**
   * @param {string} words
   * @param {boolean} [isLost]
   */
  #tell(words, isLost = false) {
    this.words = words;
    this.isLost = isLost;
    this.#onChange();
  }
}

/**
 * What is no longer kept need not be taken back: it was, and the answer got lost, or a reviewer did.
 *
 * @param {unknown} error
 */
function unlessGone(error) {
  if (!(error instanceof ApiError) || error.code !== "unknown_record") throw error;
}
