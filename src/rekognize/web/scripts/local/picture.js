import { glyphIn } from "./glyph.js";
import { at, extent, reduced } from "./image.js";
import { inkWithin, relativeContrast, signedDistance, softCoverage, strokeRadius } from "./ink.js";
import { lookAt } from "./look.js";
import { contrast } from "./paper.js";
import { place } from "./place.js";
import { bilinear } from "./resample.js";
import { evenly } from "./rounding.js";
import { FRAME, INK_FRAME } from "./shape.js";

/** @import {Box, Glyph} from "./glyph.js" */
/** @import {Grey} from "./image.js" */

/** Longer side, in pixels, at which ink is told from paper, specks and lines. */
const COARSE = 256;

/**
 * The character in a grey picture, whatever its polarity, size and place, as
 * `rekognize.glyphs.glyph_of_image`.
 *
 * @param {Grey} picture
 * @returns {Glyph | null} null when the picture holds no ink
 */
export function glyphOfImage(picture) {
  const factor = Math.max(1, Math.ceil(Math.max(picture.width, picture.height) / COARSE));
  const coarse = factor > 1 ? reduced(picture, factor, factor) : picture;
  const { width, height } = coarse;
  const { paper, found } = lookAt(coarse);
  if (!found) return null;
  const box = boxOf(found.mask, width, factor, picture);
  const scale = INK_FRAME / Math.max(box[2] - box[0], box[3] - box[1]);
  const side = FRAME / scale;
  const corner = [(box[0] + box[2]) / 2 - side / 2, (box[1] + box[3]) / 2 - side / 2];
  const [x = 0, y = 0] = corner;
  /** @type {Box} */
  const inside = [Math.max(x, 0), Math.max(y, 0), Math.min(x + side, picture.width), Math.min(y + side, picture.height)];
  const [left, top] = [evenly((inside[0] - x) * scale), evenly((inside[1] - y) * scale)];
  const right = Math.max(evenly((inside[2] - x) * scale), left + 1);
  const bottom = Math.max(evenly((inside[3] - y) * scale), top + 1);
  const part = contrast(paper, picture, right - left, bottom - top, inside).data;
  // What is left of a shadow's edge is too faint to be ink, but not beside the ends of strokes.
  if (found.others || paper.light) {
    const seen = stencil(found.mask, width, height, factor, right - left, bottom - top, inside);
    part.forEach((value, i) => (part[i] = value * at(seen, i)));
  }
  const frame = new Float32Array(FRAME * FRAME);
  for (let row = top; row < bottom; row++) {
    frame.set(part.subarray((row - top) * (right - left), (row - top + 1) * (right - left)), row * FRAME + left);
  }
  const relative = relativeContrast(frame);
  const ink = inkWithin(relative);
  // A line along the edge of a strip, thinner than a pixel of the frame.
  if (!ink.some(Boolean)) return null;
  const distance = signedDistance(ink);
  const glyph = glyphIn(place(softCoverage(relative, distance)), box, (2 * strokeRadius(distance)) / scale, null);
  const columns = found.company.columns.map((column) => enlarged(column, factor, picture));
  return { ...glyph, company: { ...found.company, columns } };
}

/**
 * @param {Uint8Array} mask of the character in the coarse picture
 * @param {number} width
 * @param {number} factor pixels of the picture to one of the coarse one
 * @param {Grey} picture
 * @returns {Box} in the picture's pixels
 */
function boxOf(mask, width, factor, picture) {
  return enlarged(extent(width, mask.length / width, (i) => mask[i] !== 0), factor, picture);
}

/**
 * @param {Box} box in the coarse picture
 * @param {number} factor pixels of the picture to one of the coarse one
 * @param {Grey} picture
 * @returns {Box} in the picture's pixels
 */
function enlarged([left, top, right, bottom], factor, { width, height }) {
  return [left * factor, top * factor, Math.min(right * factor, width), Math.min(bottom * factor, height)];
}

/**
 * @param {Uint8Array} mask
 * @param {number} width of the mask
 * @param {number} height
 * @param {number} factor
 * @param {number} across size of the result
 * @param {number} down
 * @param {Box} inside a box of the picture
 * @returns {Float32Array} 1 around the character's pixels and 0 over other ink
 */
function stencil(mask, width, height, factor, across, down, inside) {
  const grown = mask.map((set, i) => {
    const x = i % width;
    const around = set || (x > 0 && mask[i - 1]) || (x < width - 1 && mask[i + 1]) || mask[i - width] || mask[i + width];
    return around ? 255 : 0;
  });
  const [left, top, right, bottom] = inside;
  /** @type {Box} */
  const box = [left / factor, top / factor, Math.min(right / factor, width), Math.min(bottom / factor, height)];
  return Float32Array.from(bilinear({ width, height, data: grown }, across, down, box).data, (value) => value / 255);
}
