import { histogram } from "../charts/histogram.js";
import { decimal, percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { numbersOf, sizeOf } from "../inside/explanation.js";
import { make } from "../shell/make.js";
import { between, greatest, liveliest, mapOf, pictureOf } from "./maps.js";

/** @import {Explanation, Kernels, Layer} from "../inside/explanation.js" */
/** @import {Examples} from "./layers.js" */
/** @import {Grid} from "./maps.js" */

/** Of many kernels, the first ones are shown. */
const SHOWN_KERNELS = 16;

/** How far the bars of a histogram reach, in spreads. */
const SPREADS = 4;

/** The ideas that are shown with maps: each drawing's, as it comes. */
export class Ideas {
  #examples;
  #kernels;
  /** The map of the first layers that is followed, the same for every drawing. */
  #map = -1;

  /**
   * @param {Examples} examples
   * @param {Kernels | null} kernels of the first convolution
   */
  constructor(examples, kernels) {
    this.#examples = examples;
    this.#kernels = kernels;
  }

  /**
   * Chooses the map to follow, by the first drawing.
   *
   * @param {Explanation} explanation
   */
  follow({ layers }) {
    if (this.#map >= 0) return;
    const { convolution, relu } = this.#examples;
    const layer = layers.find(({ name }) => name === (relu ?? convolution)?.name);
    if (layer) this.#map = liveliest(layer);
  }

  /**
   * Pictures for each idea, by the name of its section.
   *
   * @param {Explanation} explanation
   * @returns {Record<"convolution" | "relu" | "pool" | "normalisation" | "residual" | "specialist", Node[]>}
   */
  pictures({ layers }) {
    const { convolution, relu, maxPool, mean, add, gate } = this.#examples;
    const now = (/** @type {string | undefined} */ name) => layers.find((layer) => layer.name === name);
    const before = mapOf(now(convolution?.name), this.#map);
    const after = mapOf(now(relu?.name), this.#map);
    return {
      convolution: this.#convolution(now(convolution?.name)),
      relu: before && after ? bent(before, after) : missing(),
      pool: [
        ...(maxPool ? shrunk(now(maxPool.inputs[0]), now(maxPool.name)) : wouldShrink(after ?? before)),
        ...(mean ? averaged(now(mean.inputs[0])) : []),
      ],
      normalisation: before ? normalised(before) : missing(),
      residual: add ? added(now(add.inputs[0]), now(add.inputs[1]), now(add.name)) : missing(),
      specialist: gate ? shared(now(gate.name)) : missing(),
    };
  }

  /** @param {Layer | undefined} layer */
  #convolution(layer) {
    if (!layer || !this.#kernels) return missing();
    const [count = 1, , rows = 1, columns = 1] = this.#kernels.shape;
    const size = this.#kernels.shape.slice(1).reduce((product, side) => product * side, 1);
    const weights = numbersOf(this.#kernels);
    const heaviest = Math.max(...weights.map(Math.abs));
    const maps = Array.from({ length: Math.min(count, SHOWN_KERNELS) }, (_, i) => mapOf(layer, i));
    const most = greatest(...maps);
    const pairs = maps.map((map, i) => {
      const numbers = weights.subarray(i * size, i * size + rows * columns);
      return make(
        "li",
        { class: "idea__pair" },
        pictureOf({ numbers, rows, columns }, heaviest, say("how.kernel", { number: i })),
        pictureOf(map, most, ""),
      );
    });
    return [make("ol", { class: "idea__pairs" }, ...pairs)];
  }
}

function missing() {
  return [make("p", { class: "small" }, say("how.none"))];
}

/**
 * @param {Grid} before
 * @param {Grid} after
 */
function bent(before, after) {
  const most = greatest(before);
  const count = before.numbers.reduce((sum, number) => sum + (number < 0 ? 1 : 0), 0);
  return [
    row(
      pictureOf(before, most, say("how.before")),
      between("→"),
      pictureOf(after, most, say("how.after")),
    ),
    make("p", {}, say("how.relu.see", { count, all: before.numbers.length })),
  ];
}

/**
 * The network's own max-pooling.
 *
 * @param {Layer | undefined} from
 * @param {Layer | undefined} to
 */
function shrunk(from, to) {
  const map = to ? liveliest(to) : 0;
  return [pooled(mapOf(from, map), mapOf(to, map))];
}

/**
 * What max-pooling would make of a map.
 *
 * @param {Grid | null} grid
 */
function wouldShrink(grid) {
  if (!grid) return missing();
  const rows = Math.floor(grid.rows / 2);
  const columns = Math.floor(grid.columns / 2);
  const numbers = new Float32Array(rows * columns);
  for (let i = 0; i < numbers.length; i++) {
    const corner = 2 * (Math.floor(i / columns) * grid.columns + (i % columns));
    const window = [0, 1, grid.columns, grid.columns + 1].map((step) => grid.numbers[corner + step] ?? 0);
    numbers[i] = Math.max(...window);
  }
  return [pooled(grid, { numbers, rows, columns }), make("p", {}, say("how.pool.none"))];
}

/**
 * @param {Grid | null} before
 * @param {Grid | null} after
 */
function pooled(before, after) {
  const most = greatest(before);
  const size = (/** @type {Grid | null} */ grid) => `${grid?.rows ?? 0} × ${grid?.columns ?? 0}`;
  return row(pictureOf(before, most, size(before)), between("→"), pictureOf(after, most, size(after)));
}

/** The mean at a network's end. @param {Layer | undefined} layer */
function averaged(layer) {
  const map = layer ? liveliest(layer) : 0;
  const grid = mapOf(layer, map);
  if (!layer || !grid) return [];
  const mean = grid.numbers.reduce((sum, number) => sum + number, 0) / grid.numbers.length;
  return [
    make("p", {}, say("inside.words.average_pool")),
    row(
      pictureOf(grid, greatest(grid), say("inside.channel") + ` ${map}`),
      between("→"),
      make("output", { class: "idea__number" }, decimal(mean, 3)),
    ),
    make("p", {}, say("how.pool.mean", { count: sizeOf(layer).count })),
  ];
}

/** @param {Grid} grid */
function normalised({ numbers }) {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const spread = Math.sqrt(numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length);
  const most = numbers.reduce((found, number) => Math.max(found, Math.abs(number)), 0) || 1;
  const scaled = numbers.map((number) => (spread ? (number - mean) / spread : 0));
  return [
    row(
      chartOf(histogram(numbers, most, say("how.before")), say("how.before")),
      between("→"),
      chartOf(histogram(scaled, SPREADS, say("how.after")), say("how.after")),
    ),
    make("p", {}, say("how.normalisation.see", { mean: decimal(mean, 2), spread: decimal(spread, 2) })),
  ];
}

/**
 * @param {Layer | undefined} one
 * @param {Layer | undefined} other
 * @param {Layer | undefined} sum
 */
function added(one, other, sum) {
  const map = sum ? liveliest(sum) : 0;
  const grids = [one, other, sum].map((layer) => mapOf(layer, map));
  const most = greatest(...grids);
  const [first, second, third] = grids.map((grid, i) =>
    pictureOf(grid, most, [one, other, sum][i]?.name ?? ""),
  );
  return first && second && third ? [row(first, between("+"), second, between("="), third)] : [];
}

/** How much of its say the specialist has. @param {Layer | undefined} gate */
function shared(gate) {
  const share = gate?.maps ? (numbersOf(gate.maps)[0] ?? 0) : 0;
  const words = say("how.specialist.see", { share: percent(share) });
  return [make("meter", { min: "0", max: "1", value: String(share), "aria-label": words }), make("p", {}, words)];
}

/** @param {...Node} parts */
function row(...parts) {
  return make("div", { class: "idea__row" }, ...parts);
}

/**
 * @param {SVGSVGElement} chart
 * @param {string} words
 */
function chartOf(chart, words) {
  return make("figure", { class: "idea__chart" }, chart, make("figcaption", {}, words));
}
