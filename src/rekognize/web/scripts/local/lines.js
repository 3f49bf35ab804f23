import { distanceInside } from "./distance.js";
import { at, transposed } from "./image.js";
import { strokeRadius } from "./ink.js";
import { connectedParts } from "./parts.js";
import { evenly } from "./rounding.js";
import { BAND, boxAround, largeOf, sidesCovered } from "./rulings.js";
import { median } from "./statistics.js";

/** @import {Grey} from "./image.js" */

/** Slope, across or down, up to which a line counts as level, and how many slopes are tried. */
const STEEPEST = 0.12;
const SLOPES = 25;

/** Lines taken out in each direction. */
const MOST = 3;

/** A line's greatest thickness as a share of the picture's longer side. */
const THICKEST = 0.06;

/** Share of the columns that a line from edge to edge must be seen in. */
const COVERED = 0.92;

/** Pixels from edge to edge below which nothing counts as a line. */
const NARROWEST = 16;

/** A line is thinner than the character's strokes below this share of their width... */
const THIN = 0.7;

/** ...and paler below this share of their contrast. */
const PALE = 0.85;

/** Share of a side that a character keeps from the edges in a picture that is not cut to it. */
const MARGIN = 0.03;

/** Share of each side of a box that its lines must be seen in, once the character is on them. */
const SIDES = 0.5;

/** Share of a side by which a line may end before the edge: a character sticks out of its box. */
const SHORT = 0.12;

/**
 * The pixels of ruled lines in a picture's ink, as `rekognize.glyphs.lines.lines_across`.
 *
 * @param {Uint8Array} contrast paper 0
 * @param {Grey} ink 1 and 0
 * @returns {Uint8Array | null} 1 on a line; null when there are none
 */
export function linesAcross(contrast, ink) {
  const lines = levelAndUpright(ink, 0);
  const { thinner, paler, longer } = signsOf(contrast, ink, lines);
  return [thinner, paler, longer].filter(Boolean).length >= 2 ? lines : null;
}

/**
 * The pixels of a box, or of a line under the character, that touches it, as
 * `rekognize.glyphs.lines.lines_around`.
 *
 * @param {Uint8Array} contrast paper 0
 * @param {Grey} ink 1 and 0
 * @returns {Uint8Array | null} 1 on a line; null when there are none
 */
export function linesAround(contrast, ink) {
  const { parts } = connectedParts(ink.data, ink.width, ink.height);
  if (parts.length === 0) return null;
  const box = boxAround(largeOf(parts));
  const cut = { width: box.right - box.left, height: box.bottom - box.top, data: cutOut(ink.data, ink.width, box) };
  const lines = levelAndUpright(cut, SHORT);
  const { thinner, paler, longer } = signsOf(cutOut(contrast, ink.width, box), cut, lines);
  const band = evenly(BAND * Math.min(cut.width, cut.height));
  const isBox = () => sidesCovered({ ...cut, data: lines }, band) >= SIDES;
  if (!((thinner && paler && longer) || ((thinner || paler) && isBox()))) return null;
  const found = new Uint8Array(ink.data.length);
  lines.forEach((set, i) => {
    const x = i % cut.width;
    if (set) found[((i - x) / cut.width + box.top) * ink.width + box.left + x] = 1;
  });
  return found;
}

/**
 * @param {Uint8Array} data
 * @param {number} width
 * @param {{left: number, top: number, right: number, bottom: number}} box
 */
function cutOut(data, width, { left, top, right, bottom }) {
  const cut = new Uint8Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++) {
    cut.set(data.subarray(y * width + left, y * width + right), (y - top) * (right - left));
  }
  return cut;
}

/**
 * Thin lines that begin and end within a share of a side, or two pixels, of the edges.
 *
 * @param {Grey} ink 1 and 0
 * @param {number} short
 * @returns {Uint8Array} 1 on a line
 */
function levelAndUpright(ink, short) {
  const lines = new Uint8Array(ink.data.length);
  const turned = transposed({ ...ink, data: lines });
  for (const way of ["level", "upright"]) {
    const level = way === "level";
    let rest = level ? ink : transposed({ ...ink, data: without(ink.data, lines) });
    if (!reachesBothSides(level ? ink : transposed(ink))) continue;
    for (let i = 0; i < MOST; i++) {
      const line = edgeToEdge(rest, THICKEST * Math.max(ink.width, ink.height), short);
      if (!line) break;
      rest = { ...rest, data: without(rest.data, line) };
      line.forEach((set, k) => set && ((level ? lines : turned.data)[k] = 1));
    }
  }
  transposed(turned).data.forEach((set, i) => set && (lines[i] = 1));
  return lines;
}

/**
 * Whether lines are thinner, paler and longer than the rest of the ink.
 *
 * @param {Uint8Array} contrast
 * @param {Grey} ink
 * @param {Uint8Array} lines
 */
function signsOf(contrast, ink, lines) {
  const rest = { ...ink, data: without(ink.data, lines) };
  if (!lines.includes(1) || count(rest.data) < 0.1 * count(lines)) return { thinner: false, paler: false, longer: false };
  return {
    thinner: widthOf({ ...ink, data: lines }) <= THIN * widthOf(rest),
    paler: meanWithin(contrast, lines) <= PALE * meanWithin(contrast, rest.data),
    longer: endsBefore(rest, lines),
  };
}

/**
 * Mean width of strokes in pixels; beyond the picture there is paper.
 *
 * @param {Grey} ink 1 and 0
 */
function widthOf({ width, height, data }) {
  const wide = width + 2;
  const framed = new Uint8Array(wide * (height + 2));
  for (let y = 0; y < height; y++) framed.set(data.subarray(y * width, (y + 1) * width), (y + 1) * wide + 1);
  return 2 * strokeRadius(distanceInside(framed, wide, height + 2).map((each) => each - 0.5));
}

/** @param {Uint8Array} mask */
function count(mask) {
  return mask.reduce((sum, set) => sum + set, 0);
}

/**
 * @param {Uint8Array} ink
 * @param {Uint8Array} lines
 * @returns {Uint8Array}
 */
function without(ink, lines) {
  return ink.map((set, i) => (lines[i] ? 0 : set));
}

/** @param {Grey} ink */
function reachesBothSides({ width, data }) {
  const seen = (/** @type {(x: number) => boolean} */ where) => data.some((set, i) => set && where(i % width));
  return seen((x) => x < 2) && seen((x) => x >= width - 2);
}

/**
 * @param {Uint8Array} values
 * @param {Uint8Array} mask
 */
function meanWithin(values, mask) {
  return values.reduce((sum, value, i) => (mask[i] ? sum + value : sum), 0) / count(mask);
}

/**
 * Whether the rest keeps away from the edges that lines run to.
 *
 * @param {Grey} rest
 * @param {Uint8Array} lines
 */
function endsBefore(rest, lines) {
  const whole = { ...rest, data: lines };
  return !(
    (reachesBothSides(whole) && isNearSides(rest)) ||
    (reachesBothSides(transposed(whole)) && isNearSides(transposed(rest)))
  );
}

/** @param {Grey} ink */
function isNearSides({ width, data }) {
  const near = Math.max(1, evenly(MARGIN * width));
  return data.some((set, i) => set && (i % width < near || i % width >= width - near));
}

/**
 * The pixels of the clearest level line from the left edge to the right.
 *
 * @param {Grey} ink
 * @param {number} thickest
 * @param {number} short
 */
function edgeToEdge(ink, thickest, short) {
  const { width, height, data } = ink;
  if (width < NARROWEST || !reachesBothSides(ink)) return null;
  const runs = uprightRuns(ink);
  /** @type {{row: number, across: number}[]} */
  const points = [];
  data.forEach((set, i) => {
    if (set && at(runs.length, i) <= thickest) points.push({ row: Math.floor(i / width), across: (i % width) - (width - 1) / 2 });
  });
  if (points.length < 0.5 * width) return null;
  // How far beyond the picture's top and bottom the middle of a line through it may lie.
  const beyond = evenly(STEEPEST * width);
  const best = { votes: 0, slope: 0, offset: 0 };
  for (let k = 0; k < SLOPES; k++) {
    const slope = k * ((2 * STEEPEST) / (SLOPES - 1)) - STEEPEST;
    const votes = new Float32Array(height + 2 * beyond);
    for (const { row, across } of points) {
      const offset = evenly(row - slope * across) + beyond;
      votes[offset] = at(votes, offset) + 1;
    }
    votes.forEach((each, offset) => {
      if (each > best.votes) Object.assign(best, { votes: each, slope, offset: offset - beyond });
    });
  }
  return best.votes < 0.5 * width ? null : along(ink, runs, best.slope, best.offset, thickest, short);
}

/**
 * The thin runs along a line, where ink follows it from edge to edge.
 *
 * @param {Grey} ink
 * @param {{first: Float32Array, length: Float32Array}} runs
 * @param {number} slope
 * @param {number} offset
 * @param {number} thickest
 * @param {number} short
 */
function along({ width, height, data }, runs, slope, offset, thickest, short) {
  const end = Math.max(2, evenly(short * width));
  /** @type {number[]} */
  const on = [];
  for (let x = 0; x < width; x++) {
    const middle = evenly(offset + slope * (x - (width - 1) / 2));
    const step = [0, -1, 1, -2, 2].find((each) => {
      const row = middle + each;
      return row >= 0 && row < height && data[row * width + x];
    });
    if (step !== undefined) on.push((middle + step) * width + x);
  }
  const columns = on.map((i) => i % width);
  const atBothSides = columns.some((x) => x < end) && columns.some((x) => x >= width - end);
  const between = columns.filter((x) => x >= end && x < width - end).length;
  if (between / (width - 2 * end) < COVERED || !atBothSides) return null;
  const thickness = median(Float32Array.from(on, (i) => at(runs.length, i)));
  if (thickness > thickest) return null;
  const pixels = new Uint8Array(data.length);
  for (const i of on) {
    const length = at(runs.length, i);
    if (length > 1.5 * thickness + 1) continue;
    for (let depth = 0; depth < length; depth++) pixels[(at(runs.first, i) + depth) * width + (i % width)] = 1;
  }
  return pixels;
}

/**
 * Upright runs of ink: for every pixel of ink the row where its run begins, and how long it is.
 *
 * @param {Grey} ink
 */
function uprightRuns({ width, height, data }) {
  const first = new Float32Array(data.length);
  const length = new Float32Array(data.length);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; ) {
      let end = y;
      while (end < height && data[end * width + x]) end++;
      for (let row = y; row < end; row++) {
        first[row * width + x] = y;
        length[row * width + x] = end - y;
      }
      y = end + 1;
    }
  }
  return { first, length };
}
