import { findInk } from "./find.js";
import { contrast, findPaper } from "./paper.js";
import { penWidth } from "./parts.js";
import { paintedOver, surroundings } from "./surroundings.js";

/** @import {Grey} from "./image.js" */
/** @import {Paper} from "./paper.js" */

/** Writing beside a table or a hand has at least this share of the picture's longer side... */
const LEAST = 0.1;

/** ...strokes of at most this share of their thickness... */
const THINNER = 0.4;

/** ...and of its own longer side... */
const SLENDER = 0.3;

/** ...and at least this share of their contrast. */
const FAINT = 0.25;

/**
 * What a whole small picture shows.
 *
 * @typedef {object} Look
 * @property {Paper} paper
 * @property {Uint8Array} contrast against the paper
 * @property {ReturnType<typeof findInk>} found the character's pixels, null without ink
 */

/**
 * What a small picture shows, but for the table or hand around what is written, as
 * `rekognize.glyphs.look.look_at`.
 *
 * @param {Grey} picture
 * @returns {Look}
 */
export function lookAt(picture) {
  const { width, height } = picture;
  const first = look(picture);
  const around = surroundings({ width, height, data: first.contrast }, first.paper.light === null);
  if (!around) return first;
  const second = look(paintedOver(picture, around.mask));
  if (!second.found || peak(second) < FAINT * peak(first)) return first;
  if (!isWriting(second.found.mask, around.thickness, width, height)) return first;
  return { ...second, found: { ...second.found, others: true } };
}

/**
 * @param {Grey} picture
 * @returns {Look}
 */
function look(picture) {
  const { width, height } = picture;
  const paper = findPaper(picture);
  const whole = Uint8Array.from(contrast(paper, picture, width, height, [0, 0, width, height]).data);
  return { paper, contrast: whole, found: findInk({ width, height, data: whole }) };
}

/** @param {Look} look */
function peak(look) {
  return look.contrast.reduce((most, value) => Math.max(most, value), 0);
}

/**
 * @param {Uint8Array} mask
 * @param {number} thickness
 * @param {number} width
 * @param {number} height
 * @returns {boolean} whether ink is a character beside something of that thickness, no crumb of it
 */
function isWriting(mask, thickness, width, height) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  mask.forEach((set, i) => {
    if (!set) return;
    const x = i % width;
    const y = (i - x) / width;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + 1);
    bottom = Math.max(bottom, y + 1);
  });
  if (left === 0 || top === 0 || right === width || bottom === height) return false;
  const side = Math.max(right - left, bottom - top);
  const pen = penWidth(mask, width);
  return side >= LEAST * Math.max(width, height) && pen <= THINNER * thickness && pen <= SLENDER * side;
}
