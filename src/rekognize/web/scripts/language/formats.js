import { LANGUAGE } from "./languages.js";

const shares = new Intl.NumberFormat(LANGUAGE.tag, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const alternatives = new Intl.ListFormat(LANGUAGE.tag, { type: "disjunction" });
const everything = new Intl.ListFormat(LANGUAGE.tag, { type: "conjunction" });

/**
 * A probability for people. Certainty is never claimed.
 *
 * @param {number} share in [0, 1]
 */
export function percent(share) {
  if (share >= 0.9995) return `> ${shares.format(0.999)}`;
  if (share < 0.0005) return `< ${shares.format(0.001)}`;
  return shares.format(share);
}

/** @type {Map<number, Intl.NumberFormat>} */
const decimals = new Map();

/**
 * A number with so many digits after the point; what is rounded to zero has no sign.
 *
 * @param {number} value
 * @param {number} digits
 */
export function decimal(value, digits) {
  let format = decimals.get(digits);
  if (!format) {
    format = new Intl.NumberFormat(LANGUAGE.tag, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: "negative",
    });
    decimals.set(digits, format);
  }
  return format.format(value);
}

/**
 * A date with the time of day, where one is.
 *
 * @param {string} iso
 */
export function moment(iso) {
  return new Date(iso).toLocaleString(LANGUAGE.tag, { dateStyle: "medium", timeStyle: "short" });
}

/**
 * "40 seconds", "12 minutes": nobody wants to know better how long something will take.
 *
 * @param {number} seconds
 */
export function duration(seconds) {
  const [value, unit] = seconds < 100 ? [seconds, "second"] : [seconds / 60, "minute"];
  const format = new Intl.NumberFormat(LANGUAGE.tag, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.ceil(value));
}

/**
 * "0, O or o".
 *
 * @param {readonly string[]} items
 */
export function anyOf(items) {
  return alternatives.format(items);
}

/**
 * "PNG, JPEG and WebP".
 *
 * @param {readonly string[]} items
 */
export function allOf(items) {
  return everything.format(items);
}
