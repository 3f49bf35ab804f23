import { inShort, titleOf } from "../answers/names.js";
import { alphabets } from "../answers/recognize.js";
import { remember, stateOf } from "../shell/address.js";

/** @import {Alphabet} from "../answers/server.js" */

/** The choice of alphabet. The page's address holds it, so that a link does. */
export class AlphabetChoice {
  #select;
  #labels;
  /** @type {Map<string, Alphabet>} */
  #alphabets = new Map();

  /**
   * @param {HTMLSelectElement} select
   * @param {HTMLElement} labels where the alphabet's labels are shown in short
   * @param {() => void} onChange another alphabet was chosen
   */
  constructor(select, labels, onChange) {
    this.#select = select;
    this.#labels = labels;
    select.addEventListener("change", () => {
      remember("alphabet", select.value);
      this.#describe();
      onChange();
    });
  }

  /** The chosen alphabet, null until it is known which there are. */
  get chosen() {
    return this.#alphabets.get(this.#select.value) ?? null;
  }

  /**
   * Asks for the alphabets and takes up the one that the address names.
   *
   * @throws {ApiError | ServerAway}
   */
  async load() {
    const { alphabets: found, default: usual } = await alphabets();
    this.#alphabets = new Map(found.map((alphabet) => [alphabet.name, alphabet]));
    this.#select.replaceChildren(
      ...found.map((alphabet) => new Option(titleOf(alphabet), alphabet.name)),
    );
    const wanted = stateOf("alphabet");
    this.#select.value = wanted !== null && this.#alphabets.has(wanted) ? wanted : usual;
    this.#select.disabled = false;
    this.#describe();
    if (wanted !== null) remember("alphabet", this.#select.value);
  }

  #describe() {
    this.#labels.textContent = inShort(this.chosen?.labels ?? []);
  }
}
