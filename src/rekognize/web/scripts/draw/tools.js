import { element } from "../shell/element.js";

/** @import {Drawing} from "../ink/drawing.js" */

/** The tools below the sheet: undo, redo, clear, eraser, the pen's width. */
export class Tools {
  #undo = element("undo", HTMLButtonElement);
  #redo = element("redo", HTMLButtonElement);
  #clear = element("clear", HTMLButtonElement);
  #eraser = element("eraser", HTMLButtonElement);
  #width = element("width", HTMLInputElement);
  #sheet = element("sheet", HTMLElement);

  /** @param {{undo: () => void, redo: () => void, clear: () => void}} steps */
  constructor({ undo, redo, clear }) {
    this.undo = undo;
    this.redo = redo;
    this.clear = clear;
    this.#undo.addEventListener("click", undo);
    this.#redo.addEventListener("click", redo);
    this.#clear.addEventListener("click", clear);
    this.#eraser.addEventListener("click", () => this.toggleEraser());
    this.#width.addEventListener("input", () => this.#showNib());
    addEventListener("resize", () => this.#showNib());
    this.#showNib();
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
    this.#sheet.toggleAttribute("data-erases", erases);
  }

  /**
   * Shows what can be done with a drawing.
   *
   * @param {Drawing} drawing
   */
  show(drawing) {
    this.#undo.disabled = !drawing.canUndo;
    this.#redo.disabled = !drawing.canRedo;
    this.#clear.disabled = drawing.isBlank;
    this.#eraser.disabled = drawing.isBlank && !this.erases;
  }

  #showNib() {
    const dot = element("nib-dot", HTMLSpanElement);
    dot.style.setProperty("--nib", `${this.width * this.#sheet.clientWidth}px`);
  }
}
