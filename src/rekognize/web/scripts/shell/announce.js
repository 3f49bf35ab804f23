import { make } from "./make.js";

/** How long the answer must stand before it is read out, in milliseconds. */
const STANDS_FOR = 700;

/**
 * Tells screen readers what happened, once it has stood for a while: several strokes in a row give
 * several answers, and only the last is worth interrupting for.
 */
export class Announcer {
  #region = make("p", { class: "unseen", id: "announcement", role: "status", "aria-live": "polite" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    this.#region.ariaAtomic = "true";
    document.body.append(this.#region);
  }

  /** @param {string} words */
  say(words) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#region.textContent = words;
    }, STANDS_FOR);
  }
}
