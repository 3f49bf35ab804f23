import { INK_SIDE, SIDE } from "./glyph.js";
import { at, extent } from "./image.js";
import { FRAME, SUPERSAMPLING } from "./shape.js";

/** Standard deviation of the edge softness, in glyph pixels. */
const BLUR = 0.55;

/** Coverage on the ink's edge. */
const HALF = 0.5;

/** A lone dot stays a dot and is not blown up to fill the glyph. */
const MOST_ZOOM = 1.25;

/**
 * Glyph pixels from the frame's coverage, as `rekognize.glyphs.place`.
 *
 * @param {Float32Array} covered FRAME x FRAME, 0 to 1
 * @returns {Float32Array} 28 x 28, 0 to 1
 */
export function place(covered) {
  const pixels = new Float32Array(SIDE * SIDE);
  const [left, top, right, bottom] = extent(FRAME, FRAME, (i) => at(covered, i) > HALF);
  if (right === 0) return pixels;
  const step = Math.max(Math.max(right - left, bottom - top) / INK_SIDE, SUPERSAMPLING / MOST_ZOOM);
  const down = resampling((top + bottom) / 2, step);
  const across = resampling((left + right) / 2, step);
  for (let row = 0; row < SIDE; row++) {
    const line = weighted(down.subarray(row * FRAME, (row + 1) * FRAME), covered);
    for (let column = 0; column < SIDE; column++) {
      let sum = 0;
      for (let x = 0; x < FRAME; x++) {
        sum += /** @type {number} */ (line[x]) * /** @type {number} */ (across[column * FRAME + x]);
      }
      pixels[row * SIDE + column] = Math.min(sum, 1);
    }
  }
  return pixels;
}

/**
 * @param {Float32Array} weights of the frame's rows
 * @param {Float32Array} covered
 * @returns {Float64Array} the weighted sum of the rows
 */
function weighted(weights, covered) {
  const line = new Float64Array(FRAME);
  weights.forEach((weight, y) => {
    if (weight < 1e-12) return;
    for (let x = 0; x < FRAME; x++) {
      line[x] = /** @type {number} */ (line[x]) + weight * /** @type {number} */ (covered[y * FRAME + x]);
    }
  });
  return line;
}

/**
 * Gaussian weights, 28 x FRAME: each glyph pixel gathers the frame around its centre.
 *
 * @param {number} centre in frame pixels
 * @param {number} step frame pixels a glyph pixel
 * @returns {Float32Array}
 */
function resampling(centre, step) {
  const sigma = BLUR * step;
  const scale = 1 / (sigma * Math.sqrt(2 * Math.PI));
  const weights = new Float32Array(SIDE * FRAME);
  for (let pixel = 0; pixel < SIDE; pixel++) {
    const middle = centre + (pixel + 0.5 - SIDE / 2) * step;
    for (let x = 0; x < FRAME; x++) {
      weights[pixel * FRAME + x] = Math.exp(-0.5 * ((x + 0.5 - middle) / sigma) ** 2) * scale;
    }
  }
  return weights;
}
