import { distanceInside } from "./distance.js";
import { at } from "./image.js";
import { levelsOf } from "./levels.js";
import { linesAcross, linesAround } from "./lines.js";
import { connectedParts, penWidth } from "./parts.js";
import { rulings, underlineOf } from "./rulings.js";
import { ALONE, companyOf } from "./several.js";

/** @import {Grey} from "./image.js" */
/** @import {Part} from "./parts.js" */
/** @import {Company} from "./several.js" */

/** A part smaller than this share of the squared pen width is a speck. */
const DOT = 0.3;

/** A part smaller than this share of the largest is dust, unless it is its dot or broken off it. */
const DUST = 0.05;

/** Where there are more small parts than this, none of them is a dot. */
const MOST_DOTS = 3;

/** Farther from the rest than these shares of its longer side, across or down, is not of it. */
const NEAR = { across: 0.6, down: 1 };

/** A part that an edge cuts is a neighbour beyond this share of the main one's longer side... */
const GAP = 0.25;

/** ...or when it is no wider than this share of the picture... */
const SLICE = 0.3;

/** ...covers less than this share of the main one's width... */
const ASIDE = 0.5;

/** ...and that is at least this share as far from its edge as from the other. */
const CENTRED = 0.5;

/**
 * The character in a contrast picture, paper 0, as `rekognize.glyphs.find.find_ink`.
 *
 * @param {Grey} contrast
 * @returns {{mask: Uint8Array, others: boolean, company: Company} | null} the character's pixels,
 *   whether other ink was left out, and what stands beside it; null when there is no ink
 */
export function findInk({ width, height, data }) {
  const levels = levelsOf({ width, height, data });
  if (!levels) return null;
  const ink = data.map((value) => (value > levels.low ? 1 : 0));
  let isLeftOut = levels.isPrinted;
  for (const linesOf of [linesAcross, linesAround]) {
    const lines = linesOf(data, { width, height, data: ink });
    lines?.forEach((set, i) => set && (ink[i] = 0));
    if (lines) isLeftOut = true;
  }
  const { labels, parts } = connectedParts(ink, width, height);
  const strong = new Set();
  data.forEach((value, i) => value > levels.high && strong.add(parts[at(labels, i) - 1]));
  let kept = parts.filter((part) => strong.has(part));
  let company = ALONE;
  if (kept.length > 1) ({ kept, company } = choose(parts, kept, labels, width, height));
  if (kept.length === 0) return null;
  const numbers = Uint8Array.from([0, ...parts.map((part) => (kept.includes(part) ? 1 : 0))]);
  return {
    mask: Uint8Array.from(labels, (label) => at(numbers, label)),
    others: isLeftOut || kept.length < parts.length,
    company,
  };
}

/**
 * Which of the parts with strong ink make up the character, and what stands beside it.
 *
 * @param {readonly Part[]} parts
 * @param {readonly Part[]} strong
 * @param {Int32Array} labels
 * @param {number} width
 * @param {number} height
 * @returns {{kept: Part[], company: Company}}
 */
function choose(parts, strong, labels, width, height) {
  const lines = rulings(parts, labels, width);
  const unruled = strong.filter((part) => !lines.has(part));
  if (unruled.length <= 1) return { kept: unruled, company: ALONE };
  const main = unruled.reduce((most, part) => (part.area > most.area ? part : most));
  const number = parts.indexOf(main) + 1;
  const pen = penWidth(Uint8Array.from(labels, (label) => (label === number ? 1 : 0)), width);
  const least = Math.min(DOT * pen * pen, main.area);
  const underline = underlineOf(parts, main, pen);
  const large = unruled.filter((part) => part.area >= least && !underline.has(part));
  const dust = dustOf(large, parts, main, pen, labels, width, height);
  const cut = cutOff(large, parts, main, pen, labels, width, height);
  const ink = large.filter((part) => !dust.has(part) && !cut.has(part));
  const kept = near(ink, main);
  return { kept, company: companyOf(ink, kept) };
}

/**
 * Small parts that neither touch the largest part, nearly, nor can be its dot.
 *
 * @param {readonly Part[]} kept
 * @param {readonly Part[]} parts
 * @param {Part} main
 * @param {number} pen
 * @param {Int32Array} labels
 * @param {number} width
 * @param {number} height
 * @returns {Set<Part>}
 */
function dustOf(kept, parts, main, pen, labels, width, height) {
  const small = kept.filter((part) => part.area <= DUST * main.area);
  if (small.length === 0) return new Set();
  const beside = closeTo(main, parts, pen, labels, width, height);
  const dust = small.filter((part) => !beside.has(part));
  const side = Math.max(main.bottom - main.top, main.right - main.left);
  const above = dust.filter(({ left, right, bottom }) => {
    const middle = (left + right) / 2;
    return (
      bottom <= main.top + 0.15 * side && middle >= main.left - 0.35 * side && middle <= main.right + 0.35 * side
    );
  });
  if (above.length && dust.length <= MOST_DOTS) {
    const dot = above.reduce((most, part) => (part.area > most.area ? part : most));
    dust.splice(dust.indexOf(dot), 1);
  }
  return new Set(dust);
}

/**
 * Neighbours: cut by the left or right edge, and apart from a main part that no edge cuts.
 *
 * Apart is what stands far away; in a cut around the main part also a slice that is farther from it
 * than the pen is wide: strokes broken in two lie nearer.
 *
 * @param {readonly Part[]} kept
 * @param {readonly Part[]} parts
 * @param {Part} main
 * @param {number} pen
 * @param {Int32Array} labels
 * @param {number} width
 * @param {number} height
 * @returns {Set<Part>}
 */
function cutOff(kept, parts, main, pen, labels, width, height) {
  const [before, behind] = [main.left, width - main.right];
  if (before <= 1 || main.top <= 1 || behind <= 1 || main.bottom >= height - 1) return new Set();
  const gap = (/** @type {Part} */ part) => Math.max(part.left - main.right, main.left - part.right);
  const cut = kept.filter((part) => part.left <= 1 || part.right >= width - 1);
  const far = cut.filter((part) => gap(part) > GAP * Math.max(main.right - main.left, main.bottom - main.top));
  const slices = cut.filter(
    (part) =>
      ((part.left <= 1 && before >= CENTRED * behind) || (part.right >= width - 1 && behind >= CENTRED * before)) &&
      gap(part) > -ASIDE * (main.right - main.left) &&
      part.right - part.left <= SLICE * width,
  );
  if (slices.length === 0) return new Set(far);
  const close = closeTo(main, parts, pen, labels, width, height);
  return new Set([...far, ...slices.filter((part) => !close.has(part))]);
}

/**
 * Parts with a pixel that is no farther from the main one than the pen is wide.
 *
 * @param {Part} main
 * @param {readonly Part[]} parts
 * @param {number} pen
 * @param {Int32Array} labels
 * @param {number} width
 * @param {number} height
 * @returns {Set<Part | undefined>}
 */
function closeTo(main, parts, pen, labels, width, height) {
  const number = parts.indexOf(main) + 1;
  const gap = distanceInside(Uint8Array.from(labels, (label) => (label === number ? 0 : 1)), width, height);
  const near = new Set();
  labels.forEach((label, i) => label && at(gap, i) <= pen && near.add(parts[label - 1]));
  return near;
}

/**
 * Parts reachable from the main one by gaps that are small beside what is joined so far.
 *
 * @param {readonly Part[]} kept
 * @param {Part} main
 * @returns {Part[]}
 */
function near(kept, main) {
  let joined = [main];
  for (;;) {
    const left = Math.min(...joined.map((part) => part.left));
    const top = Math.min(...joined.map((part) => part.top));
    const right = Math.max(...joined.map((part) => part.right));
    const bottom = Math.max(...joined.map((part) => part.bottom));
    const side = Math.max(right - left, bottom - top);
    const more = kept.filter((part) => {
      const across = Math.max(left - part.right, part.left - right, 0);
      const down = Math.max(top - part.bottom, part.top - bottom, 0);
      return !joined.includes(part) && across <= NEAR.across * side && down <= NEAR.down * side;
    });
    if (more.length === 0) return joined;
    joined = [...joined, ...more];
  }
}
