/** @import {Trained} from "./trained.js" */

/** So many points draw the curve. */
const POINTS = 120;

/**
 * The learning rate over the epochs of a recipe: a linear rise, then half a cosine down to zero, as
 * `rekognize.training.loop` sets it.
 *
 * @param {Trained["recipe"]} recipe
 * @returns {[number, number][]} epochs done, and the rate then; empty where the recipe does not say
 */
export function scheduleOf({ optimisation: { epochs = 0, learning_rate: most = 0, warm_up: warm = 0 } = {} }) {
  if (epochs <= 0 || most <= 0) return [];
  return Array.from({ length: POINTS + 1 }, (_, i) => {
    const done = i / POINTS;
    const rises = done < warm;
    const part = rises ? done / warm : (1 + Math.cos((Math.PI * (done - warm)) / Math.max(1 - warm, 1e-9))) / 2;
    return [done * epochs, most * part];
  });
}
