import { evenly } from "./rounding.js";

/** Scale, or pixels from the strokes' origin, from which single precision has no digits left. */
const FAR = 2 ** 20;

/**
 * The path of the pen, one pixel wide, as `rekognize.ink.centreline` draws it.
 *
 * @param {readonly Float32Array[]} strokes x, y, x, y, ...
 * @param {number} size of the square frame
 * @param {number} scale
 * @param {number} dx
 * @param {number} dy
 * @returns {Uint8Array} rows of `size`, 1 on the line
 */
export function centreline(strokes, size, scale, dx, dy) {
  const line = new Uint8Array(size * size);
  // In Python's precision throughout: a point halfway between two pixels falls where Python's does.
  const exact = Math.max(scale, Math.abs(dx), Math.abs(dy)) >= FAR ? Number : Math.fround;
  const [factor, ...offset] = [scale, dx, dy].map(exact);
  for (const stroke of strokes) {
    const path = stroke.map((value, i) =>
      evenly(exact(exact(value * /** @type {number} */ (factor)) + /** @type {number} */ (offset[i % 2]))),
    );
    for (let i = 0; i + 3 < path.length; i += 2) drawLine(line, size, path.subarray(i, i + 4));
    const [x, y] = path.subarray(-2);
    line[/** @type {number} */ (y) * size + /** @type {number} */ (x)] = 1;
  }
  return line;
}

/**
 * Bresenham's line (1965) without its last point, stepping where Pillow's steps.
 *
 * @param {Uint8Array} picture
 * @param {number} size
 * @param {Float32Array} ends x, y, x, y, whole numbers
 */
function drawLine(picture, size, [x0 = 0, y0 = 0, x1 = 0, y1 = 0]) {
  const across = Math.abs(x1 - x0);
  const down = Math.abs(y1 - y0);
  const right = Math.sign(x1 - x0);
  const below = Math.sign(y1 - y0) * size;
  const [long, short, along, aside] =
    across > down ? [across, down, right, below] : [down, across, below, right];
  let error = 2 * short - long;
  for (let i = 0, place = y0 * size + x0; i < long; i++) {
    picture[place] = 1;
    if (error >= 0 && short > 0) {
      place += aside;
      error -= 2 * long;
    }
    error += 2 * short;
    place += along;
  }
}
