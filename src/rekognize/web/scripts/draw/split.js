import { columnsOfStrokes } from "../local/several.js";

/** @import {Stroke} from "../ink/drawing.js" */

/**
 * The characters of a drawing that holds several, from left to right: each as large and as high up as
 * it was, in the middle of a box of its own. Dots and commas go with the nearest.
 *
 * @param {readonly Stroke[]} strokes
 * @returns {Stroke[][]}
 */
export function charactersOf(strokes) {
  const parts = strokes.map((stroke) => ({ stroke, ...extentOf([stroke]) }));
  const columns = columnsOfStrokes(parts).map((column) => ({
    left: Math.min(...column.map(({ left }) => left)),
    right: Math.max(...column.map(({ right }) => right)),
  }));
  const characters = columns.map(() => /** @type {Stroke[]} */ ([]));
  for (const { stroke, left, right } of parts) {
    const away = columns.map((column) => Math.max(column.left - right, left - column.right));
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
 * Where strokes are on the sheet.
 *
 * @param {readonly Stroke[]} strokes
 */
function extentOf(strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of strokes.flatMap(({ points }) => points)) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}
