import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";
import { Box } from "./box.js";

/** @import {Surroundings} from "./box.js" */
/** @import {Answered} from "../answers/answer.js" */
/** @import {Stroke} from "../ink/drawing.js" */

/** Empty boxes at the end: one to go on in, and one more, so that the first can be left as a space. */
const EMPTY = 2;

/** Stands in the text for a drawing that is no character. */
const UNREAD = "\u25a1";

/** The practice line: boxes written one after another, and the text that they make. */
export class Line {
  #list = element("boxes", HTMLOListElement);
  #text = element("line-text", HTMLOutputElement);
  #again = element("line-again", HTMLButtonElement);
  #around;
  #select;
  /** @type {{box: Box, item: HTMLLIElement, letter: HTMLButtonElement}[]} */
  #places = [];
  /** What the boxes held when the line was begun again. @type {{strokes: readonly Stroke[], answered: Answered | null}[]} */
  #before = [];

  /**
   * @param {readonly (readonly Stroke[])[]} drawings those that are there from the beginning
   * @param {Surroundings} around
   * @param {(box: Box) => void} select a box was chosen, to be looked at or corrected
   */
  constructor(drawings, around, select) {
    this.#around = around;
    this.#select = select;
    this.#write(drawings);
    this.#again.addEventListener("click", () => this.#startAgain());
    this.#fillUp();
    this.show();
  }

  get boxes() {
    return this.#places.map(({ box }) => box);
  }

  /** The box to write in next. */
  get next() {
    return /** @type {Box} */ (this.boxes[this.#written]);
  }

  /** The last box that bears ink, or else the first. */
  get last() {
    return /** @type {Box} */ (this.boxes[Math.max(0, this.#written - 1)]);
  }

  /** Whether the line was begun again and nothing has been written since: then that can be undone. */
  get canComeBack() {
    return this.#before.length > 0 && this.#written === 0;
  }

  /** Brings back the line that was there before it was begun again, and what was said of its boxes. */
  comeBack() {
    const before = this.#before;
    this.#before = [];
    this.#write(before.map(({ strokes }) => strokes));
    before.forEach(({ answered }, number) => {
      if (answered) this.#places[number]?.box.correct(answered);
    });
    this.#fillUp();
  }

  /**
   * Shows what the boxes say and which of them is looked at.
   *
   * @param {Box | null} [chosen]
   */
  show(chosen = null) {
    this.#fillUp();
    this.#places.forEach(({ box, item, letter }, number) => {
      const said = box.label ?? (box.drawing.isBlank ? "" : UNREAD);
      item.toggleAttribute("data-chosen", box === chosen);
      letter.textContent = said;
      letter.disabled = said === "";
      letter.ariaPressed = String(box === chosen);
      letter.ariaLabel = say(said ? "line.letter" : "line.empty", { number: number + 1, label: said });
    });
    this.#text.value = this.#places
      .slice(0, this.#written)
      .map(({ box, letter }) => (box.drawing.isBlank ? " " : letter.textContent))
      .join("");
    this.#again.disabled = this.#written === 0;
  }

  /** How many boxes there are up to the last one that bears ink. */
  get #written() {
    return this.#places.findLastIndex(({ box }) => box.pad.strokes.length > 0) + 1;
  }

  #fillUp() {
    while (this.#places.length < this.#written + EMPTY) this.#add([]);
  }

  /** @param {readonly Stroke[]} strokes */
  #add(strokes) {
    const number = this.#places.length + 1;
    const canvas = make("canvas", {
      class: "sheet__pad",
      role: "img",
      "aria-label": say("line.box", { number }),
    });
    const letter = make("button", { class: "box__letter", type: "button" });
    const paper = make("div", { class: "box__paper" }, canvas);
    const item = make("li", { class: "box" }, paper, letter);
    this.#list.append(item);
    const box = new Box(canvas, strokes, this.#around);
    letter.addEventListener("click", () => this.#select(box));
    this.#places.push({ box, item, letter });
  }

  #startAgain() {
    this.#before = this.boxes.slice(0, this.#written).map(({ drawing, answered }) => ({
      strokes: drawing.strokes,
      answered,
    }));
    this.#write([]);
    this.#fillUp();
    this.#select(this.next);
  }

  /**
   * Puts new boxes in the place of all that there are.
   *
   * @param {readonly (readonly Stroke[])[]} drawings one for each
   */
  #write(drawings) {
    for (const { box, item } of this.#places) {
      box.close();
      item.remove();
    }
    this.#places = [];
    for (const strokes of drawings) this.#add(strokes);
  }
}
