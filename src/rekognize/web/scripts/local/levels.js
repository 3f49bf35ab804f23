import { at } from "./image.js";
import { histogramOf, rankIn } from "./statistics.js";
import { grown } from "./windows.js";

/** @import {Grey} from "./image.js" */

/** Share of the strongest contrast that ink must have... */
const LOW = 0.35;

/** ...or only this, where strokes fade... */
const FAINT = 0.2;

/** ...and that some pixel of each connected part must have (hysteresis, as in Canny, 1986). */
const HIGH = 0.5;

/** Strokes can fade where more than this share of them has between once and three times `FAINT`... */
const PALE = 0.1;

/** ...and do where of these at least so many have more than twice it, for each that has less. */
const FADING = 0.25;

/** Grey levels of contrast below which nothing counts as ink. */
const FAINTEST = 14;

/** Standard deviations of paper noise below which nothing counts as ink. */
const NOISE = 4.5;

/** Pixels around clear ink in which there is no paper, only soft edges. */
const AROUND = 2;

/** Pixels of paper of which a quarter must have more, to tell its print. */
const BARE = 20;

/** Share of a quarter's paper that is no darker than its print... */
const PATTERN = 0.9;

/** ...and ink is darker so many times... */
const ABOVE = 1.8;

/** ...as far as that leaves it the rest of the strongest contrast. */
const DARKEST = 0.65;

/**
 * Contrast that ink has in a picture, paper 0, as `rekognize.glyphs.levels.levels_of`.
 *
 * @param {Grey} contrast
 * @returns {{low: number, high: number, isPrinted: boolean} | null} of each of its pixels, of some of
 *   each part, and whether the paper has a pattern or pale strokes; null when there is no ink
 */
export function levelsOf(contrast) {
  const peak = peakOf(contrast.data);
  const noise = noiseOf(contrast, peak);
  if (peak < Math.max(FAINTEST, NOISE * noise)) return null;
  const [share, isRuled] = plainShareOf(contrast, peak);
  const plain = Math.max(share * peak, 0.75 * NOISE * noise);
  const low = Math.max(plain, Math.min(ABOVE * patternOf(contrast, peak), DARKEST * peak));
  return { low, high: Math.max(HIGH * peak, low), isPrinted: isRuled || low > plain };
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
 * Where the ridges of strokes have every strength, as a pen's do that presses and lifts, faint ones
 * are ink; where pale ones stand alone they are the paper's.
 *
 * @param {Grey} contrast
 * @param {number} peak
 * @returns {[number, boolean]} the share of the strongest contrast that ink must have, and whether
 *   pale strokes are the paper's
 */
function plainShareOf({ width, height, data }, peak) {
  const ends = [1, 2, 3].map((times) => Math.floor(times * FAINT * peak));
  let [paler, pale, clear] = [0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      const value = at(data, i);
      const across = value >= at(data, i - 1) && value > at(data, i + 1);
      const down = value >= at(data, i - width) && value > at(data, i + width);
      const above = across || down ? ends.filter((end) => value > end).length : 0;
      if (above === 1) paler++;
      if (above === 2) pale++;
      if (above === 3) clear++;
    }
  }
  if (paler + pale <= PALE * (paler + pale + clear)) return [LOW, false];
  return pale >= FADING * paler ? [FAINT, false] : [LOW, true];
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
      if (at(data, i) >= HIGH * peak || at(data, i - 1) >= HIGH * peak) continue;
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
  if (middle === 0) return 0;
  const part = (total / 2 - below) / /** @type {number} */ (counts[middle]);
  return Math.min((middle - 0.5 + part) / 0.38, grainOf({ width, height, data }, stride));
}

/**
 * Standard deviation of noise, from all steps of one and of two pixels: on a slope these are twice
 * those, noise does not grow with them.
 *
 * @param {Grey} contrast
 * @param {number} stride from row to row
 */
function grainOf({ width, height, data }, stride) {
  const meanStep = (/** @type {number} */ apart) => {
    let [sum, count] = [0, 0];
    for (let y = 0; y < height; y += stride) {
      for (let i = y * width + apart; i < (y + 1) * width; i++) {
        sum += Math.abs(at(data, i) - at(data, i - apart));
        count++;
      }
    }
    return count ? sum / count : 0;
  };
  return Math.max(2 * meanStep(1) - meanStep(2), 0) / 0.564;
}

/**
 * Contrast of what is printed all over the paper: the least of the picture's four quarters, for a
 * faint stroke is in some and a pattern in all of them.
 *
 * @param {Grey} contrast
 * @param {number} peak
 */
function patternOf({ width, height, data }, peak) {
  const around = grown(data.map((value) => (value >= HIGH * peak ? 1 : 0)), width, height, AROUND);
  /** @type {[number[], number[], number[], number[]]} */
  const quarters = [[], [], [], []];
  data.forEach((value, i) => {
    if (around[i]) return;
    const right = i % width >= width >> 1 ? 1 : 0;
    const low = i >= (height >> 1) * width ? 2 : 0;
    quarters[/** @type {0 | 1 | 2 | 3} */ (right + low)].push(value);
  });
  const levels = quarters
    .filter((quarter) => quarter.length > BARE)
    .map((quarter) => rankIn(Uint8Array.from(quarter), PATTERN));
  return levels.length ? Math.min(...levels) : 0;
}
