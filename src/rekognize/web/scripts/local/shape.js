import { distanceInside } from "./distance.js";
import { INK_SIDE, SIDE } from "./glyph.js";
import { extent } from "./image.js";

export const SUPERSAMPLING = 4;

/** Side of the working frame in pixels. */
export const FRAME = SIDE * SUPERSAMPLING;

/** Longer side of the ink's box within the frame, before its width is changed. */
export const INK_FRAME = INK_SIDE * SUPERSAMPLING;

/** Half the stroke width that all ink is brought to, in frame pixels. */
export const RADIUS = 1.1 * SUPERSAMPLING;

/**
 * Signed distance of ink of the standard width, drawn along a one-pixel centreline: positive in
 * the ink, exact in and around it, and -FRAME where paper is all there is.
 *
 * @param {Uint8Array} line FRAME x FRAME, with some pixel set
 * @returns {Float32Array} FRAME x FRAME
 */
export function distanceToLine(line) {
  const reach = Math.trunc(RADIUS) + 2;
  const [left, top, right, bottom] = extent(FRAME, FRAME, (i) => line[i] === 1);
  const x0 = Math.max(left - reach, 0);
  const y0 = Math.max(top - reach, 0);
  const width = Math.min(right + reach, FRAME) - x0;
  const height = Math.min(bottom + reach, FRAME) - y0;
  const paper = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) paper[y * width + x] = line[(y0 + y) * FRAME + x0 + x] ? 0 : 1;
  }
  const around = distanceInside(paper, width, height);
  const distance = new Float32Array(FRAME * FRAME).fill(-FRAME);
  const radius = Math.fround(RADIUS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      distance[(y0 + y) * FRAME + x0 + x] = radius - /** @type {number} */ (around[y * width + x]);
    }
  }
  return distance;
}

/**
 * Share of each frame pixel that ink covers: its edge is a ramp one pixel wide.
 *
 * @param {Float32Array} distance
 * @returns {Float32Array} 0 to 1
 */
export function coverage(distance) {
  return distance.map((value) => Math.min(Math.max(value + 0.5, 0), 1));
}
