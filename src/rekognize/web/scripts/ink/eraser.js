/** @import {Point, Stroke} from "./drawing.js" */

/**
 * The strokes that an eraser touches on its way from one point to the next.
 *
 * @param {readonly Stroke[]} strokes
 * @param {Point} from
 * @param {Point} to
 * @param {number} radius of the eraser, as a fraction of the sheet's side
 * @returns {Stroke[]}
 */
export function touched(strokes, from, to, radius) {
  const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / radius));
  const places = Array.from({ length: steps + 1 }, (_, step) => ({
    x: from.x + ((to.x - from.x) * step) / steps,
    y: from.y + ((to.y - from.y) * step) / steps,
  }));
  return strokes.filter((stroke) =>
    places.some((place) => distance(stroke.points, place) <= radius + stroke.width / 2),
  );
}

/**
 * @param {readonly Point[]} points of a stroke
 * @param {Point} place
 */
function distance(points, place) {
  let least = Infinity;
  points.forEach((point, number) => {
    const before = points[number - 1] ?? point;
    least = Math.min(least, toSegment(place, before, point));
  });
  return least;
}

/**
 * @param {Point} place
 * @param {Point} from
 * @param {Point} to
 */
function toSegment(place, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length > 0 ? ((place.x - from.x) * dx + (place.y - from.y) * dy) / length : 0;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(place.x - from.x - t * dx, place.y - from.y - t * dy);
}
