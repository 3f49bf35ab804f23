import { distanceInside } from "./distance.js";
import { at } from "./image.js";
import { connectedParts } from "./parts.js";
import { evenly } from "./rounding.js";
import { solved } from "./slope.js";

/** @import {Grey} from "./image.js" */

/** Pixels of the shorter side below which it is no photograph of more than a character. */
const SMALLEST = 48;

/** What is deeper than this share of the picture's longer side may be no stroke... */
const THICK = 0.035;

/** ...if this share of it lies within its own thickness of the picture's edges. */
const HUGGING = 0.85;

/** A sheet is deeper than this share of the picture's longer side... */
const SHEET = 0.1;

/** ...and fills this share of the smallest rectangle around it, be it askew. */
const RECTANGULAR = 0.85;

/** Width, as a share of the longer side, of the soft edge that is taken for surroundings too. */
const MARGIN = 0.012;

/**
 * What lies around what is written, as `rekognize.glyphs.surroundings.surroundings`: what is thick
 * and hugs the edges, a table or a hand, or all around a sheet in the middle.
 *
 * @param {Grey} contrast paper 0
 * @param {number} share of the strongest contrast, from which on something stands out
 * @param {boolean} evenLight
 * @returns {{mask: Uint8Array, thickness: number} | null}
 */
export function surroundings({ width, height, data }, share, evenLight) {
  const side = Math.max(width, height);
  if (Math.min(width, height) < SMALLEST) return null;
  const least = Math.max(share * data.reduce((most, value) => Math.max(most, value), 0), 1);
  const ink = data.map((value) => (value > least ? 1 : 0));
  const depth = distanceInside(ink, width, height).map((value, i) => (ink[i] ? value : 0));
  const deepest = depth.reduce((most, value) => Math.max(most, value), 0);
  if (deepest <= THICK * side) return null;
  let around = atEdge(ink, (i) => at(depth, i) > THICK * side, width, height);
  let thickness = 2 * deepest;
  if (around.includes(1)) {
    thickness = 2 * depth.reduce((most, value, i) => (around[i] ? Math.max(most, value) : most), 0);
    if (!hugsEdges(around, thickness, width, height)) return null;
  } else {
    if (evenLight || deepest <= SHEET * side) return null;
    const paper = ink.map((set) => 1 - set);
    around = atEdge(paper, (i) => paper[i] === 1, width, height);
    if (!isRectangular(around, width)) return null;
  }
  const margin = Math.max(2, MARGIN * side);
  const gap = distanceInside(around.map((set) => 1 - set), width, height);
  const mask = around.map((set, i) => (set || at(gap, i) <= margin ? 1 : 0));
  return mask.includes(0) ? { mask, thickness } : null;
}

/**
 * @param {Uint8Array} mask
 * @param {(i: number) => boolean} where
 * @param {number} width
 * @param {number} height
 * @returns {Uint8Array} its connected parts that reach the edges and hold a pixel that is there
 */
function atEdge(mask, where, width, height) {
  const { labels, parts } = connectedParts(mask, width, height);
  const held = new Set(labels.filter((_, i) => where(i)));
  const chosen = parts.map((part, k) => {
    const reaches = part.left === 0 || part.top === 0 || part.right === width || part.bottom === height;
    return reaches && held.has(k + 1);
  });
  return Uint8Array.from(labels, (label) => (label > 0 && chosen[label - 1] ? 1 : 0));
}

/**
 * @param {Uint8Array} mask
 * @param {number} thickness
 * @param {number} width
 * @param {number} height
 */
function hugsEdges(mask, thickness, width, height) {
  let [all, near] = [0, 0];
  mask.forEach((set, i) => {
    if (!set) return;
    const x = i % width;
    const y = (i - x) / width;
    all++;
    if (Math.min(x, y, width - 1 - x, height - 1 - y) <= thickness) near++;
  });
  return near >= HUGGING * all;
}

/**
 * Whether what is not in a mask fills a rectangle, turned by whole threes of degrees.
 *
 * @param {Uint8Array} mask
 * @param {number} width
 */
function isRectangular(mask, width) {
  const pixels = Array.from(mask.keys()).filter((i) => !mask[i]);
  let smallest = Infinity;
  for (let degrees = 0; degrees < 90; degrees += 3) {
    const angle = (degrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const i of pixels) {
      const x = i % width;
      const y = (i - x) / width;
      const along = x * cos + y * sin;
      const across = y * cos - x * sin;
      left = Math.min(left, along);
      right = Math.max(right, along);
      top = Math.min(top, across);
      bottom = Math.max(bottom, across);
    }
    smallest = Math.min(smallest, (right - left + 1) * (bottom - top + 1));
  }
  return pixels.length >= RECTANGULAR * smallest;
}

/**
 * A picture with the plane that fits the rest of it best where something is to be hidden.
 *
 * @param {Grey} picture
 * @param {Uint8Array} hidden 1 and 0, not everything
 * @returns {Grey}
 */
export function paintedOver({ width, height, data }, hidden) {
  // Measured from the middle, the terms hardly depend on each other: the sums stay exact enough.
  const terms = (/** @type {number} */ i) => {
    const x = i % width;
    return [1, (i - x) / width - (height - 1) / 2, x - (width - 1) / 2];
  };
  const normal = Array.from({ length: 3 }, () => new Array(4).fill(0));
  data.forEach((value, i) => {
    if (hidden[i]) return;
    const row = [...terms(i), value];
    normal.forEach((sums, a) => row.forEach((term, b) => (sums[b] += /** @type {number} */ (row[a]) * term)));
  });
  const weights = solved(normal);
  const plane = (/** @type {number} */ i) =>
    terms(i).reduce((sum, term, k) => sum + term * /** @type {number} */ (weights[k]), 0);
  return {
    width,
    height,
    data: data.map((value, i) => (hidden[i] ? Math.min(Math.max(evenly(plane(i)), 0), 255) : value)),
  };
}
