import { askHere, readsHere } from "./here.js";
import { askServer } from "./server.js";

/** @import {Question, Recognition} from "./recognition.js" */

/**
 * Reads a drawing or a picture. Every page asks through here, so that what answers can change
 * without them.
 *
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 * @throws {ApiError | ServerAway | UnreadablePicture}
 */
export function recognize(question, signal) {
  return readsHere() ? askHere(question, signal) : askServer(question, signal);
}
