import { askServer } from "./server.js";

/** @import {Question, Recognition} from "./recognition.js" */

/**
 * Reads a drawing or a picture. Every page asks through here, so that what answers can change
 * without them.
 *
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 * @throws {ApiError | ServerAway}
 */
export function recognize(question, signal) {
  return askServer(question, signal);
}
