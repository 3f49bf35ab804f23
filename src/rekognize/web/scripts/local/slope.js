import { at } from "./image.js";
import { percentile, spread } from "./statistics.js";

/** @import {Grey, Levels} from "./image.js" */

/** Grey levels that paper may vary by and still count as even. */
export const EVEN = 6;

/** Window of the morphological opening, in thumbnail pixels: wider than any stroke. */
export const OPENING = 21;

/**
 * The pixels along the border, deeper than the line of a box that was cut out.
 *
 * @param {Grey} image
 * @returns {Uint8Array}
 */
export function border({ width, height, data }) {
  return data.filter((_, i) => isBorder(i, width, height));
}

/**
 * @param {number} i
 * @param {number} width
 * @param {number} height
 */
function isBorder(i, width, height) {
  const depth = Math.max(1, Math.trunc(Math.min(width, height) / 14));
  const x = i % width;
  const y = (i - x) / width;
  return x < depth || y < depth || x >= width - depth || y >= height - depth;
}

/**
 * Whether much of a border lies between its darkest and its brightest.
 *
 * @param {Uint8Array} edge
 */
export function isSlope(edge) {
  if (spread(edge) <= 4 * EVEN) return false;
  const low = percentile(edge, 2);
  const high = percentile(edge, 98);
  const quarter = (high - low) / 4;
  const between = edge.filter((value) => value > low + quarter && value < high - quarter).length / edge.length;
  return between > 0.25 && quarter > EVEN;
}

/**
 * Without the slope that fits the picture's border best: there is paper, mostly.
 *
 * @param {Grey} image
 * @returns {Grey}
 */
export function withoutBorderSlope({ width, height, data }) {
  // Measured from the middle, the terms hardly depend on each other: the sums stay exact enough.
  const terms = (/** @type {number} */ i) => {
    const column = (i % width) - (width - 1) / 2;
    const row = Math.floor(i / width) - (height - 1) / 2;
    return [1, row, column, row * column];
  };
  const normal = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0]);
  data.forEach((value, i) => {
    if (!isBorder(i, width, height)) return;
    const row = [...terms(i), value];
    normal.forEach((sums, a) => row.forEach((term, b) => (sums[b] = /** @type {number} */ (sums[b]) + /** @type {number} */ (row[a]) * term)));
  });
  const weights = solved(normal);
  return {
    width,
    height,
    data: Uint8Array.from(data, (value, i) => {
      const slope = terms(i).reduce((sum, term, k) => sum + term * /** @type {number} */ (weights[k]), 0);
      return Math.min(Math.max(value - slope + 128, 0), 255);
    }),
  };
}

/**
 * Solves linear equations (Gauss and Jordan); an unknown that they leave open is 0.
 *
 * @param {number[][]} equations each with its right side last
 * @returns {number[]}
 */
export function solved(equations) {
  const value = (/** @type {number} */ row, /** @type {number} */ column) => /** @type {number} */ (equations[row]?.[column]);
  const last = equations.length;
  equations.forEach((pivot, k) => {
    if (Math.abs(value(k, k)) < 1e-9) {
      pivot.fill(0);
      return;
    }
    equations.forEach((row, other) => {
      if (other === k) return;
      const factor = value(other, k) / value(k, k);
      row.forEach((each, column) => (row[column] = each - factor * value(k, column)));
    });
  });
  return equations.map((row, k) => (row[k] ? /** @type {number} */ (row[last]) / row[k] : 0));
}

/**
 * Takes away the plane that fits the inner part of an estimate best, with a mean of zero.
 *
 * @param {Levels} image
 * @param {Levels} estimate
 * @returns {{rest: Levels, slope: Float32Array}}
 */
export function withoutSlope({ width, height, data }, estimate) {
  const edge = Math.min(OPENING >> 1, (Math.min(width, height) - 1) >> 1);
  const inner = { left: edge, top: edge, right: width - edge, bottom: height - edge };
  const down = rise(inner.top, inner.bottom, (y) => meanOf(estimate, inner.left, inner.right, y, y + 1));
  const across = rise(inner.left, inner.right, (x) => meanOf(estimate, x, x + 1, inner.top, inner.bottom));
  const slope = data.map((_, i) => {
    const x = i % width;
    return Math.fround((Math.floor(i / width) - (height - 1) / 2) * down) + Math.fround((x - (width - 1) / 2) * across);
  });
  return { rest: { width, height, data: data.map((value, i) => value - at(slope, i)) }, slope };
}

/**
 * @param {number} from
 * @param {number} to
 * @param {(i: number) => number} mean
 * @returns {number} how much the means rise a step (least squares)
 */
function rise(from, to, mean) {
  const middle = (to - from - 1) / 2;
  let [product, square] = [0, 0];
  for (let i = from; i < to; i++) {
    const x = i - from - middle;
    product += x * mean(i);
    square += x * x;
  }
  return product / Math.max(square, 1);
}

/**
 * @param {Levels} image
 * @param {number} left
 * @param {number} right
 * @param {number} top
 * @param {number} bottom
 */
function meanOf({ width, data }, left, right, top, bottom) {
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) sum += at(data, y * width + x);
  }
  return Math.fround(sum / ((right - left) * (bottom - top)));
}
