import { numbersOf, sizeOf } from "../inside/explanation.js";
import { paintNumbers } from "../inside/maps.js";
import { make } from "../shell/make.js";

/** @import {Layer} from "../inside/explanation.js" */

/** @typedef {{numbers: Float32Array, rows: number, columns: number}} Grid */

/**
 * One map of a layer as numbers.
 *
 * @param {Layer | undefined} layer
 * @param {number} map
 * @returns {Grid | null} null where the layer came without its maps
 */
export function mapOf(layer, map) {
  if (!layer?.maps) return null;
  const { rows, columns } = sizeOf(layer);
  const size = rows * columns;
  return { numbers: numbersOf(layer.maps).subarray(map * size, (map + 1) * size), rows, columns };
}

/**
 * The map of a layer in which most happens.
 *
 * @param {Layer} layer
 */
export function liveliest(layer) {
  if (!layer.maps) return 0;
  const { count, rows, columns } = sizeOf(layer);
  const numbers = numbersOf(layer.maps);
  const energies = new Array(count).fill(0);
  numbers.forEach((number, i) => {
    energies[Math.floor(i / (rows * columns))] += number > 0 ? number * number : 0;
  });
  return energies.indexOf(Math.max(...energies));
}

/** @param {...(Grid | null)} grids */
export function greatest(...grids) {
  let most = 0;
  for (const grid of grids) for (const number of grid?.numbers ?? []) most = Math.max(most, Math.abs(number));
  return most;
}

/**
 * A map in its colours, with words below.
 *
 * @param {Grid | null} grid
 * @param {number} most the number that has the full colour
 * @param {string} words
 */
export function pictureOf(grid, most, words) {
  const canvas = make("canvas", { class: "idea__map", "aria-hidden": "true" });
  if (grid) paintNumbers(canvas, grid.numbers, grid.rows, grid.columns, most);
  return make("figure", { class: "idea__figure" }, canvas, make("figcaption", {}, words));
}

/** A sign between two pictures. @param {string} sign */
export function between(sign) {
  return make("span", { class: "idea__sign", "aria-hidden": "true" }, sign);
}
