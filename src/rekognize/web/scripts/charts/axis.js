/** @import {Axis} from "./lines.js" */

/** Steps between two marks, in a decade. */
const STEPS = [1, 2, 2.5, 3, 4, 5];

/** How many steps an axis has. */
const COUNT = 4;

/**
 * An axis of round numbers with room for some values, none of which loses a digit where it is written.
 *
 * @param {readonly number[]} values
 * @param {string} title
 * @param {(value: number) => string} write
 * @param {{from?: number, whole?: boolean}} [options] where it begins, instead of below the least; whether
 *   the steps are whole numbers
 * @returns {Axis}
 */
export function axisOf(values, title, write, { from, whole = false } = {}) {
  const low = from ?? Math.min(...values);
  const high = Math.max(...values, low);
  for (let decade = 10 ** Math.floor(Math.log10((high - low) / COUNT || 1) - 1); ; decade *= 10) {
    for (const each of STEPS) {
      const step = each * decade;
      if (whole && !Number.isInteger(step)) continue;
      const first = from ?? Math.floor(low / step) * step;
      const digit = Number.isInteger(each) ? decade : decade / 10;
      const last = first + COUNT * step;
      const written = new Set(Array.from({ length: COUNT + 1 }, (_, i) => write(last - i * digit)));
      const told = written.size === COUNT + 1;
      if (told && last >= high * (1 - Number.EPSILON)) return { from: first, to: last, title, write };
    }
  }
}
