import { fetchAlphabets } from "./api.js";
import { inShort } from "./words.js";

/** @import {Alphabet} from "./api.js" */

/** Name of the address's query parameter that holds the choice. */
const PARAMETER = "alphabet";

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
      this.#remember();
      onChange();
    });
  }

  /** The chosen alphabet, null until the server has told which there are. */
  get chosen() {
    return this.#alphabets.get(this.#select.value) ?? null;
  }

  /**
   * Asks the server for its alphabets and takes up the one that the address names.
   *
   * @throws {ApiError | ServerAway}
   */
  async load() {
    const { alphabets, default: usual } = await fetchAlphabets();
    this.#alphabets = new Map(alphabets.map((alphabet) => [alphabet.name, alphabet]));
    this.#select.replaceChildren(...alphabets.map(({ name, title }) => new Option(title, name)));
    const wanted = new URL(location.href).searchParams.get(PARAMETER);
    this.#select.value = wanted !== null && this.#alphabets.has(wanted) ? wanted : usual;
    this.#select.disabled = false;
    this.#describe();
    if (wanted !== null) this.#remember();
  }

  #remember() {
    const address = new URL(location.href);
    address.searchParams.set(PARAMETER, this.#select.value);
    history.replaceState(null, "", address);
    this.#describe();
  }

  #describe() {
    this.#labels.textContent = inShort(this.chosen?.labels ?? []);
  }
}
