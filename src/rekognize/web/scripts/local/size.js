/**
 * How high each class is written, as a bundle's card holds it.
 *
 * @typedef {{center: number[], spread: number[], strays: number}} SizeModel
 */

/** Log heights beyond these count as these: a dot has no height at all. */
const LOWEST = -3;
const HIGHEST = 1.5;

/**
 * How likely each of the 62 base classes is written at a height, as
 * `rekognize.bundle.size_model.SizeModel.likelihood`.
 *
 * @param {SizeModel | null | undefined} model null where that was not learnt: nothing is said
 * @param {number | null} height in heights of a capital; null where unknown: nothing is said
 * @returns {((index: number) => number)}
 */
export function likelihoodAt(model, height) {
  if (!model || height === null) return () => 1;
  const log = Math.min(Math.max(Math.log(height), LOWEST), HIGHEST);
  const stray = model.strays / (HIGHEST - LOWEST);
  return (index) => {
    const spread = /** @type {number} */ (model.spread[index]);
    const apart = (log - /** @type {number} */ (model.center[index])) / spread;
    return ((1 - model.strays) * Math.exp(-0.5 * apart ** 2)) / (spread * Math.sqrt(2 * Math.PI)) + stray;
  };
}
