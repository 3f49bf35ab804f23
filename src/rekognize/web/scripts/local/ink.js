import { distanceInside } from "./distance.js";
import { at } from "./image.js";
import { FRAME, RADIUS, SUPERSAMPLING, coverage } from "./shape.js";
import { percentile } from "./statistics.js";

/** Half-width left to the thinnest strokes of a drawing when fat ink is thinned. */
const THINNEST = 0.35 * SUPERSAMPLING;

/** Share of the strongest contrast around at which the ink's edge is... */
const EDGE = 0.5;

/** ...and its outer and inner one where it is soft. */
const OTHER_EDGES = [0.25, 0.75];

/** Side of the blocks in which the local strength of ink is taken. */
const BLOCK = 2 * SUPERSAMPLING;

const BLOCKS = FRAME / BLOCK;

/**
 * Contrast in a frame as a share of the strongest around.
 *
 * @param {Float32Array} contrast FRAME x FRAME
 * @returns {Float32Array}
 */
export function relativeContrast(contrast) {
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
  return contrast.map((value, i) => value / at(smooth, blockOf(i)));
}

/**
 * @param {Float32Array} relative contrast, from {@link relativeContrast}
 * @param {number} edge share of the strongest around
 * @returns {Uint8Array} 1 in the ink and 0 outside
 */
export function inkWithin(relative, edge = EDGE) {
  return Uint8Array.from(relative, (value) => (value > edge ? 1 : 0));
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
 * How far the edge must move outwards to thicken or thin strokes to the standard width. Thinning
 * stops where the thinnest strokes of the drawing would vanish.
 *
 * @param {Float32Array} distance FRAME x FRAME
 */
function changeToStandardWidth(distance) {
  const change = RADIUS - strokeRadius(distance);
  return Math.fround(change < 0 ? Math.max(change, Math.min(THINNEST - thinRadius(distance), 0)) : change);
}

/**
 * The mean coverage of the ink within each of its edges, all moved to the standard width.
 *
 * @param {Float32Array} relative contrast, from {@link relativeContrast}
 * @param {Float32Array} distance from the edge, FRAME x FRAME
 * @returns {Float32Array} FRAME x FRAME, 0 to 1
 */
export function softCoverage(relative, distance) {
  const change = changeToStandardWidth(distance);
  const others = OTHER_EDGES.map((edge) => inkWithin(relative, edge)).filter((ink) => ink.includes(1));
  const covered = new Float32Array(relative.length);
  for (const edge of [distance, ...others.map(signedDistance)]) {
    coverage(edge.map((value) => value + change)).forEach((share, i) => (covered[i] = at(covered, i) + share));
  }
  return covered.map((sum) => sum / (1 + OTHER_EDGES.length));
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
