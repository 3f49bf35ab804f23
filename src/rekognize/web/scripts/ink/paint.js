/** @import {Point, Stroke} from "./drawing.js" */

/**
 * A smooth line through pen points: quadratic curves from the middle of one step to the middle of
 * the next, with the points themselves as control points, so that no joint shows a corner.
 *
 * @param {readonly Point[]} points at least one
 * @returns {Path2D} in the points' own units
 */
export function inkPath(points) {
  const path = new Path2D();
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return path;
  path.moveTo(first.x, first.y);
  for (let i = 1; i < points.length - 1; i++) {
    const here = /** @type {Point} */ (points[i]);
    const next = /** @type {Point} */ (points[i + 1]);
    path.quadraticCurveTo(here.x, here.y, (here.x + next.x) / 2, (here.y + next.y) / 2);
  }
  // A line of no length is not drawn at all: a dot needs a hair of one to get its round caps.
  path.lineTo(last.x + (points.length === 1 ? 1e-5 : 0), last.y);
  return path;
}

/** @type {WeakMap<Stroke, Path2D>} */
const finished = new WeakMap();

/**
 * Paints strokes onto a sheet.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Iterable<Stroke>} strokes finished ones: their paths are kept
 * @param {Stroke | null} growing the stroke under the pen
 * @param {string} colour
 */
export function paintInk(context, strokes, growing, colour) {
  const side = context.canvas.width;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, side, context.canvas.height);
  context.scale(side, side);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = colour;
  for (const stroke of strokes) {
    let path = finished.get(stroke);
    if (!path) {
      path = inkPath(stroke.points);
      finished.set(stroke, path);
    }
    context.lineWidth = stroke.width;
    context.stroke(path);
  }
  if (growing) {
    context.lineWidth = growing.width;
    context.stroke(inkPath(growing.points));
  }
}
