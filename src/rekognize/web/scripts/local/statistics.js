import { at } from "./image.js";

/**
 * @param {Uint8Array} values
 * @returns {Float64Array} how often each of 256 levels is there
 */
export function histogramOf(values) {
  const histogram = new Float64Array(256);
  for (const value of values) histogram[value] = /** @type {number} */ (histogram[value]) + 1;
  return histogram;
}

/** @param {Uint8Array | Float32Array} values */
export function spread(values) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return Math.fround(most - least);
}

/** @param {Uint8Array | Float32Array} values */
export function median(values) {
  return percentile(values, 50);
}

/**
 * Interpolated between neighbours, as NumPy's.
 *
 * @param {Uint8Array | Float32Array} values
 * @param {number} share 0 to 100
 */
export function percentile(values, share) {
  const sorted = values.slice().sort();
  const place = ((sorted.length - 1) * share) / 100;
  const below = Math.floor(place);
  const low = at(sorted, below);
  const high = at(sorted, Math.min(below + 1, sorted.length - 1));
  return low + (high - low) * (place - below);
}

/**
 * The least level that at least a share of the values does not exceed.
 *
 * @param {Uint8Array} values
 * @param {number} share
 */
export function rankIn(values, share) {
  const histogram = histogramOf(values);
  let count = 0;
  return histogram.findIndex((each) => (count += each) >= values.length * share);
}

/**
 * Grey level that parts the values best (Otsu, 1979): dark is up to the level.
 *
 * @param {Uint8Array} values
 * @returns {number}
 */
export function otsu(values) {
  const histogram = histogramOf(values);
  const total = values.length;
  const sum = histogram.reduce((all, count, level) => all + count * level, 0);
  let [weight, moment, best, most] = [0, 0, 0, -1];
  histogram.forEach((count, level) => {
    weight += count;
    moment += count * level;
    if (weight === 0 || weight === total) return;
    const between = (sum * weight - moment * total) ** 2 / (weight * (total - weight));
    if (between > most) [best, most] = [level, between];
  });
  return best;
}
