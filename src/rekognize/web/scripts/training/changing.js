import { Sheet } from "../ink/sheet.js";
import { say } from "../language/messages.js";
import { glyphOfInk } from "../local/strokes.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";
import { changed } from "./change.js";
import { changeOf, drawnChange, drawnPillars, KINDS } from "./strengths.js";

/** @import {Change} from "./change.js" */
/** @import {Kind, Name} from "./strengths.js" */
/** @import {Strengths} from "./trained.js" */

const SIDE = 28;

/** So many glyphs are shown as training draws them. */
const DRAWN = 12;

/** What training does to glyphs, done to the visitor's own: by sliders, and at random as a recipe says. */
export class Changing {
  #sheet = new Sheet(() => this.#show());
  #before = element("before", HTMLCanvasElement);
  #after = element("after", HTMLCanvasElement);
  /** @type {Map<Kind, Slider>} */
  #sliders = new Map();
  #pillars = drawnPillars();
  /** @type {Partial<Strengths>} */
  #strengths = {};
  /** @type {{canvas: HTMLCanvasElement, change: Change}[]} */
  #drawn = [];

  constructor() {
    for (const kind of KINDS) this.#sliders.set(kind, new Slider(kind, () => this.#show()));
    element("sliders", HTMLElement).replaceChildren(...[...this.#sliders.values()].map(({ row }) => row));
    element("others", HTMLButtonElement).addEventListener("click", () => {
      this.#pillars = drawnPillars();
      this.#show();
    });
    element("reset", HTMLButtonElement).addEventListener("click", () => {
      for (const slider of this.#sliders.values()) slider.value = 0;
      this.#show();
    });
    element("redraw", HTMLButtonElement).addEventListener("click", () => this.#draw());
    this.#draw();
  }

  /** Shows how much of it a recipe wants. @param {Partial<Strengths>} strengths */
  recipe(strengths) {
    this.#strengths = strengths;
    for (const [kind, slider] of this.#sliders) slider.range(strengths[kind.strength] ?? 0);
    this.#draw();
  }

  #draw() {
    this.#drawn = Array.from({ length: DRAWN }, () => ({
      canvas: make("canvas", { class: "glyph change__drawn", width: "28", height: "28", "aria-hidden": "true" }),
      change: drawnChange(this.#strengths),
    }));
    element("drawn", HTMLElement).replaceChildren(...this.#drawn.map(({ canvas }) => canvas));
    this.#show();
  }

  #show() {
    const glyph = this.#sheet.isBlank ? null : (glyphOfInk(this.#sheet.ink)?.pixels ?? null);
    const values = /** @type {Record<Name, number>} */ (
      Object.fromEntries([...this.#sliders].map(([{ name }, { value }]) => [name, value]))
    );
    paint(this.#before, glyph);
    paint(this.#after, glyph && changed(glyph, changeOf(values, this.#pillars)));
    for (const { canvas, change } of this.#drawn) paint(canvas, glyph && changed(glyph, change));
    element("others", HTMLButtonElement).disabled = values.elastic === 0;
  }
}

/** One of the changes: how strong it is, and how strong the recipe lets it be. */
class Slider {
  #kind;
  #input;
  #output = make("output", { class: "change__value" });
  #band = make("span", { class: "change__band", "aria-hidden": "true" });
  #range = make("span", { class: "small" });

  /**
   * @param {Kind} kind
   * @param {() => void} onInput
   */
  constructor(kind, onInput) {
    const { name, title, most, step } = kind;
    this.#kind = kind;
    const id = `change-${name}`;
    const from = String(this.#least);
    this.#input = make("input", { class: "nib__width", type: "range", id, min: from, max: String(most), step: String(step), value: "0" });
    this.#output.htmlFor.add(id);
    this.row = make(
      "div",
      { class: "change" },
      make("label", { for: id }, say(title)),
      this.#output,
      make("span", { class: "change__track" }, this.#band, this.#input),
      this.#range,
    );
    this.#input.addEventListener("input", () => {
      this.#tell();
      onInput();
    });
    this.#tell();
  }

  /** A displacement has a strength and no direction. */
  get #least() {
    return this.#kind.name === "elastic" ? 0 : -this.#kind.most;
  }

  get value() {
    return this.#input.valueAsNumber;
  }

  set value(value) {
    this.#input.valueAsNumber = value;
    this.#tell();
  }

  /** @param {number} strength of the recipe */
  range(strength) {
    const { name, most, write } = this.#kind;
    const least = name === "elastic" ? strength : -strength;
    const share = (/** @type {number} */ value) => `${(100 * (value - this.#least)) / (most - this.#least)}%`;
    this.#band.style.setProperty("--from", share(least));
    this.#band.style.setProperty("--to", share(strength));
    this.#range.textContent =
      least === strength
        ? say("training.range.one", { value: write(strength) })
        : say("training.range", { from: write(least), to: write(strength) });
  }

  #tell() {
    const words = this.#kind.write(this.value);
    this.#output.textContent = words;
    this.#input.ariaValueText = words;
  }
}

/**
 * @param {HTMLCanvasElement} canvas 28 x 28
 * @param {Float32Array | null} pixels ink 1
 */
function paint(canvas, pixels) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  if (pixels) for (let i = 0; i < SIDE * SIDE; i++) image.data[4 * i + 3] = Math.round(255 * (pixels[i] ?? 0));
  context.putImageData(image, 0, 0);
}
