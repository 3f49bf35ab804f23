import { guidesOf } from "../ink/guides.js";
import { remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";

/** @import {Drawing} from "../ink/drawing.js" */
/** @import {Pad} from "../ink/pad.js" */
/** @import {Guides} from "../ink/guides.js" */

/** The tools below the sheet: undo, redo, clear, eraser, the pen's width, guide lines. */
export class Tools {
  #undo = element("undo", HTMLButtonElement);
  #redo = element("redo", HTMLButtonElement);
  #clear = element("clear", HTMLButtonElement);
  #eraser = element("eraser", HTMLButtonElement);
  #width = element("width", HTMLInputElement);
  #guides = element("guides", HTMLButtonElement);
  #copybook = element("copybook", HTMLElement);
  /** @type {Pad | null} */
  #pad = null;

  /**
   * @param {{undo: () => void, redo: () => void, clear: () => void}} steps
   * @param {() => void} onGuides the guide lines were switched on or off
   */
  constructor({ undo, redo, clear }, onGuides) {
    this.undo = undo;
    this.redo = redo;
    this.clear = clear;
    this.#undo.addEventListener("click", undo);
    this.#redo.addEventListener("click", redo);
    this.#clear.addEventListener("click", clear);
    this.#eraser.addEventListener("click", () => this.toggleEraser());
    this.#guides.addEventListener("click", () => {
      this.#rule(!this.#isRuled);
      remember("guides", this.#isRuled ? "1" : null);
      onGuides();
    });
    this.#rule(stateOf("guides") === "1");
    this.#width.addEventListener("input", () => this.#showNib());
    addEventListener("resize", () => this.#showNib());
  }

  /** The pen's width as a fraction of the sheet's side. */
  get width() {
    return this.#width.valueAsNumber / 100;
  }

  get erases() {
    return this.#eraser.ariaPressed === "true";
  }

  toggleEraser() {
    const erases = !this.erases;
    this.#eraser.ariaPressed = String(erases);
    this.#copybook.toggleAttribute("data-erases", erases);
  }

  /**
   * The lines that show on a sheet.
   *
   * @param {number} side of the sheet
   * @returns {Guides | null} in the side's unit; null when they are switched off
   */
  guides(side) {
    return this.#isRuled ? guidesOf(side) : null;
  }

  get #isRuled() {
    return this.#guides.ariaPressed === "true";
  }

  /** @param {boolean} on */
  #rule(on) {
    this.#guides.ariaPressed = String(on);
    this.#copybook.toggleAttribute("data-guides", on);
  }

  /**
   * Shows what can be done with a drawing, and how wide the pen is on it.
   *
   * @param {Drawing} drawing
   * @param {Pad} pad
   * @param {boolean} isMore whether there is more to undo than the drawing's own steps
   */
  show(drawing, pad, isMore) {
    this.#pad = pad;
    this.#showNib();
    // Nothing is left to erase: what comes next is written. A pointer that is down goes on as it began.
    if (drawing.isBlank && this.erases && !pad.isBusy) this.toggleEraser();
    this.#undo.disabled = !drawing.canUndo && !isMore;
    this.#redo.disabled = !drawing.canRedo;
    this.#clear.disabled = drawing.isBlank;
    this.#eraser.disabled = drawing.isBlank && !this.erases;
  }

  #showNib() {
    const dot = element("nib-dot", HTMLSpanElement);
    dot.style.setProperty("--nib", `${this.width * (this.#pad?.side ?? 0)}px`);
  }
}
