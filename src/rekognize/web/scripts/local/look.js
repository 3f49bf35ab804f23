import { findInk } from "./find.js";
import { extent } from "./image.js";
import { contrast, findPaper } from "./paper.js";
import { penWidth } from "./parts.js";
import { paintedOver, surroundings } from "./surroundings.js";

/** @import {Grey} from "./image.js" */
/** @import {Paper} from "./paper.js" */

/** Shares of the strongest contrast that a table or a hand may have: tried in this order. */
const STANDS_OUT = [0.35, 0.2];

/** Writing beside a table or a hand has at least this share of the picture's longer side... */
const LEAST = 0.1;

/** ...strokes of at most this share of their thickness... */
const THINNER = 0.4;

/** ...and of its own longer side... */
const SLENDER = 0.3;

/** Ink that is slenderer than this, and lies whole in the picture, is looked at no further. */
const SURELY = 0.15;

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
  if (first.found && isWriting(first.found.mask, width, height, SURELY)) return first;
  for (const share of STANDS_OUT) {
    const around = surroundings({ width, height, data: first.contrast }, share, first.paper.light === null);
    if (!around) continue;
    const second = look(paintedOver(picture, around.mask));
    if (!second.found || peak(second) < FAINT * peak(first)) continue;
    if (isWriting(second.found.mask, width, height, SLENDER, THINNER * around.thickness)) {
      return { ...second, found: { ...second.found, others: true } };
    }
  }
  return first;
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
 * @param {number} width
 * @param {number} height
 * @param {number} slender width of its strokes, at most, as a share of its longer side
 * @param {number} thickest the same in pixels
 * @returns {boolean} whether ink looks like a character that lies whole and slender in the picture
 */
function isWriting(mask, width, height, slender, thickest = Infinity) {
  const [left, top, right, bottom] = extent(width, height, (i) => mask[i] === 1);
  if (left === 0 || top === 0 || right === width || bottom === height) return false;
  const side = Math.max(right - left, bottom - top);
  return side >= LEAST * Math.max(width, height) && penWidth(mask, width) <= Math.min(thickest, slender * side);
}
