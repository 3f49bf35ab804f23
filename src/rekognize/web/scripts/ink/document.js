/** @import {Stroke} from "./drawing.js" */
/** @import {Guides} from "./guides.js" */

/**
 * Strokes as the API takes them, in CSS pixels of the sheet.
 *
 * @typedef {object} InkDocument
 * @property {[number, number][][]} strokes
 * @property {{width: number, height: number}} area
 * @property {Guides} [guides]
 */

/**
 * @param {readonly Stroke[]} strokes
 * @param {number} side of the sheet in CSS pixels
 * @param {Guides | null} [guides] the lines that were there to write on, in CSS pixels
 * @returns {InkDocument}
 */
export function inkDocument(strokes, side, guides = null) {
  const scaled = (/** @type {number} */ fraction) => Math.round(fraction * side * 100) / 100;
  return {
    strokes: strokes.map(({ points }) => points.map(({ x, y }) => [scaled(x), scaled(y)])),
    area: { width: side, height: side },
    ...(guides && { guides }),
  };
}
