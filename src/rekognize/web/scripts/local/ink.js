import { distanceInside } from "./distance.js";
import { at } from "./image.js";
import { FRAME, RADIUS, SUPERSAMPLING } from "./shape.js";
import { percentile } from "./statistics.js";

/** Half-width left to the thinnest strokes of a drawing when fat ink is thinned. */
const THINNEST = 0.35 * SUPERSAMPLING;

/** Side of the blocks in which the local strength of ink is taken. */
const BLOCK = 2 * SUPERSAMPLING;

const BLOCKS = FRAME / BLOCK;

/**
 * The ink's pixels in a frame: above half of the strongest contrast around.
 *
 * @param {Float32Array} contrast FRAME x FRAME
 * @returns {Uint8Array} 1 and 0
 */
export function inkOfContrast(contrast) {
  const peak = contrast.reduce((most, value) => Math.max(most, value), 1);
  const strongest = new Float32Array(BLOCKS * BLOCKS);
  contrast.forEach((value, i) => {
    const block = blockOf(i);
    strongest[block] = Math.max(at(strongest, block), value);
  });
  const local = around(strongest, (a, b) => Math.max(a, b)).map((value) =>
    Math.min(Math.max(value, Math.fround(0.35 * peak)), peak),
  );
  const smooth = around(local, (a, b) => a + b).map((sum) => sum / 9);
  return Uint8Array.from(contrast, (value, i) => (value > Math.fround(0.5 * at(smooth, blockOf(i))) ? 1 : 0));
}

/**
 * @param {number} i of a frame's pixel
 * @returns {number} the block that it lies in
 */
function blockOf(i) {
  const x = i % FRAME;
  return Math.trunc((i - x) / FRAME / BLOCK) * BLOCKS + Math.trunc(x / BLOCK);
}

/**
 * @param {Float32Array} blocks
 * @param {(a: number, b: number) => number} join
 * @returns {Float32Array} each block joined with its eight neighbours, the edge continued outwards
 */
function around(blocks, join) {
  const inside = (/** @type {number} */ i) => Math.min(Math.max(i, 0), BLOCKS - 1);
  return blocks.map((_, i) => {
    const x = i % BLOCKS;
    const y = (i - x) / BLOCKS;
    let sum = 0;
    for (let row = y - 1; row <= y + 1; row++) {
      for (let column = x - 1; column <= x + 1; column++) {
        sum = Math.fround(join(sum, at(blocks, inside(row) * BLOCKS + inside(column))));
      }
    }
    return sum;
  });
}

/**
 * Signed Euclidean distance to the ink's edge, positive inside.
 *
 * @param {Uint8Array} ink FRAME x FRAME
 * @returns {Float32Array}
 */
export function signedDistance(ink) {
  const inside = distanceInside(ink, FRAME, FRAME);
  const outside = distanceInside(ink.map((set) => 1 - set), FRAME, FRAME);
  return inside.map((value, i) => (ink[i] ? value - 0.5 : 0.5 - at(outside, i)));
}

/**
 * Mean half-width of the strokes: across one of half-width r the distance rises evenly from 0 to
 * r, so its mean is r / 2.
 *
 * @param {Float32Array} distance
 */
export function strokeRadius(distance) {
  const inside = distance.filter((value) => value > 0);
  return inside.length ? Math.fround((2 * inside.reduce((sum, value) => sum + value, 0)) / inside.length) : 0;
}

/**
 * Thickens or thins all strokes by the same amount, towards the standard width. Thinning stops
 * where the thinnest strokes of the drawing would vanish.
 *
 * @param {Float32Array} distance FRAME x FRAME
 * @returns {Float32Array}
 */
export function toStandardWidth(distance) {
  let change = RADIUS - strokeRadius(distance);
  if (change < 0) change = Math.max(change, Math.min(THINNEST - thinRadius(distance), 0));
  const step = Math.fround(change);
  return distance.map((value) => value + step);
}

/**
 * @param {Float32Array} distance
 * @returns {number} half-width of the thinner strokes: a low percentile along the distance's ridge
 */
function thinRadius(distance) {
  const ridge = distance.filter((value, i) => {
    const x = i % FRAME;
    if (!(value > 0) || x === 0 || x === FRAME - 1 || i < FRAME || i >= FRAME * (FRAME - 1)) return false;
    const isTop = (/** @type {number} */ step) => value >= at(distance, i - step) && value >= at(distance, i + step);
    return isTop(1) && isTop(FRAME);
  });
  if (ridge.length === 0) return 0;
  // Ridges also run out into corners and rough edges; those are far below the mean.
  const mean = ridge.reduce((sum, value) => sum + value, 0) / ridge.length;
  return percentile(ridge.filter((value) => value > 0.5 * mean), 15);
}
