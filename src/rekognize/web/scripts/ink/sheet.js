import { element } from "../shell/element.js";
import { inkDocument } from "./document.js";
import { Drawing } from "./drawing.js";
import { EXAMPLE } from "./example.js";
import { keepDrawings, keptDrawings } from "./keep.js";
import { Pad } from "./pad.js";

/** Width of the pen, a fraction of the sheet's side. */
const PEN = 0.03;

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
  #onChange;

  /**
   * @param {() => void} onChange the drawing is another; while a stroke grows, called again and again
   */
  constructor(onChange) {
    this.#onChange = onChange;
    const kept = keptDrawings("draw")[0] ?? [];
    this.#isExample = kept.length === 0;
    this.#drawing = new Drawing(this.#isExample ? EXAMPLE : kept);
    keepDrawings("draw", () => [this.#isExample ? [] : this.#drawing.strokes]);
    this.#pad = new Pad(element("pad", HTMLCanvasElement), this.#drawing, {
      width: () => PEN,
      onStart: () => {
        if (this.#isExample) this.#drawing.clear();
        this.#isExample = false;
      },
      onGrow: onChange,
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

  /** The ink as the API takes it. */
  get ink() {
    return inkDocument(this.#pad.strokes, this.#pad.side);
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
    this.#sheet.toggleAttribute("data-inked", !this.#drawing.isBlank);
    this.#undo.disabled = !this.#drawing.canUndo;
    this.#clear.disabled = this.#drawing.isBlank;
  }
}
