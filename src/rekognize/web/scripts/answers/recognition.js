/** @import {InkDocument} from "../ink/document.js" */

/** @typedef {{label: string, confidence: number}} Candidate */

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

/**
 * The answer to one drawing, as `POST /api/v1/recognize` gives it.
 *
 * @typedef {object} Recognition
 * @property {string} [id] by which feedback refers to it; only where a server answered
 * @property {string} alphabet
 * @property {Candidate[]} candidates best first; empty without ink
 * @property {number} outside probability that it is a character outside the alphabet
 * @property {string | null} outside_label the likeliest of those
 * @property {boolean} has_ink
 * @property {boolean} is_character
 * @property {number} character_score probability that it is one character, 0 to 1
 * @property {boolean} several whether the drawing holds more than one character
 * @property {Box[]} characters where each of several stands, from left to right; else none
 * @property {string | null} label the answer; null without ink, for no character or several
 * @property {string | null} glyph base64 of 28 x 28 bytes, ink 255
 * @property {Box | null} box of the ink
 * @property {number | null} relative_height of the ink, in its writing area; null of a picture
 * @property {string} model `name@version`
 * @property {number} time_ms
 * @property {boolean} [instead] read in this browser because the server is away
 */

/**
 * What is to be read, strokes or a picture, and in which alphabet.
 *
 * @typedef {{alphabet: string} & ({ink: InkDocument, picture?: undefined}
 *   | {picture: Blob, ink?: undefined})} Question
 */

/** How many candidates are asked for and shown. */
export const TOP = 5;

/** The label of a drawing that shows no single character. */
export const NOT_A_CHARACTER = "not-a-character";

/**
 * What a character was read as, or what somebody said that it is; null where neither is known.
 *
 * @param {Readonly<{label: string | null, recognition: Recognition}> | null} answered
 */
export function labelOf(answered) {
  const label = answered?.label ?? answered?.recognition.label ?? null;
  return label === NOT_A_CHARACTER ? null : label;
}
