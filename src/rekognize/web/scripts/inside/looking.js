import { paintGlyph } from "../answers/glyph.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { BASE, sizeOf } from "./explanation.js";
import { ideaOf, kindOf, wordsOf } from "./kinds.js";
import { frameField, mapAt, paintMap, paintMaps, pixelAt, placeOfMap } from "./maps.js";
import { showSum } from "./sum.js";

/** @import {Explanation, Layer} from "./explanation.js" */

/** What the arrow keys move the pixel by: rows and columns. */
const MOVES = /** @type {Record<string, [number, number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});

/** The second depth: one layer, one of its maps, and one of that map's pixels. */
export class Looking {
  #section = element("looking", HTMLElement);
  #maps = element("maps", HTMLCanvasElement);
  #map = element("map", HTMLCanvasElement);
  #glyph = element("field-glyph", HTMLCanvasElement);
  #field = element("field", HTMLCanvasElement);
  #channel = element("channel", HTMLInputElement);
  #onAsk;
  /** @type {Explanation | null} */
  #explanation = null;
  /** @type {Layer | null} */
  #layer = null;
  #at = { map: 0, row: 0, column: 0 };

  /** @param {() => void} onAsk another number is to be written out */
  constructor(onAsk) {
    this.#onAsk = onAsk;
    this.#channel.addEventListener("input", () => this.#go({ map: this.#channel.valueAsNumber || 0 }));
    this.#maps.addEventListener("click", (event) => {
      if (this.#layer) this.#go({ map: mapAt(this.#maps, this.#layer, event) });
    });
    for (const kind of /** @type {const} */ (["pointermove", "pointerdown"])) {
      this.#map.addEventListener(kind, (event) => this.#go(pixelAt(this.#map, event)));
    }
    this.#map.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault();
      this.#go({ row: this.#at.row + move[0], column: this.#at.column + move[1] });
    });
  }

  /** Name of the layer that is looked into. */
  get chosen() {
    return this.#layer?.name ?? null;
  }

  /** The number to write out, as the API takes it: `conv1:0,14,14`. */
  get number() {
    if (!this.#layer) return null;
    const { map, row, column } = this.#at;
    return `${this.#layer.name}:${[map, row, column].slice(0, this.#layer.shape.length).join()}`;
  }

  /**
   * Goes down to a layer, or up again.
   *
   * @param {string | null} name
   */
  choose(name) {
    const layer = this.#explanation?.layers.find((each) => each.name === name) ?? null;
    this.#layer = layer;
    this.#section.hidden = !layer;
    if (!layer) return;
    element("looking-how", HTMLAnchorElement).dataset["how"] = ideaOf(layer);
    const { rows, columns } = sizeOf(layer);
    this.#look({ map: 0, row: Math.floor(rows / 2), column: Math.floor(columns / 2) });
  }

  /**
   * Shows the same place of another drawing.
   *
   * @param {Explanation} explanation
   */
  show(explanation) {
    this.#explanation = explanation;
    const layer = explanation.layers.find(({ name }) => name === this.#layer?.name);
    if (!layer) return;
    this.#layer = layer;
    this.#paint();
    this.showNumber(explanation);
  }

  /**
   * Shows a number written out, if it is the one that is looked at.
   *
   * @param {Explanation} explanation
   */
  showNumber({ number, layers }) {
    const layer = this.#layer;
    if (!number || !layer || `${number.layer}:${number.place.join()}` !== this.number) return;
    const rectified = layers.some(({ kind, inputs }) => kind === "relu" && inputs[0] === layer.name);
    showSum(element("sum", HTMLElement), number, layer, rectified);
  }

  /** @param {Partial<{map: number, row: number, column: number}>} to */
  #go(to) {
    if (!this.#layer) return;
    const { count, rows, columns } = sizeOf(this.#layer);
    const { map, row, column } = { ...this.#at, ...to };
    const at = { map: within(map, count), row: within(row, rows), column: within(column, columns) };
    // A pointer tells of every step within a pixel.
    const { map: before, row: above, column: beside } = this.#at;
    if (at.map !== before || at.row !== above || at.column !== beside) this.#look(at);
  }

  /** @param {{map: number, row: number, column: number}} at */
  #look(at) {
    this.#at = at;
    this.#paint();
    this.#onAsk();
  }

  #paint() {
    const layer = this.#layer;
    if (!layer) return;
    const { map, row, column } = this.#at;
    const { count, rows, columns } = sizeOf(layer);
    element("looking-title", HTMLElement).textContent = `${layer.name}: ${kindOf(layer)}`;
    element("looking-words", HTMLElement).textContent = wordsOf(layer);
    const size = { shape: layer.shape.join(" × "), count: layer.shape.reduce((all, side) => all * side, 1) };
    element("looking-size", HTMLElement).textContent =
      `${say("inside.layer.size", size)}; ${say("inside.layer.weights", { count: layer.parameters })}`;
    this.#channel.max = String(count - 1);
    this.#channel.value = String(map);
    if (layer.maps) {
      paintMaps(this.#maps, layer);
      paintMap(this.#map, layer, map);
    }
    frame("maps-chosen", placeOfMap(layer, map));
    frame("map-pixel", { left: column / columns, top: row / rows, width: 1 / columns, height: 1 / rows });
    element("map-figure", HTMLElement).hidden = rows * columns === 1;
    element("map-place", HTMLElement).textContent = say("inside.place", { map, row, column });
    element("channel-label", HTMLElement).textContent = layer.name === "logits" ? (BASE[map] ?? "") : "";
    paintGlyph(this.#glyph, this.#explanation?.glyph?.pixels ?? null);
    frameField(this.#field, layer.field, row, column);
  }
}

/**
 * Lays a frame over a part of a canvas.
 *
 * @param {string} id
 * @param {Record<"left" | "top" | "width" | "height", number>} shares of the canvas
 */
function frame(id, shares) {
  const { style } = element(id, HTMLElement);
  for (const [name, share] of Object.entries(shares)) style.setProperty(`--${name}`, `${100 * share}%`);
}

/**
 * @param {number} value
 * @param {number} count
 */
function within(value, count) {
  return Math.min(count - 1, Math.max(0, Math.round(value)));
}
