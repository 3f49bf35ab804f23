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
  /** @type {{box: Box, item: HTMLLIElement, canvas: HTMLCanvasElement, letter: HTMLButtonElement}[]} */
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
   * Puts drawings into boxes of their own.
   *
   * @param {readonly (readonly Stroke[])[]} drawings one for each
   * @param {Box | null} instead the box that makes room for them; null for none: then they follow what
   *   is written, after a space
   * @returns {Box} the first of the new ones
   */
  insert(drawings, instead) {
    const behind = this.#written && this.#written + 1;
    const at = instead ? this.boxes.indexOf(instead) : behind;
    this.#remove(at, instead ? 1 : Infinity);
    drawings.forEach((strokes, number) => this.#add(strokes, at + number));
    this.#fillUp();
    return /** @type {Box} */ (this.boxes[at]);
  }

  /**
   * Shows what the boxes say and which of them is looked at.
   *
   * @param {Box | null} [chosen]
   */
  show(chosen = null) {
    this.#fillUp();
    this.#places.forEach(({ box, item, canvas, letter }, number) => {
      const said = box.label ?? (box.drawing.isBlank ? "" : UNREAD);
      canvas.ariaLabel = say("line.box", { number: number + 1 });
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

  /**
   * @param {readonly Stroke[]} strokes
   * @param {number} [at] the box's place in the line
   */
  #add(strokes, at = this.#places.length) {
    const canvas = make("canvas", { class: "sheet__pad", role: "img" });
    const letter = make("button", { class: "box__letter", type: "button" });
    const paper = make("div", { class: "box__paper" }, canvas);
    const item = make("li", { class: "box" }, paper, letter);
    this.#list.insertBefore(item, this.#places[at]?.item ?? null);
    const box = new Box(canvas, strokes, this.#around);
    letter.addEventListener("click", () => this.#select(box));
    this.#places.splice(at, 0, { box, item, canvas, letter });
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
    this.#remove(0, Infinity);
    for (const strokes of drawings) this.#add(strokes);
  }

  /**
   * @param {number} from
   * @param {number} count
   */
  #remove(from, count) {
    for (const { box, item } of this.#places.splice(from, count)) {
      box.close();
      item.remove();
    }
  }
}
