/** @import {Stroke} from "./drawing.js" */

/**
 * Strokes as the API takes them, in CSS pixels of the sheet.
 *
 * @typedef {object} InkDocument
 * @property {[number, number][][]} strokes
 * @property {{width: number, height: number}} area
 */

/**
 * @param {readonly Stroke[]} strokes
 * @param {number} side of the sheet in CSS pixels
 * @returns {InkDocument}
 */
export function inkDocument(strokes, side) {
  const scaled = (/** @type {number} */ fraction) => Math.round(fraction * side * 100) / 100;
  return {
    strokes: strokes.map(({ points }) => points.map(({ x, y }) => [scaled(x), scaled(y)])),
    area: { width: side, height: side },
  };
}
