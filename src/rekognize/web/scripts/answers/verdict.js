import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { knowsWhatIsKept } from "./feedback.js";
import { NOT_A_CHARACTER } from "./recognition.js";

/** @import {Answered} from "./answer.js" */

/** Whoever types into one of these means it, and not the page. */
const OCCUPIED = "a, button, input, select, textarea, dialog, summary";

/**
 * "Is that right?": yes, no, or not a character; what became of it, and a way back.
 *
 * Enter says yes; Backspace says no, or takes back what was said.
 */
export class Verdict {
  #yes = button("verdict.yes", "Enter");
  #no = button("verdict.no", "Backspace");
  #nothing = button("verdict.nothing");
  #undo = button("verdict.undo", "Backspace");
  #retry = button("verdict.retry");
  #words = make("span", { class: "verdict__words", id: "verdict-words", role: "status" });
  #say;
  #wrong;
  /** Says what became of it, wherever it is put. */
  line = make("p", { class: "verdict__line" });
  /** @type {Answered | null} */
  #answered = null;
  /** The label that the answer comes to. @type {string | null} */
  #shown = null;

  /**
   * @param {HTMLElement} place
   * @param {(label: string | null) => void} sayRight somebody says what is right, or takes it back
   * @param {() => void} wrong somebody says that it is wrong; what is right is still to be asked
   */
  constructor(place, sayRight, wrong) {
    this.#say = sayRight;
    this.#wrong = wrong;
    this.#yes.addEventListener("click", () => this.#confirm());
    this.#no.addEventListener("click", () => this.#deny());
    this.#nothing.addEventListener("click", () => sayRight(NOT_A_CHARACTER));
    this.#undo.addEventListener("click", () => sayRight(null));
    this.#retry.addEventListener("click", () => sayRight(this.#answered?.label ?? null));
    for (const each of [this.#undo, this.#retry]) each.classList.add("button--quiet");
    const buttons = make(
      "div",
      { class: "verdict__buttons", role: "group", "aria-labelledby": "notes-title" },
      ...[this.#yes, this.#no, this.#nothing],
    );
    this.line.append(this.#words, this.#retry, this.#undo);
    place.append(buttons);
    addEventListener("keydown", (event) => this.#press(event));
  }

  /**
   * @param {Answered | null} answered
   * @param {string | null} shown the label that the answer comes to
   */
  show(answered, shown) {
    this.#answered = answered;
    this.#shown = shown;
    const feedback = answered?.feedback ?? null;
    const label = answered?.label ?? null;
    for (const each of [this.#yes, this.#no, this.#nothing]) each.disabled = feedback === null;
    const isLost = feedback?.isLost ?? false;
    this.#yes.ariaPressed = String(label !== null && label === shown && !isLost);
    this.#nothing.ariaPressed = String(label === NOT_A_CHARACTER && !isLost);
    this.#retry.hidden = label === null || !isLost;
    this.#undo.hidden = !feedback?.canUndo;
    this.#tell(feedback ? feedback.words || (knowsWhatIsKept() ? "" : say("verdict.first")) : "");
  }

  #confirm() {
    if (this.#shown !== null) this.#say(this.#shown);
  }

  #deny() {
    this.#tell(say("verdict.which"));
    this.#wrong();
  }

  /** @param {string} words */
  #tell(words) {
    if (this.#words.textContent !== words) this.#words.textContent = words;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { defaultPrevented, target, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
    if (defaultPrevented || repeat || ctrlKey || metaKey || altKey || shiftKey) return;
    if (target instanceof Element && target.closest(OCCUPIED)) return;
    if (!this.#answered?.feedback) return;
    if (event.key === "Enter") this.#confirm();
    else if (event.key !== "Backspace") return;
    else if (this.#undo.hidden) this.#deny();
    else this.#say(null);
    event.preventDefault();
  }
}

/**
 * @param {"verdict.yes" | "verdict.no" | "verdict.nothing" | "verdict.undo" | "verdict.retry"} words
 * @param {string} [shortcut]
 */
function button(words, shortcut) {
  const made = make("button", { class: "button verdict__button", type: "button" }, say(words));
  if (shortcut) made.setAttribute("aria-keyshortcuts", shortcut);
  return made;
}
