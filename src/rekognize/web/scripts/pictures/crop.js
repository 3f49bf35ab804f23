/**
 * A part of a picture, as shares of its width and height: left, top, right, bottom in [0, 1].
 *
 * @typedef {readonly [number, number, number, number]} Part
 */

/** @type {Part} */
export const WHOLE = [0, 0, 1, 1];

/** A part is never smaller than this share of the picture, each way. */
export const LEAST = 0.05;

/**
 * What of the frame is taken hold of: each corner or edge by the sides that go along, "move" by all.
 *
 * @typedef {"move" | "n" | "e" | "s" | "w" | "ne" | "se" | "sw" | "nw"} Grip
 */

/**
 * The part after a pull at one of its grips. It stays in the picture and never turns inside out.
 *
 * @param {Part} part
 * @param {Grip} grip
 * @param {number} across share of the picture's width, to the right
 * @param {number} down share of its height
 * @returns {Part}
 */
export function pulled([left, top, right, bottom], grip, across, down) {
  if (grip === "move") {
    const dx = clamp(across, -left, 1 - right);
    const dy = clamp(down, -top, 1 - bottom);
    return [left + dx, top + dy, right + dx, bottom + dy];
  }
  return [
    grip.includes("w") ? clamp(left + across, 0, right - LEAST) : left,
    grip.includes("n") ? clamp(top + down, 0, bottom - LEAST) : top,
    grip.includes("e") ? clamp(right + across, left + LEAST, 1) : right,
    grip.includes("s") ? clamp(bottom + down, top + LEAST, 1) : bottom,
  ];
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
