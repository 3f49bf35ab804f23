import { PEN } from "./pad.js";

/** @import {Point, Stroke} from "./drawing.js" */

/** Places of the two strokes, in hundredths of the sheet's side. */
const STROKES = [
  [[34, 21], [33, 30], [33, 41], [32, 52], [32, 63], [31, 76]],
  [
    ...[[27, 24], [35, 20], [44, 18], [53, 19], [60, 22], [64, 28], [63, 35], [58, 41], [50, 45], [40, 47], [35, 48]],
    ...[[42, 51], [49, 57], [56, 64], [62, 70], [69, 76]],
  ],
];

/**
 * A capital R, written by us, for a sheet that nobody has drawn on yet.
 *
 * @type {readonly Stroke[]}
 */
export const EXAMPLE = STROKES.map((places) => ({ points: smooth(places), width: PEN }));

/**
 * A curve through the places (Catmull and Rom, 1974).
 *
 * @param {number[][]} places
 * @returns {Point[]}
 */
function smooth(places) {
  const steps = 5;
  const at = (/** @type {number} */ i) => places[Math.min(places.length - 1, Math.max(0, i))] ?? [0, 0];
  const points = [];
  for (let i = 0; i < (places.length - 1) * steps; i++) {
    const [before, from, to, after] = [-1, 0, 1, 2].map((k) => at(Math.floor(i / steps) + k));
    const t = (i % steps) / steps;
    const [x = 0, y = 0] = [0, 1].map((axis) => {
      const [p = 0, q = 0, r = 0, s = 0] = [before, from, to, after].map((place) => place?.[axis] ?? 0);
      return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
    });
    points.push({ x: x / 100, y: y / 100 });
  }
  const [x = 0, y = 0] = places.at(-1) ?? [];
  return [...points, { x: x / 100, y: y / 100 }];
}
