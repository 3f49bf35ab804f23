/** @import {Box} from "./glyph.js" */
/** @import {Part} from "./parts.js" */

/** A column of ink is as high as a character from this share of the highest one on... */
const AS_HIGH = 0.3;

/** ...and beside it when this share of the lower one's height lies at its side. */
const BESIDE = 0.5;

/** Columns are apart from this share of the higher one's height on. */
const APART = 0.08;

/** Strokes so far apart belong to two characters, whatever their shape. */
const AWAY = 0.25;

/** The same of a picture's parts, where a pale stroke may be torn. */
const AWAY_ON_PAPER = 0.3;

/** @typedef {Readonly<{left: number, top: number, right: number, bottom: number}>} Extent */

/**
 * What stands beside the character: as high as one, but too far away to belong to it (`beside`), and
 * whether what was taken for it stands in several columns (`parted`). Where either is so, boxes of the
 * columns, from left to right.
 *
 * @typedef {Readonly<{beside: boolean, parted: boolean, columns: readonly Box[]}>} Company
 */

/** @type {Company} */
export const ALONE = { beside: false, parted: false, columns: [] };

/**
 * As `rekognize.glyphs.several.company_of`.
 *
 * @param {readonly Part[]} parts that are ink, no specks and no ruled lines
 * @param {readonly Part[]} kept those that make up the character
 * @returns {Company}
 */
export function companyOf(parts, kept) {
  if (parts.length < 2) return ALONE;
  const columns = columnsOf(parts);
  const ours = columns.map((column) => column.some((part) => kept.includes(part)));
  const beside = ours.includes(false) || columnsOf(kept, AWAY_ON_PAPER).length > 1;
  const parted = ours.filter(Boolean).length > 1;
  if (!beside && !parted) return ALONE;
  return { beside, parted, columns: placesOf(columns, columnsOf(parts, AWAY_ON_PAPER)) };
}

/**
 * As `rekognize.glyphs.several.company_of_strokes`.
 *
 * @param {readonly Extent[]} strokes where each of them is
 * @returns {Company}
 */
export function companyOfStrokes(strokes) {
  // Dots have no height to measure by.
  if (strokes.length < 2 || strokes.every(({ top, bottom }) => top === bottom)) return ALONE;
  const [near, far] = [columnsOf(strokes), columnsOf(strokes, AWAY)];
  const [beside, parted] = [far.length > 1, near.length > 1];
  return beside || parted ? { beside, parted, columns: placesOf(near, far) } : ALONE;
}

/**
 * Boxes around the columns; of low pieces, around those that are columns together.
 *
 * @param {readonly Extent[][]} near
 * @param {readonly Extent[][]} far
 * @returns {Box[]}
 */
function placesOf(near, far) {
  return (near.length > 1 ? near : far).map((column) => [
    Math.min(...column.map(({ left }) => left)),
    Math.min(...column.map(({ top }) => top)),
    Math.max(...column.map(({ right }) => right)),
    Math.max(...column.map(({ bottom }) => bottom)),
  ]);
}

/**
 * As `rekognize.glyphs.several.columns_of`.
 *
 * @template {Extent} T
 * @param {readonly T[]} parts
 * @param {number} [apart] the least gap between columns, as a share of the highest part's height
 * @returns {T[][]}
 */
function columnsOf(parts, apart = APART) {
  if (!parts.length) return [];
  const gap = apart * parts.reduce((most, { top, bottom }) => Math.max(most, bottom - top), 0);
  /** @type {T[][]} */
  const columns = [];
  let right = -Infinity;
  for (const part of parts.toSorted((a, b) => a.left - b.left)) {
    const last = columns.at(-1);
    if (!last || part.left - right >= gap) columns.push([part]);
    else last.push(part);
    right = Math.max(right, part.right);
  }
  const extents = columns.map((column) => ({
    column,
    top: Math.min(...column.map(({ top }) => top)),
    bottom: Math.max(...column.map(({ bottom }) => bottom)),
  }));
  const tallest = extents.reduce((most, each) => (each.bottom - each.top > most.bottom - most.top ? each : most));
  const most = tallest.bottom - tallest.top;
  return extents
    .filter(({ top, bottom }) => {
      const shared = Math.min(bottom, tallest.bottom) - Math.max(top, tallest.top);
      return bottom - top >= AS_HIGH * most && shared >= BESIDE * (bottom - top);
    })
    .map(({ column }) => column);
}
