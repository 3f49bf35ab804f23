import { distanceInside } from "./distance.js";
import { at } from "./image.js";
import { linesAcross, linesAround } from "./lines.js";
import { connectedParts, penWidth } from "./parts.js";
import { rulings, underlineOf } from "./rulings.js";
import { ALONE, companyOf } from "./several.js";
import { histogramOf } from "./statistics.js";

/** @import {Grey} from "./image.js" */
/** @import {Part} from "./parts.js" */
/** @import {Company} from "./several.js" */

/** Share of the strongest contrast that ink must have... */
const LOW = 0.35;

/** ...and that some pixel of each connected part must have (hysteresis, as in Canny, 1986). */
const HIGH = 0.5;

/** Grey levels of contrast below which nothing counts as ink. */
const FAINTEST = 14;

/** Standard deviations of paper noise below which nothing counts as ink. */
const NOISE = 4.5;

/** A part smaller than this share of the squared pen width is a speck. */
const DOT = 0.3;

/** A part smaller than this share of the largest is dust, unless it is its dot or broken off it. */
const DUST = 0.05;

/** Where there are more small parts than this, none of them is a dot. */
const MOST_DOTS = 3;

/** Farther from the rest than these shares of its longer side, across or down, is not of it. */
const NEAR = { across: 0.6, down: 1 };

/** A part that an edge cuts is a neighbour beyond this share of the main one's longer side. */
const GAP = 0.25;

/**
 * The character in a contrast picture, paper 0, as `rekognize.glyphs.find.find_ink`.
 *
 * @param {Grey} contrast
 * @returns {{mask: Uint8Array, others: boolean, company: Company} | null} the character's pixels,
 *   whether other ink was left out, and what stands beside it; null when there is no ink
 */
export function findInk({ width, height, data }) {
  const peak = peakOf(data);
  const noise = noiseOf({ width, height, data }, peak);
  if (peak < Math.max(FAINTEST, NOISE * noise)) return null;
  const low = Math.max(LOW * peak, 0.75 * NOISE * noise);
  const ink = data.map((value) => (value > low ? 1 : 0));
  let isLined = false;
  for (const linesOf of [linesAcross, linesAround]) {
    const lines = linesOf(data, { width, height, data: ink });
    lines?.forEach((set, i) => set && (ink[i] = 0));
    if (lines) isLined = true;
  }
  const { labels, parts } = connectedParts(ink, width, height);
  const high = Math.max(HIGH * peak, low);
  const strong = new Set();
  data.forEach((value, i) => value > high && strong.add(parts[at(labels, i) - 1]));
  let kept = parts.filter((part) => strong.has(part));
  let company = ALONE;
  if (kept.length > 1) ({ kept, company } = choose(parts, kept, labels, width, height));
  if (kept.length === 0) return null;
  const numbers = Uint8Array.from([0, ...parts.map((part) => (kept.includes(part) ? 1 : 0))]);
  return {
    mask: Uint8Array.from(labels, (label) => at(numbers, label)),
    others: isLined || kept.length < parts.length,
    company,
  };
}

/**
 * @param {Uint8Array} contrast
 * @returns {number} contrast that only the darkest few pixels exceed
 */
function peakOf(contrast) {
  const rank = Math.max(3, Math.floor(contrast.length / 4000));
  const histogram = histogramOf(contrast);
  let above = 0;
  return histogram.findLastIndex((count) => (above += count) >= rank);
}

/**
 * Standard deviation of the paper's noise, from the steps between neighbours of which neither is
 * clearly ink: half of all such steps are within 0.38 sigma.
 *
 * @param {Grey} contrast
 * @param {number} peak
 */
function noiseOf({ width, height, data }, peak) {
  const stride = Math.max(1, Math.floor(height / 64));
  const counts = new Float64Array(256);
  let total = 0;
  for (let y = 0; y < height; y += stride) {
    for (let i = y * width + 1; i < (y + 1) * width; i++) {
      if (at(data, i) >= 0.5 * peak || at(data, i - 1) >= 0.5 * peak) continue;
      const step = Math.abs(at(data, i) - at(data, i - 1));
      counts[step] = /** @type {number} */ (counts[step]) + 1;
      total++;
    }
  }
  if (total === 0) return 0;
  // Whole grey levels: spread the ties of the median evenly over one level.
  let below = 0;
  const middle = counts.findIndex((count) => {
    if (below + count >= total / 2) return true;
    below += count;
    return false;
  });
  const part = (total / 2 - below) / /** @type {number} */ (counts[middle]);
  return middle ? Math.max(middle - 0.5 + part, 0) / 0.38 : 0;
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
  const ink = large.filter((part) => !dust.has(part) && !isCutOff(part, main, width, height));
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
  const number = parts.indexOf(main) + 1;
  const gap = distanceInside(Uint8Array.from(labels, (label) => (label === number ? 0 : 1)), width, height);
  const beside = new Set();
  labels.forEach((label, i) => label && at(gap, i) <= pen && beside.add(parts[label - 1]));
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
 * @param {Part} part
 * @param {Part} main
 * @param {number} width
 * @param {number} height
 */
function isCutOff(part, main, width, height) {
  if (main.left <= 1 || main.top <= 1 || main.right >= width - 1 || main.bottom >= height - 1) return false;
  const gap = Math.max(part.left - main.right, main.left - part.right);
  const side = Math.max(main.right - main.left, main.bottom - main.top);
  return (part.left <= 1 || part.right >= width - 1) && gap > GAP * side;
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
