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

/**
 * A number with so many digits after the point; what is rounded to zero has no sign.
 *
 * @param {number} value
 * @param {number} digits
 */
export function decimal(value, digits) {
  return new Intl.NumberFormat(LANGUAGE.tag, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  }).format(value);
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
