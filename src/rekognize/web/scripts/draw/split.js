/** @import {Recognition} from "../answers/recognition.js" */
/** @import {Stroke} from "../ink/drawing.js" */

/**
 * The characters of a drawing that holds several, from left to right: each as large and as high up as
 * it was, in the middle of a box of its own. Dots and commas go with the nearest.
 *
 * @param {readonly Stroke[]} strokes
 * @param {Recognition["characters"]} boxes where each of them stands
 * @param {number} side of the sheet, in the boxes' unit
 * @returns {Stroke[][]}
 */
export function charactersOf(strokes, boxes, side) {
  const characters = boxes.map(() => /** @type {Stroke[]} */ ([]));
  for (const stroke of strokes) {
    const { left, right } = extentOf([stroke]);
    const away = boxes.map(([start, , end]) => Math.max(start / side - right, left - end / side));
    characters[away.indexOf(Math.min(...away))]?.push(stroke);
  }
  return characters.map(inTheMiddle);
}

/**
 * @param {readonly Stroke[]} strokes
 * @returns {Stroke[]}
 */
function inTheMiddle(strokes) {
  const { left, right } = extentOf(strokes);
  const shift = 0.5 - (left + right) / 2;
  return strokes.map(({ points, width }) => ({
    points: points.map(({ x, y }) => ({ x: x + shift, y })),
    width,
  }));
}

/**
 * From where to where strokes reach across the sheet.
 *
 * @param {readonly Stroke[]} strokes
 */
function extentOf(strokes) {
  const across = strokes.flatMap(({ points }) => points.map(({ x }) => x));
  return { left: Math.min(...across), right: Math.max(...across) };
}
