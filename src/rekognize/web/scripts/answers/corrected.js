/** @import {Question, Recognition} from "./recognition.js" */

/** Name of the event by which the page tells that somebody said what a drawing really is. */
export const CORRECTED = "rekognize:corrected";

/**
 * @typedef {object} Correction
 * @property {Question} question what was asked: the ink or the picture
 * @property {Recognition} recognition what was answered
 * @property {string} label what it is
 */

/**
 * Tells whoever listens on the document that a drawing was corrected, or confirmed.
 *
 * @param {Correction} correction
 */
export function corrected(correction) {
  document.dispatchEvent(new CustomEvent(CORRECTED, { detail: correction }));
}
