import { percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { nameOf, titleOf } from "./names.js";
import { TOP } from "./recognition.js";
import { labelTyped } from "./typed.js";

/** @import {Candidate} from "./recognition.js" */
/** @import {Alphabet} from "./server.js" */

/**
 * The likeliest labels, each a button that says "this is what it is", and all others of the
 * alphabet in a list below. The rows are made once, filled or not, so that nothing moves when
 * answers come.
 */
export class Candidates {
  #rows;
  #others = make("select", { class: "choice candidates__others", disabled: true });
  #typed = make("input", {
    class: "candidates__typed",
    type: "text",
    autocapitalize: "off",
    autocomplete: "off",
    maxlength: "1",
    placeholder: "?",
    spellcheck: "false",
    disabled: true,
  });
  /** @type {Alphabet | null} */
  #alphabet = null;
  #choose;

  /**
   * @param {HTMLElement} place
   * @param {(label: string) => void} choose somebody says that it is this
   */
  constructor(place, choose) {
    this.#choose = choose;
    const list = make("ol", { class: "candidates" });
    this.#rows = Array.from({ length: TOP }, () => this.#row(list));
    this.#others.ariaLabel = say("candidates.other");
    this.#others.addEventListener("change", () => choose(this.#others.value));
    this.#typed.ariaLabel = say("candidates.type");
    this.#typed.addEventListener("input", () => this.#takeTyped());
    place.append(list, make("div", { class: "candidates__rest" }, this.#typed, this.#others));
    this.show([], null, null);
  }

  /** The right one is to be typed, or chosen. */
  ask() {
    this.#typed.focus();
  }

  #takeTyped() {
    const right = labelTyped(this.#typed.value, this.#alphabet?.labels ?? []);
    this.#typed.value = "";
    if (right === null) return;
    this.#typed.blur();
    this.#choose(right);
  }

  /**
   * @param {readonly Candidate[]} candidates
   * @param {Alphabet | null} alphabet
   * @param {string | null} chosen the label that it was corrected to
   */
  show(candidates, alphabet, chosen) {
    this.#rows.forEach(({ row, button, label, name, bar, share }, place) => {
      const candidate = candidates[place];
      const filled = candidate !== undefined && alphabet !== null;
      row.ariaHidden = filled ? null : "true";
      button.disabled = !filled;
      button.ariaPressed = filled ? String(candidate.label === chosen) : null;
      name.textContent = filled ? `${nameOf(candidate.label, alphabet.labels)}, ` : "";
      label.textContent = candidate?.label ?? "";
      share.textContent = candidate ? percent(candidate.confidence) : "";
      bar.style.setProperty("--share", String(candidate?.confidence ?? 0));
    });
    this.#alphabet = alphabet;
    this.#others.disabled = candidates.length === 0 || alphabet === null;
    this.#typed.disabled = this.#others.disabled;
    this.#listOthers(candidates, alphabet, chosen);
  }

  /**
   * @param {readonly Candidate[]} candidates
   * @param {Alphabet | null} alphabet
   * @param {string | null} chosen
   */
  #listOthers(candidates, alphabet, chosen) {
    const shown = candidates.map(({ label }) => label);
    const rest = (alphabet?.labels ?? []).filter((label) => !shown.includes(label));
    const first = new Option(say("candidates.other"), "", true);
    first.disabled = true;
    this.#others.replaceChildren(first, ...rest.map((label) => new Option(label, label)));
    this.#others.value = chosen !== null && rest.includes(chosen) ? chosen : "";
    if (alphabet) this.#others.title = titleOf(alphabet);
  }

  /** @param {HTMLOListElement} list */
  #row(list) {
    const label = make("span", { class: "candidate__label", "aria-hidden": "true" });
    const name = make("span", { class: "unseen" });
    const bar = make("span", { class: "candidate__bar" });
    const share = make("span", { class: "candidate__share" });
    const button = make("button", { class: "candidate", type: "button" });
    button.append(label, name, bar, share);
    button.addEventListener("click", () => this.#choose(label.textContent ?? ""));
    const row = make("li", {}, button);
    list.append(row);
    return { row, button, label, name, bar, share };
  }
}
