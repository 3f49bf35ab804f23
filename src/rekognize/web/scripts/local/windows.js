import { at } from "./image.js";

/** @import {Levels} from "./image.js" */

/**
 * Least or greatest value in the square window around each pixel, the edge continued outwards.
 *
 * @param {Levels} image
 * @param {(...values: number[]) => number} extreme `Math.min` or `Math.max`
 * @param {number} side of the window, odd
 * @returns {Levels}
 */
export function windowed(image, extreme, side) {
  const half = side >> 1;
  return alongBoth(image, (line) =>
    line.map((_, i) => extreme(...line.subarray(Math.max(i - half, 0), i + half + 1))),
  );
}

/**
 * A mask with all pixels added that lie in the square window around one of it.
 *
 * @param {Uint8Array} mask rows of `width`, 1 and 0
 * @param {number} width
 * @param {number} height
 * @param {number} half pixels to each side
 */
export function grown(mask, width, height, half) {
  const wide = mask.slice();
  mask.forEach((set, i) => {
    const x = i % width;
    if (set) wide.fill(1, i - Math.min(x, half), i + Math.min(width - 1 - x, half) + 1);
  });
  const high = wide.slice();
  for (let y = 0; y < height; y++) {
    for (let other = Math.max(y - half, 0); other <= Math.min(y + half, height - 1); other++) {
      if (other === y) continue;
      for (let x = 0; x < width; x++) if (wide[other * width + x]) high[y * width + x] = 1;
    }
  }
  return high;
}

/**
 * Mean over the square window around each pixel, the edge continued outwards.
 *
 * @param {Levels} image
 * @param {number} [half] pixels to each side
 * @returns {Levels}
 */
export function boxBlur(image, half = 3) {
  return alongBoth(image, (line) =>
    line.map((_, i) => {
      let sum = 0;
      for (let k = i - half; k <= i + half; k++) sum += at(line, Math.min(Math.max(k, 0), line.length - 1));
      return sum / (2 * half + 1);
    }),
  );
}

/**
 * @param {Levels} image
 * @param {(line: Float32Array) => Float32Array} change of each column, then of each row
 * @returns {Levels}
 */
function alongBoth({ width, height, data }, change) {
  const result = data.slice();
  for (let x = 0; x < width; x++) {
    const column = change(Float32Array.from({ length: height }, (_, y) => at(data, y * width + x)));
    column.forEach((value, y) => (result[y * width + x] = value));
  }
  for (let y = 0; y < height; y++) {
    result.set(change(result.slice(y * width, (y + 1) * width)), y * width);
  }
  return { width, height, data: result };
}
