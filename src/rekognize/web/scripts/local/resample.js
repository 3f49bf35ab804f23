import { at, reduced, transposed } from "./image.js";

/** @import {Box} from "./glyph.js" */
/** @import {Grey, Image, Levels} from "./image.js" */

/**
 * How a pixel's weight falls with its distance.
 *
 * @typedef {{support: number, weight: (distance: number) => number}} Filter
 */

/** @type {Filter} */
const BILINEAR = { support: 1, weight: (x) => Math.max(1 - Math.abs(x), 0) };

/**
 * Keys (1981), with a = -0.5.
 *
 * @type {Filter}
 */
const BICUBIC = {
  support: 2,
  weight: (distance) => {
    const x = Math.abs(distance);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
  },
};

/** Bits of a weight behind the point, where grey levels are summed in whole numbers. */
const PRECISION = 22;

/** A picture is first averaged to no less than this many times the size that is wanted. */
const REDUCING_GAP = 3;

/**
 * A part of a grey picture in another size, bicubic and anti-aliased, to the bit as Pillow's
 * `Image.resize(..., BICUBIC, box, reducing_gap=3)`.
 *
 * @param {Grey} image
 * @param {number} width
 * @param {number} height
 * @param {Box} box
 * @returns {Grey}
 */
export function bicubic(image, width, height, box) {
  const [left, top, right, bottom] = box;
  const across = Math.trunc((right - left) / width / REDUCING_GAP) || 1;
  const down = Math.trunc((bottom - top) / height / REDUCING_GAP) || 1;
  if (across === 1 && down === 1) return resampledGrey(image, width, height, box, BICUBIC);
  const reachX = ((BICUBIC.support - 0.5) * (right - left)) / width;
  const reachY = ((BICUBIC.support - 0.5) * (bottom - top)) / height;
  const x0 = Math.max(0, Math.trunc(left - reachX));
  const y0 = Math.max(0, Math.trunc(top - reachY));
  const x1 = Math.min(image.width, Math.ceil(right + reachX));
  const y1 = Math.min(image.height, Math.ceil(bottom + reachY));
  return resampledGrey(reduced(image, across, down, [x0, y0, x1, y1]), width, height, [
    (left - x0) / across,
    (top - y0) / down,
    (right - x0) / across,
    (bottom - y0) / down,
  ], BICUBIC);
}

/**
 * A part of a grey picture in another size, as Pillow's `Image.resize(..., BILINEAR, box)`.
 *
 * @param {Grey} image
 * @param {number} width
 * @param {number} height
 * @param {Box} box
 * @returns {Grey}
 */
export function bilinear(image, width, height, box) {
  return resampledGrey(image, width, height, box, BILINEAR);
}

/**
 * The same for numbers that are no grey levels (Pillow's mode F).
 *
 * @param {Levels} image
 * @param {number} width
 * @param {number} height
 * @param {Box} box
 * @returns {Levels}
 */
export function bilinearLevels(image, width, height, box) {
  return resampled(image, width, height, box, BILINEAR, Float32Array, (windows) => windows, (sum) => sum);
}

/**
 * @param {Grey} image
 * @param {number} width
 * @param {number} height
 * @param {Box} box
 * @param {Filter} filter
 * @returns {Grey}
 */
function resampledGrey(image, width, height, box, filter) {
  return resampled(image, width, height, box, filter, Uint8Array, fixed, level);
}

/**
 * Rows and columns one after the other, in the order that Pillow 13 finds cheaper: what lies
 * between is rounded, so that the order shows.
 *
 * @template {Uint8Array | Float32Array} T
 * @param {Image<T>} image
 * @param {number} width
 * @param {number} height
 * @param {Box} box
 * @param {Filter} filter
 * @param {new (length: number) => T} type
 * @param {(windows: Window[]) => Window[]} prepare
 * @param {(sum: number) => number} finish
 * @returns {Image<T>}
 */
function resampled(image, width, height, box, filter, type, prepare, finish) {
  const [left, top, right, bottom] = /** @type {[number, number, number, number]} */ (box.map(Math.fround));
  const across = prepare(windowsOf(image.width, left, right, width, filter));
  const down = prepare(windowsOf(image.height, top, bottom, height, filter));
  const wide = (/** @type {Image<T>} */ source) =>
    width === image.width && left === 0 && right === width ? source : resampledRows(source, type, width, across, finish);
  const tall = (/** @type {Image<T>} */ source) =>
    height === image.height && top === 0 && bottom === height
      ? source
      : transposed(resampledRows(transposed(source), type, height, down, finish));
  const columnsFirst = height < image.height && image.height - height > 2 * (image.width - width);
  return columnsFirst ? wide(tall(image)) : tall(wide(image));
}

/**
 * What a pixel of the result is summed from: weights of the source's pixels from `start` on.
 *
 * @typedef {{start: number, weights: number[]}} Window
 */

/**
 * @param {number} size of the source
 * @param {number} from in single precision
 * @param {number} to
 * @param {number} count pixels of the result
 * @param {Filter} filter
 * @returns {Window[]}
 */
function windowsOf(size, from, to, count, { support, weight }) {
  const scale = Math.fround(to - from) / count;
  const stretch = Math.max(scale, 1);
  const reach = support * stretch;
  return Array.from({ length: count }, (_, i) => {
    const centre = from + (i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const end = Math.min(Math.trunc(centre + reach + 0.5), size);
    const weights = Array.from({ length: end - start }, (_, k) => weight((k + start - centre + 0.5) * (1 / stretch)));
    const total = weights.reduce((sum, each) => sum + each, 0);
    return { start, weights: total === 0 ? weights : weights.map((each) => each / total) };
  });
}

/**
 * @param {Window[]} windows
 * @returns {Window[]} with weights as whole numbers
 */
function fixed(windows) {
  return windows.map(({ start, weights }) => ({
    start,
    weights: weights.map((weight) => Math.trunc(weight * 2 ** PRECISION + (weight < 0 ? -0.5 : 0.5))),
  }));
}

/** @param {number} sum in fixed point */
function level(sum) {
  return Math.min(Math.max(Math.floor((sum + 2 ** (PRECISION - 1)) / 2 ** PRECISION), 0), 255);
}

/**
 * @template {Uint8Array | Float32Array} T
 * @param {Image<T>} image
 * @param {new (length: number) => T} type
 * @param {number} width
 * @param {Window[]} windows
 * @param {(sum: number) => number} finish
 * @returns {Image<T>}
 */
function resampledRows({ width: before, height, data }, type, width, windows, finish) {
  const result = new type(width * height);
  for (let y = 0; y < height; y++) {
    windows.forEach(({ start, weights }, x) => {
      let sum = 0;
      const from = y * before + start;
      for (let k = 0; k < weights.length; k++) sum += at(data, from + k) * /** @type {number} */ (weights[k]);
      result[y * width + x] = finish(sum);
    });
  }
  return { width, height, data: result };
}
