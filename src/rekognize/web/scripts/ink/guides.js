/**
 * Where one is asked to write: the base line that letters stand on and the height of capitals, y
 * down.
 *
 * @typedef {{base: number, capital: number}} Guides
 */

/**
 * The guide lines of a sheet as `tokens.css` draws them.
 *
 * @param {number} side of the sheet, in the unit that is wanted
 * @returns {Guides}
 */
export function guidesOf(side) {
  const style = getComputedStyle(document.documentElement);
  const line = (/** @type {string} */ name) =>
    Math.round(parseFloat(style.getPropertyValue(name)) * side) / 100;
  return { base: line("--line-base"), capital: line("--line-capital") };
}
