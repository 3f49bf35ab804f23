/** @import {Box} from "./glyph.js" */

/**
 * A picture of one number a pixel, row by row: whole grey levels, or any numbers.
 *
 * @template {Uint8Array | Float32Array} T
 * @typedef {Readonly<{width: number, height: number, data: T}>} Image
 */

/** @typedef {Image<Uint8Array>} Grey 0 black, 255 white */

/** @typedef {Image<Float32Array>} Levels */

/**
 * @param {ArrayLike<number>} data
 * @param {number} i within it
 */
export function at(data, i) {
  return /** @type {number} */ (data[i]);
}

/**
 * Averages over squares, as Pillow's `Image.reduce`; those at the right and lower edge may be cut.
 *
 * @param {Grey} image
 * @param {number} across pixels a square
 * @param {number} down
 * @param {Box} [box] the part to reduce, whole pixels
 * @returns {Grey}
 */
export function reduced(image, across, down, [left, top, right, bottom] = [0, 0, image.width, image.height]) {
  const width = Math.ceil((right - left) / across);
  const height = Math.ceil((bottom - top) / down);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const y0 = top + y * down;
    const y1 = Math.min(y0 + down, bottom);
    for (let x = 0; x < width; x++) {
      const x0 = left + x * across;
      const x1 = Math.min(x0 + across, right);
      const count = (y1 - y0) * (x1 - x0);
      let sum = Math.trunc(count / 2);
      for (let row = y0; row < y1; row++) {
        for (let i = row * image.width + x0, end = i + x1 - x0; i < end; i++) sum += at(image.data, i);
      }
      // A division in fixed point, rounded where Pillow rounds it.
      const share = Math.trunc(Math.fround(2 ** 24 / count));
      data[y * width + x] = Math.trunc((sum * share) / 2 ** 24);
    }
  }
  return { width, height, data };
}

/**
 * @template {Uint8Array | Float32Array} T
 * @param {Image<T>} image
 * @returns {Image<T>} with rows for columns
 */
export function transposed({ width, height, data }) {
  const result = data.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) result[x * height + y] = at(data, y * width + x);
  }
  return { width: height, height: width, data: /** @type {T} */ (result) };
}

/**
 * The box around those pixels that belong.
 *
 * @param {number} width
 * @param {number} height
 * @param {(i: number) => boolean} belongs of a pixel's place in the data
 * @returns {[number, number, number, number]} left, top, and one past right and bottom; right is 0 where
 *   none belongs
 */
export function extent(width, height, belongs) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!belongs(y * width + x)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  return [left, top, right, bottom];
}
