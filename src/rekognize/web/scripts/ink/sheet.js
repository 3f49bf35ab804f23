import { element } from "../shell/element.js";
import { inkDocument } from "./document.js";
import { Drawing } from "./drawing.js";
import { EXAMPLE } from "./example.js";
import { guidesOf } from "./guides.js";
import { keepDrawings, keptDrawings } from "./keep.js";
import { PEN, Pad } from "./pad.js";

/** @import {Stroke} from "./drawing.js" */

/**
 * A sheet beside something that is shown of what is drawn on it: the drawing of the first page, or an
 * example until the visitor draws.
 */
export class Sheet {
  #sheet = element("sheet", HTMLElement);
  #undo = element("undo", HTMLButtonElement);
  #clear = element("clear", HTMLButtonElement);
  #drawing;
  #pad;
  #isExample;
  #isRuled;
  #onChange;

  /**
   * @param {() => void} onChange the drawing is another
   * @param {object} [options]
   * @param {() => void} [options.onStart] a stroke begins
   * @param {() => void} [options.onGrow] a stroke has grown; without it `onChange` is called
   * @param {readonly Stroke[]} [options.example] what is there until the visitor draws
   * @param {boolean} [options.isRuled] whether there are lines to write on
   */
  constructor(onChange, { onStart, onGrow = onChange, example = EXAMPLE, isRuled = false } = {}) {
    this.#onChange = onChange;
    this.#isRuled = isRuled;
    const kept = keptDrawings("draw")[0] ?? [];
    this.#isExample = kept.length === 0;
    this.#drawing = new Drawing(this.#isExample ? example : kept);
    keepDrawings("draw", () => [this.#isExample ? [] : this.#drawing.strokes]);
    this.#pad = new Pad(element("pad", HTMLCanvasElement), this.#drawing, {
      width: () => PEN,
      onStart: () => {
        if (this.#isExample) this.#drawing.clear();
        this.#isExample = false;
        this.#showState();
        onStart?.();
      },
      onGrow,
      onChange: () => this.#changed(),
    });
    this.#undo.addEventListener("click", () => this.#edit(() => this.#drawing.undo()));
    this.#clear.addEventListener("click", () => this.#edit(() => this.#drawing.clear()));
    this.#showState();
  }

  /** Whether nothing is drawn, not even a stroke that is growing. */
  get isBlank() {
    return this.#pad.strokes.length === 0;
  }

  /** The ink as the API takes it, a stroke that is growing as far as it is. */
  get ink() {
    const { side, strokes } = this.#pad;
    return inkDocument(strokes, side, this.#isRuled ? guidesOf(side) : null);
  }

  /** @param {() => void} step of editing; none while a stroke grows */
  #edit(step) {
    if (this.#pad.isBusy) return;
    this.#isExample = false;
    step();
    this.#pad.redraw();
    this.#changed();
  }

  #changed() {
    this.#showState();
    this.#onChange();
  }

  #showState() {
    this.#sheet.toggleAttribute("data-inked", !this.isBlank);
    this.#undo.disabled = !this.#drawing.canUndo;
    this.#clear.disabled = this.#drawing.isBlank;
  }
}
