/** @import {Tensor} from "./tensor.js" */

/** Outputs that are summed at once, channels by places: their sums stay in registers. */
const TILE = 4;

/**
 * @typedef {object} Window
 * @property {readonly [number, number]} kernel rows and columns
 * @property {readonly [number, number]} strides
 * @property {readonly [number, number, number, number]} pads top, left, bottom, right
 */

/**
 * Weights in the order in which they are needed, for each network once.
 *
 * @type {WeakMap<Tensor, Float32Array>}
 */
const packed = new WeakMap();

/**
 * Convolution of pictures, as a product of matrices (im2col: Chellapilla et al., 2006).
 *
 * @param {Tensor} input (N, C, H, W)
 * @param {Tensor} weights (M, C, rows, columns)
 * @param {Tensor | undefined} bias (M)
 * @param {Window} window
 * @returns {Tensor} (N, M, H', W')
 */
export function convolution(input, weights, bias, window) {
  const [count, channels, height, width] = sides(input);
  const [outputs] = sides(weights);
  const [rows, columns] = outputSize(height, width, window);
  const places = rows * columns;
  const terms = channels * window.kernel[0] * window.kernel[1];
  const tall = packedWeights(weights, outputs, terms);
  const wide = new Float32Array(Math.ceil(places / TILE) * TILE * terms);
  const data = new Float32Array(count * outputs * places);
  for (let n = 0; n < count; n++) {
    const picture = input.data.subarray(n * channels * height * width, (n + 1) * channels * height * width);
    gather(picture, [channels, height, width], window, [rows, columns], wide);
    multiply(tall, wide, bias?.data, terms, data.subarray(n * outputs * places, (n + 1) * outputs * places), places);
  }
  return { dims: [count, outputs, rows, columns], data };
}

/**
 * The greatest value in each window of pictures.
 *
 * @param {Tensor} input (N, C, H, W)
 * @param {Window} window
 * @returns {Tensor} (N, C, H', W')
 */
export function maxPool(input, window) {
  const [count, channels, height, width] = sides(input);
  const [rows, columns] = outputSize(height, width, window);
  const data = new Float32Array(count * channels * rows * columns);
  let at = 0;
  for (let plane = 0; plane < count * channels; plane++) {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        let most = -Infinity;
        for (let i = 0; i < window.kernel[0]; i++) {
          const row = y * window.strides[0] - window.pads[0] + i;
          if (row < 0 || row >= height) continue;
          for (let j = 0; j < window.kernel[1]; j++) {
            const column = x * window.strides[1] - window.pads[1] + j;
            if (column < 0 || column >= width) continue;
            most = Math.max(most, /** @type {number} */ (input.data[(plane * height + row) * width + column]));
          }
        }
        data[at++] = most;
      }
    }
  }
  return { dims: [count, channels, rows, columns], data };
}

/**
 * @param {Tensor} tensor
 * @returns {[number, number, number, number]}
 */
function sides({ dims }) {
  const [a, b, c, d] = dims;
  if (dims.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new RangeError(`pictures have four axes, received [${dims}]`);
  }
  return [a, b, c, d];
}

/**
 * @param {number} height
 * @param {number} width
 * @param {Window} window
 * @returns {[number, number]}
 */
function outputSize(height, width, { kernel, strides, pads }) {
  return [
    Math.floor((height + pads[0] + pads[2] - kernel[0]) / strides[0]) + 1,
    Math.floor((width + pads[1] + pads[3] - kernel[1]) / strides[1]) + 1,
  ];
}

/**
 * @param {Tensor} weights
 * @param {number} outputs
 * @param {number} terms
 * @returns {Float32Array} for each four outputs, term by term, their four weights
 */
function packedWeights(weights, outputs, terms) {
  let tall = packed.get(weights);
  if (!tall) {
    tall = new Float32Array(Math.ceil(outputs / TILE) * TILE * terms);
    for (let output = 0; output < outputs; output++) {
      const start = Math.floor(output / TILE) * TILE * terms + (output % TILE);
      for (let term = 0; term < terms; term++) {
        tall[start + TILE * term] = /** @type {number} */ (weights.data[output * terms + term]);
      }
    }
    packed.set(weights, tall);
  }
  return tall;
}

/**
 * Lays out what each window sees: for each four places, term by term, their four values.
 *
 * @param {Float32Array | Float64Array} picture
 * @param {readonly [number, number, number]} shape channels, height, width
 * @param {Window} window
 * @param {readonly [number, number]} size of the output
 * @param {Float32Array} wide
 */
function gather(picture, [channels, height, width], { kernel, strides, pads }, [rows, columns], wide) {
  const terms = channels * kernel[0] * kernel[1];
  for (let y = 0, place = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, place++) {
      let at = Math.floor(place / TILE) * TILE * terms + (place % TILE);
      for (let channel = 0; channel < channels; channel++) {
        for (let i = 0; i < kernel[0]; i++) {
          const row = y * strides[0] - pads[0] + i;
          const start = (channel * height + row) * width;
          for (let j = 0; j < kernel[1]; j++, at += TILE) {
            const column = x * strides[1] - pads[1] + j;
            const inside = row >= 0 && row < height && column >= 0 && column < width;
            wide[at] = inside ? /** @type {number} */ (picture[start + column]) : 0;
          }
        }
      }
    }
  }
}

/**
 * The product of two packed matrices, four outputs by four places at a time.
 *
 * @param {Float32Array} tall outputs by terms
 * @param {Float32Array} wide places by terms
 * @param {Float32Array | Float64Array | undefined} bias
 * @param {number} terms
 * @param {Float32Array} product outputs by places
 * @param {number} places
 */
function multiply(tall, wide, bias, terms, product, places) {
  const outputs = product.length / places;
  const sums = new Float64Array(TILE * TILE);
  for (let output = 0; output < outputs; output += TILE) {
    for (let place = 0; place < places; place += TILE) {
      multiplyTile(tall, output * terms, wide, place * terms, terms, sums);
      for (let i = 0; i < TILE && output + i < outputs; i++) {
        const offset = bias?.[output + i] ?? 0;
        const start = (output + i) * places + place;
        for (let j = 0; j < TILE && place + j < places; j++) {
          product[start + j] = /** @type {number} */ (sums[TILE * i + j]) + offset;
        }
      }
    }
  }
}

/**
 * @param {Float32Array} array
 * @param {number} i within it
 */
function at(array, i) {
  return /** @type {number} */ (array[i]);
}

/**
 * The one loop in which nearly all of the time is spent.
 *
 * @param {Float32Array} a four weights a term, from `ai` on
 * @param {number} ai
 * @param {Float32Array} b four values a term, from `bi` on
 * @param {number} bi
 * @param {number} terms
 * @param {Float64Array} sums 4 x 4
 */
function multiplyTile(a, ai, b, bi, terms, sums) {
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0;
  let s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0;
  let s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  for (let k = 0; k < 4 * terms; k += 4) {
    const b0 = at(b, bi + k), b1 = at(b, bi + k + 1), b2 = at(b, bi + k + 2), b3 = at(b, bi + k + 3);
    const a0 = at(a, ai + k);
    s00 += a0 * b0; s01 += a0 * b1; s02 += a0 * b2; s03 += a0 * b3;
    const a1 = at(a, ai + k + 1);
    s10 += a1 * b0; s11 += a1 * b1; s12 += a1 * b2; s13 += a1 * b3;
    const a2 = at(a, ai + k + 2);
    s20 += a2 * b0; s21 += a2 * b1; s22 += a2 * b2; s23 += a2 * b3;
    const a3 = at(a, ai + k + 3);
    s30 += a3 * b0; s31 += a3 * b1; s32 += a3 * b2; s33 += a3 * b3;
  }
  sums[0] = s00; sums[1] = s01; sums[2] = s02; sums[3] = s03;
  sums[4] = s10; sums[5] = s11; sums[6] = s12; sums[7] = s13;
  sums[8] = s20; sums[9] = s21; sums[10] = s22; sums[11] = s23;
  sums[12] = s30; sums[13] = s31; sums[14] = s32; sums[15] = s33;
}
