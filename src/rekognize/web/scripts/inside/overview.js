import { make } from "../shell/make.js";
import { kindOf } from "./kinds.js";
import { paintMaps } from "./maps.js";
import { showSteps } from "./steps.js";

/** @import {Explanation, Layer} from "./explanation.js" */

/** The first depth: the steps to the glyph and every layer's maps, in order. */
export class Overview {
  #steps;
  #layers;
  #onChoose;
  /** @type {Map<string, {button: HTMLButtonElement, canvas: HTMLCanvasElement}>} */
  #cards = new Map();

  /**
   * @param {HTMLElement} steps list of the steps to the glyph
   * @param {HTMLElement} layers list of the layers
   * @param {(name: string) => void} onChoose a layer was chosen to go down to
   */
  constructor(steps, layers, onChoose) {
    this.#steps = steps;
    this.#layers = layers;
    this.#onChoose = onChoose;
  }

  /**
   * @param {Explanation} explanation
   * @param {string | null} chosen the layer that is looked into
   */
  show({ steps, layers }, chosen) {
    showSteps(this.#steps, steps);
    if ([...this.#cards.keys()].join() !== layers.map(({ name }) => name).join()) this.#build(layers);
    for (const layer of layers) {
      const card = this.#cards.get(layer.name);
      if (!card) continue;
      if (layer.maps) paintMaps(card.canvas, layer);
      card.button.ariaPressed = String(layer.name === chosen);
    }
  }

  /** @param {Layer[]} layers */
  #build(layers) {
    this.#cards.clear();
    const items = layers.map((layer) => {
      const canvas = make("canvas", { class: "maps", "aria-hidden": "true" });
      const button = make(
        "button",
        { type: "button", class: "layer", "aria-pressed": "false", "data-layer": layer.name },
        canvas,
        make("span", { class: "layer__name" }, layer.name),
        make("span", { class: "layer__kind" }, kindOf(layer)),
        make("span", { class: "layer__kind" }, layer.shape.join("×")),
      );
      button.addEventListener("click", () => this.#onChoose(layer.name));
      this.#cards.set(layer.name, { button, canvas });
      return make("li", {}, button);
    });
    this.#layers.replaceChildren(...items);
  }
}
