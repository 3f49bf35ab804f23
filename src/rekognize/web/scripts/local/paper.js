import { distanceInside } from "./distance.js";
import { at, reduced } from "./image.js";
import { bicubic, bilinearLevels } from "./resample.js";
import { EVEN, OPENING, border, isSlope, withoutBorderSlope, withoutSlope } from "./slope.js";
import { median, otsu, rankIn, spread } from "./statistics.js";
import { boxBlur, windowed } from "./windows.js";

/** @import {Box} from "./glyph.js" */
/** @import {Grey, Levels} from "./image.js" */

/** Side in pixels at which uneven light is estimated: light varies slowly. */
const THUMBNAIL = 64;

/** Grey levels added before logarithms are taken: noise in the dark is not structure. */
const DARKEST = 16;

/** Roughness, in logarithms of grey levels, below which light tells no polarity: a soft slope. */
const ROUGH = 4;

/**
 * What is known of the paper of one picture.
 *
 * @typedef {object} Paper
 * @property {boolean} darkInk whether ink is darker than paper
 * @property {number} level grey level of even paper
 * @property {Levels | null} light uneven paper at thumbnail size, null when it is even
 */

/**
 * Polarity and light of a picture, as `rekognize.glyphs.paper.find_paper`.
 *
 * @param {Grey} grey
 * @returns {Paper}
 */
export function findPaper(grey) {
  const factor = Math.max(1, Math.ceil(Math.max(grey.width, grey.height) / THUMBNAIL));
  const small = factor > 1 ? reduced(grey, factor, factor) : grey;
  const darkInk = inkIsDark(small);
  const edge = border(small);
  // A canvas, or a scan cut well: no lamp spares the whole border.
  if (spread(edge) <= EVEN) return { darkInk, level: median(edge), light: null };
  const bright = levelsOf(small, (value) => (darkInk ? 255 - value : value));
  let under = opened(bright);
  if (spread(under.data) > EVEN) {
    // Near the border an opening cannot follow a slope: it is taken away first. Where a shadow's
    // edge makes that worse, the higher of both is nearer to the paper.
    const { rest, slope } = withoutSlope(bright, under);
    const first = under.data;
    under = levelsOf(opened(rest), (value, i) => Math.max(at(first, i), value + at(slope, i)));
  }
  if (spread(under.data) <= EVEN) return { darkInk, level: paperLevel(grey, darkInk), light: null };
  const light = boxBlur(darkInk ? levelsOf(under, (value) => 255 - value) : under);
  return { darkInk, level: median(light.data), light };
}

/**
 * Contrast of a part of the picture against its paper, 0 to 255, in a size of its own.
 *
 * @param {Paper} paper
 * @param {Grey} picture
 * @param {number} width
 * @param {number} height
 * @param {Box} box
 * @returns {Levels}
 */
export function contrast({ darkInk, level, light }, picture, width, height, box) {
  const whole = `${box}` === `0,0,${picture.width},${picture.height}` && width === picture.width && height === picture.height;
  const part = whole ? picture : bicubic(picture, width, height, box);
  const signed = (/** @type {number} */ grey, /** @type {number} */ paper) =>
    Math.min(Math.max(Math.fround(darkInk ? paper - grey : grey - paper), 0), 255);
  if (!light) return levelsOf(part, (grey) => signed(grey, level));
  const across = light.width / picture.width;
  const down = light.height / picture.height;
  const [left, top, right, bottom] = box;
  const here = bilinearLevels(light, width, height, [left * across, top * down, right * across, bottom * down]);
  return levelsOf(part, (grey, i) => {
    const paper = at(here.data, i);
    // Reflected light: where half the light falls, ink has half the contrast.
    const lamp = darkInk ? Math.fround(Math.fround(level) / Math.max(paper, 16)) : 1;
    return signed(grey, paper) * lamp;
  });
}

/**
 * @param {Grey | Levels} image
 * @param {(value: number, i: number) => number} change
 * @returns {Levels}
 */
function levelsOf({ width, height, data }, change) {
  return { width, height, data: Float32Array.from(data, change) };
}

/**
 * Morphological opening: erosion, then dilation. Wipes away what is narrower than a window.
 *
 * @param {Levels} image
 */
function opened(image) {
  return windowed(windowed(image, Math.min, OPENING), Math.max, OPENING);
}

/**
 * @param {Grey} small
 * @returns {boolean}
 */
function inkIsDark(small) {
  const byLight = spread(border(small)) > EVEN ? darkByLight(small) : null;
  if (byLight !== null) return byLight;
  // Neither paper nor ink but a slope between: a lamp at one side.
  const grey = isSlope(border(small)) ? withoutBorderSlope(small) : small;
  const edge = border(grey);
  const threshold = otsu(grey.data);
  const bright = edge.filter((value) => value > threshold).length / edge.length;
  if (!(bright > 0.25 && bright < 0.75)) return bright >= 0.5;
  // A tight cut: ink runs along the border. Paper lies deeper than strokes are thick.
  const depthBright = deepest(grey, (value) => value > threshold);
  const depthDark = deepest(grey, (value) => value <= threshold);
  if (Math.max(depthBright, depthDark) < 1.15 * Math.min(depthBright, depthDark)) return bright >= 0.5;
  return depthBright > depthDark;
}

/**
 * Whether ink is dark, by which polarity leaves the smoother light: the strokes of dark ink stay
 * in the light that narrow bright things are taken from, and a shadow's edge is in both.
 *
 * @param {Grey} grey
 * @returns {boolean | null} null when neither is clearly smoother
 */
function darkByLight(grey) {
  if (Math.min(grey.width, grey.height) <= OPENING) return null;
  const level = levelsOf(grey, (value) => Math.log(value + DARKEST));
  const underDark = roughness(opened(levelsOf(level, (value) => -value)));
  const underBright = roughness(opened(level));
  const most = Math.max(underDark, underBright);
  if (most < ROUGH || most < 1.2 * Math.min(underDark, underBright)) return null;
  return underDark < underBright;
}

/**
 * @param {Levels} image
 * @returns {number} sum of the absolute second differences along both axes
 */
function roughness({ width, data }) {
  let sum = 0;
  const bend = (/** @type {number} */ i, /** @type {number} */ step) =>
    Math.abs(at(data, i - step) - 2 * at(data, i) + at(data, i + step));
  for (let i = 0; i < data.length; i++) {
    const x = i % width;
    if (x > 0 && x < width - 1) sum += bend(i, 1);
    if (i >= width && i < data.length - width) sum += bend(i, width);
  }
  return sum;
}

/**
 * @param {Grey} image continued outwards by one pixel
 * @param {(value: number) => boolean} belongs
 * @returns {number} greatest distance of a pixel that belongs from one that does not
 */
function deepest({ width, height, data }, belongs) {
  const wide = width + 2;
  const mask = new Uint8Array(wide * (height + 2));
  for (let y = 0; y < height + 2; y++) {
    const row = Math.min(Math.max(y - 1, 0), height - 1) * width;
    for (let x = 0; x < wide; x++) {
      const value = at(data, row + Math.min(Math.max(x - 1, 0), width - 1));
      mask[y * wide + x] = belongs(value) ? 1 : 0;
    }
  }
  return distanceInside(mask, wide, height + 2).reduce((most, value, i) => (mask[i] ? Math.max(most, value) : most), 0);
}

/**
 * @param {Grey} grey
 * @param {boolean} darkInk
 * @returns {number} median grey of the pixels on the paper's side of the middle
 */
function paperLevel({ data }, darkInk) {
  const threshold = otsu(data);
  const side = data.filter((value) => value > threshold === darkInk);
  return rankIn(side.length ? side : data, 0.5);
}
