import { centreline } from "./centreline.js";
import { glyphIn } from "./glyph.js";
import { place } from "./place.js";
import { companyOfStrokes } from "./several.js";
import { FRAME, INK_FRAME, RADIUS, coverage, distanceToLine } from "./shape.js";

/** @import {Box, Glyph, WritingArea} from "./glyph.js" */

/**
 * A drawing as the API takes it: strokes of points [x, y], x to the right and y down.
 *
 * @typedef {object} InkDocument
 * @property {number[][][]} strokes
 * @property {WritingArea | null} [area]
 * @property {{base: number, capital: number} | null} [guides]
 */

/**
 * The character that pen strokes draw, as `rekognize.glyphs.glyph_of_ink`.
 *
 * @param {InkDocument} document
 * @returns {Glyph | null} null when there are no strokes
 */
export function glyphOfInk({ strokes, area = null, guides = null }) {
  const paths = strokes
    .filter((points) => points.length > 0)
    .map((points) => Float32Array.from(points.flatMap(([x = NaN, y = NaN]) => [x, y])));
  if (paths.length === 0) return null;
  const box = boxOf(paths);
  const [left, top, right, bottom] = box;
  const side = Math.max(right - left, bottom - top);
  // The pen's own width stays the same in the frame, so the path gets what is left of it.
  const scale = side > 0 ? (INK_FRAME - 2 * RADIUS) / side : 1;
  const dx = FRAME / 2 - 0.5 - (scale * (left + right)) / 2;
  const dy = FRAME / 2 - 0.5 - (scale * (top + bottom)) / 2;
  const distance = distanceToLine(centreline(paths, FRAME, scale, dx, dy));
  const glyph = {
    ...glyphIn(place(coverage(distance)), box, (2 * RADIUS) / scale, area),
    company: companyOfStrokes(paths.map((path) => extentOf(path))),
  };
  return guides ? { ...glyph, capitalHeights: (bottom - top) / (guides.base - guides.capital) } : glyph;
}

/** @param {Float32Array} path */
function extentOf(path) {
  const [left, top, right, bottom] = boxOf([path]);
  return { left, top, right, bottom };
}

/**
 * @param {readonly Float32Array[]} paths
 * @returns {Box}
 */
function boxOf(paths) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const path of paths) {
    for (let i = 0; i < path.length; i += 2) {
      const [x, y] = path.subarray(i, i + 2);
      left = Math.min(left, /** @type {number} */ (x));
      right = Math.max(right, /** @type {number} */ (x));
      top = Math.min(top, /** @type {number} */ (y));
      bottom = Math.max(bottom, /** @type {number} */ (y));
    }
  }
  return [left, top, right, bottom];
}
