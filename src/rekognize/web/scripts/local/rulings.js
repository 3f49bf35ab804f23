import { evenly } from "./rounding.js";

/** @import {Grey} from "./image.js" */
/** @import {Part} from "./parts.js" */

/** A box's sides lie within this share of its shorter side from the rectangle around it... */
export const BAND = 0.12;

/** ...but for this share of them... */
const DEEP = 0.05;

/** ...and cover this share of each side. */
const SIDES = 0.75;

/** What is in a box is at least this share of its shorter side long. */
const IN_BOX = 0.25;

/** Slope up to which a line is level, and share of a character's height that may hang below it. */
const LEVEL = 0.12;

/** A line to write on is thinner than this share of the pen's width... */
const THIN = 0.7;

/** ...and goes on by this share of itself beyond the character. */
const BEYOND = 0.05;

/** A part smaller than this share of the largest does not say where the box is. */
const CRUMB = 0.05;

/**
 * Ruled and box lines: thin, long, straight, and running out of the picture. Never everything:
 * when next to no ink would be left, nothing is a line.
 *
 * @param {readonly Part[]} parts
 * @param {Int32Array} labels the number of each pixel's part
 * @param {number} width
 * @returns {Set<Part>}
 */
export function rulings(parts, labels, width) {
  const height = labels.length / width;
  const frame = frameOf(parts, labels, width);
  const lines = parts.filter((part) => frame.has(part) || isRuling(part, width, height));
  const area = (/** @type {readonly Part[]} */ some) => some.reduce((sum, part) => sum + part.area, 0);
  const rest = area(parts) - area(lines);
  return new Set(rest < 0.05 * area(parts) ? [] : lines);
}

/**
 * @param {Part} part
 * @param {number} width
 * @param {number} height
 */
function isRuling({ area, left, top, right, bottom }, width, height) {
  const [w, h] = [right - left, bottom - top];
  const atEdge = [left <= 1, top <= 1, right >= width - 1, bottom >= height - 1].filter(Boolean).length;
  const thin = area / Math.max(w, h, 1) <= 0.06 * Math.max(width, height);
  const flat = w >= 0.5 * width && h <= 0.12 * height;
  const upright = h >= 0.5 * height && w <= 0.12 * width;
  const along = bottom <= 0.12 * height || top >= 0.88 * height;
  const beside = right <= 0.12 * width || left >= 0.88 * width;
  const through = atEdge >= 2 && thin;
  const line = (flat && (through || (along && atEdge >= 1))) || (upright && (through || (beside && atEdge >= 1)));
  // The hollow frame of a box, or two of its sides joined at a corner.
  const frame = atEdge >= 2 && area <= 0.2 * w * h && w > 0.85 * width && h > 0.85 * height;
  const crumb =
    atEdge >= 1 &&
    (bottom <= 0.06 * height || top >= 0.94 * height || right <= 0.06 * width || left >= 0.94 * width);
  return line || (frame && thin) || crumb;
}

/**
 * The sides of a box drawn around the character, whole or broken: thin, along the rectangle around
 * all ink, covering each of its sides. What is in it is no dot.
 *
 * @param {readonly Part[]} parts
 * @param {Int32Array} labels
 * @param {number} width
 * @returns {Set<Part>}
 */
function frameOf(parts, labels, width) {
  const large = largeOf(parts);
  const box = boxAround(large);
  const [w, h] = [box.right - box.left, box.bottom - box.top];
  const band = evenly(BAND * Math.min(w, h));
  if (band < 1) return new Set();
  const deep = new Map();
  forEachPixel(box, width, (i, x, y) => {
    const isDeep = x >= band && y >= band && x < w - band && y < h - band;
    if (isDeep) deep.set(labels[i], (deep.get(labels[i]) ?? 0) + 1);
  });
  const frame = new Set(parts.filter((part, k) => (deep.get(k + 1) ?? 0) <= DEEP * part.area));
  const within = large.filter((part) => !frame.has(part));
  if (within.length === 0) return new Set();
  const sides = new Uint8Array(w * h);
  forEachPixel(box, width, (i, x, y) => {
    const part = parts[/** @type {number} */ (labels[i]) - 1];
    if (part && frame.has(part)) sides[y * w + x] = 1;
  });
  const inside = boxAround(within);
  const longer = Math.max(inside.right - inside.left, inside.bottom - inside.top);
  return sidesCovered({ width: w, height: h, data: sides }, band) >= SIDES && longer >= IN_BOX * Math.min(w, h) ? frame : new Set();
}

/**
 * Share of the least covered of a mask's four sides that it covers within so many pixels.
 *
 * @param {Grey} mask 1 and 0
 * @param {number} band
 */
export function sidesCovered({ width, height, data }, band) {
  if (band < 1) return 0;
  const sides = { top: new Set(), bottom: new Set(), left: new Set(), right: new Set() };
  data.forEach((set, i) => {
    if (!set) return;
    const x = i % width;
    const y = (i - x) / width;
    if (y < band) sides.top.add(x);
    if (y >= height - band) sides.bottom.add(x);
    if (x < band) sides.left.add(y);
    if (x >= width - band) sides.right.add(y);
  });
  return Math.min(sides.top.size / width, sides.bottom.size / width, sides.left.size / height, sides.right.size / height);
}

/**
 * @param {readonly Part[]} parts at least one
 * @returns {Part[]} those that say where the character and its box are
 */
export function largeOf(parts) {
  const most = parts.reduce((least, part) => Math.max(least, part.area), 0);
  return parts.filter((part) => part.area >= CRUMB * most);
}

/**
 * A line to write on below a character that does not touch it, whole or broken: level, thinner
 * than the pen, going on beyond the character at both sides.
 *
 * @param {readonly Part[]} parts
 * @param {Part} main
 * @param {number} pen its width
 * @returns {Set<Part>}
 */
export function underlineOf(parts, main, pen) {
  const high = main.bottom - main.top;
  const line = parts.filter((part) => {
    const wide = part.right - part.left;
    const thickness = part.area / Math.max(wide, 1);
    const isLevel = part.bottom - part.top <= LEVEL * wide + thickness;
    const isBelow = part.top >= main.bottom - LEVEL * high;
    return part !== main && isLevel && isBelow && thickness <= THIN * pen;
  });
  if (line.length === 0) return new Set();
  const beyond = BEYOND * line.reduce((sum, part) => sum + part.right - part.left, 0);
  const { left, right } = boxAround(line);
  return new Set(left + beyond <= main.left && right - beyond >= main.right ? line : []);
}

/**
 * @param {readonly Part[]} parts at least one
 * @returns {{left: number, top: number, right: number, bottom: number}} the box around them
 */
export function boxAround(parts) {
  return {
    left: Math.min(...parts.map((part) => part.left)),
    top: Math.min(...parts.map((part) => part.top)),
    right: Math.max(...parts.map((part) => part.right)),
    bottom: Math.max(...parts.map((part) => part.bottom)),
  };
}

/**
 * @param {{left: number, top: number, right: number, bottom: number}} box
 * @param {number} width of the picture
 * @param {(i: number, x: number, y: number) => void} visit with the pixel's place in the box
 */
function forEachPixel({ left, top, right, bottom }, width, visit) {
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) visit(y * width + x, x - left, y - top);
  }
}
