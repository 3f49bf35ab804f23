import { reasonOf } from "../administrator/token.js";
import { element } from "../shell/element.js";

/**
 * What is asked before something is done.
 *
 * @typedef {object} Asked
 * @property {string} title
 * @property {string} words what will happen
 * @property {string} label of the answer
 * @property {string} yes what the button says
 * @property {string} [answer] written there already
 * @property {boolean} [optional] whether it may be left empty
 * @property {(answer: string) => Promise<void>} act what is then done; the dialog stays and says why
 *   where that fails
 */

/** The dialog that asks why something is to be done, or what is to be noted. */
export class Question {
  #onDone;
  #dialog = element("question", HTMLDialogElement);
  #text = element("question-text", HTMLTextAreaElement);
  #yes = element("question-yes", HTMLButtonElement);
  #failed = element("question-failed", HTMLElement);
  /** @type {Asked | null} */
  #asked = null;

  /** @param {() => void} onDone something was done: what was pressed to ask may be gone with it */
  constructor(onDone) {
    this.#onDone = onDone;
    element("question-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#act();
    });
    element("question-no", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
  }

  /** @param {Asked} asked */
  ask(asked) {
    this.#asked = asked;
    element("question-title", HTMLElement).textContent = asked.title;
    element("question-words", HTMLElement).textContent = asked.words;
    element("question-label", HTMLElement).textContent = asked.label;
    this.#text.value = asked.answer ?? "";
    this.#text.required = !asked.optional;
    this.#yes.textContent = asked.yes;
    this.#failed.textContent = "";
    this.#dialog.showModal();
  }

  async #act() {
    const answer = this.#text.value.trim();
    if (!this.#asked || (answer === "" && this.#text.required)) return;
    this.#yes.disabled = true;
    try {
      await this.#asked.act(answer);
      this.#dialog.close();
      this.#onDone();
    } catch (error) {
      this.#failed.textContent = reasonOf(error);
    } finally {
      this.#yes.disabled = false;
    }
  }
}
