import { ask, hasToken } from "../administrator/token.js";
import { ApiError, request } from "../answers/server.js";

/** @typedef {{rotation: number, zoom: number, shift: number, shear: number, elastic: number, stroke_width: number}} Strengths */

/**
 * An epoch; figures that were no numbers are null.
 *
 * @typedef {object} Epoch
 * @property {number | null} training_loss
 * @property {number | null} validation_loss
 * @property {number | null} validation_accuracy
 * @property {number} learning_rate
 */

/**
 * How a model was trained, as its card says.
 *
 * @typedef {object} Trained
 * @property {string} model
 * @property {string | null} parent
 * @property {string[]} teachers
 * @property {number} parameters
 * @property {Record<string, number>} images by source
 * @property {{augmentation?: Partial<Strengths>, optimisation?: {epochs?: number, learning_rate?: number, warm_up?: number}}} recipe
 * @property {Epoch[]} curves none where they were not kept
 */

/**
 * The model that answers, then those that came along; then, for administrators, the versions that the
 * server keeps. It is asked for them where one of these is wanted or a token is known.
 *
 * @param {string | null} wanted
 * @returns {Promise<Trained[]>}
 * @throws {ApiError | ServerAway}
 */
export async function fetchTrained(wanted) {
  /** @type {Trained[]} */
  const open = await request("training", {});
  const known = (/** @type {string | null} */ name) => open.some(({ model }) => model === name);
  if (hasToken() || (wanted !== null && !known(wanted))) {
    /** @type {Trained[]} */
    const versions = await ask("models").catch((error) => {
      // Without a right token there is still what everybody may see.
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return [];
      throw error;
    });
    return [...open, ...versions.filter(({ model }) => !known(model))];
  }
  return open;
}
