import { ALONE } from "./several.js";

/** @import {Company} from "./several.js" */

/** The version of the glyphs made here; a bundle's card must name the same. */
export const GLYPH_VERSION = 3;

/** Side of a glyph in pixels. */
export const SIDE = 28;

/** The longer side of the ink's box within the glyph. */
export const INK_SIDE = 22;

/**
 * Left, top, right, bottom.
 *
 * @typedef {readonly [number, number, number, number]} Box
 */

/**
 * The box that was there to write in, in the strokes' own units.
 *
 * @typedef {{width: number, height: number, x?: number, y?: number}} WritingArea
 */

/**
 * One character, cut out and normalised, as `rekognize.glyphs.Glyph`.
 *
 * @typedef {object} Glyph
 * @property {Float32Array} pixels 28 x 28, paper 0, ink 1
 * @property {Box} box of the ink, in the source's units
 * @property {number} penWidth in the same units
 * @property {number | null} relativeHeight height of the ink / of the writing area
 * @property {[number, number] | null} relativePlace of the box's centre in the writing area
 * @property {number | null} capitalHeights height of the ink / of a capital between the guide lines
 * @property {Company} company what stands beside it in its picture
 */

/**
 * @param {Float32Array} pixels
 * @param {Box} box
 * @param {number} penWidth
 * @param {WritingArea | null} area
 * @returns {Glyph}
 */
export function glyphIn(pixels, box, penWidth, area) {
  const unknown = { relativeHeight: null, relativePlace: null, capitalHeights: null, company: ALONE };
  if (!area) return { pixels, box, penWidth, ...unknown };
  const [left, top, right, bottom] = box;
  const { width, height, x = 0, y = 0 } = area;
  return {
    ...unknown,
    pixels,
    box,
    penWidth,
    relativeHeight: (bottom - top) / height,
    relativePlace: [((left + right) / 2 - x) / width, ((top + bottom) / 2 - y) / height],
  };
}
