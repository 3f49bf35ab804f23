import { hasMessage, say } from "../language/messages.js";
import { remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";
import { FIRST_LEVEL, LEVELS, LONGEST_NAME, SETS, charactersOf } from "./sets.js";

/** @import {Choice, SetName} from "./sets.js" */

/** The choice of a game: what is asked, and how fast. The page's address holds it. */
export class Choosing {
  #set = element("set", HTMLSelectElement);
  #level = element("level", HTMLSelectElement);
  #name = element("name", HTMLInputElement);
  #failure = element("choosing-failure", HTMLElement);

  /** @param {() => void} onStart */
  constructor(onStart) {
    this.#set.append(...SETS.map((set) => new Option(setTitle(set), set)));
    this.#level.append(...LEVELS.map((_, i) => new Option(levelTitle(i + 1), String(i + 1))));
    this.#name.maxLength = LONGEST_NAME;
    const set = SETS.find((each) => each === stateOf("set")) ?? SETS[0];
    const level = Number(stateOf("level"));
    this.#show({ set, level: LEVELS[level - 1] === undefined ? FIRST_LEVEL : level });
    for (const select of [this.#set, this.#level]) {
      select.addEventListener("change", () => this.take(this.chosen));
    }
    this.#name.addEventListener("input", () => this.#describeName());
    element("choosing", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#describeName();
      if (this.chosen.set === "name" && this.characters.length === 0) this.#name.focus();
      else onStart();
    });
  }

  /** @returns {Choice} */
  get chosen() {
    return {
      set: /** @type {SetName} */ (this.#set.value),
      level: Number(this.#level.value),
    };
  }

  /** The characters of the name that can be asked for. */
  get characters() {
    return charactersOf(this.#name.value);
  }

  /** @param {Choice} choice is taken up, and put into the address */
  take(choice) {
    this.#show(choice);
    remember("set", choice.set);
    remember("level", String(choice.level));
  }

  /** @param {string} words why the game does not begin; empty when it does */
  fail(words) {
    this.#failure.textContent = words;
  }

  /** @param {Choice} choice */
  #show({ set, level }) {
    this.#set.value = set;
    this.#level.value = String(level);
    element("name-field", HTMLElement).hidden = set !== "name";
    this.#describeName();
  }

  #describeName() {
    const { characters } = this;
    element("name-asked", HTMLElement).textContent =
      characters.length > 0
        ? say("play.name.asked", { characters: characters.join(" ") })
        : say("play.name.none");
  }
}

/**
 * A game in words: "Digits, level 2: 12 seconds each".
 *
 * @param {Choice} choice
 */
export function titleOfGame({ set, level }) {
  return say("play.game", { set: setTitle(set), level: levelTitle(level) });
}

/** @param {SetName} set */
function setTitle(set) {
  const key = `alphabet.${set}`;
  return hasMessage(key) ? say(key) : say("play.set.name");
}

/** @param {number} level */
function levelTitle(level) {
  const seconds = LEVELS[level - 1];
  return seconds ? say("play.level.clock", { level, seconds }) : say("play.level.calm", { level });
}
