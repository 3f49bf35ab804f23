/** @import {Alphabet, Recognition} from "./api.js" */

/**
 * The answer in words.
 *
 * @typedef {object} Wording
 * @property {"blank" | "answered" | "unknown" | "outside"} state
 * @property {string} symbol what is set in type; empty when there is nothing to set
 * @property {string} headline
 * @property {string} detail
 */

/** From this share on the second best is worth a word. */
const WORTH_A_WORD = 0.15;

/** From this probability on a character outside the alphabet is the answer. */
const OUTSIDE = 0.5;

/**
 * A label read out: "digit 7", "letter B", and "capital B" or "small b" where the alphabet tells
 * the two cases apart.
 *
 * @param {string} label
 * @param {readonly string[]} labels the alphabet's, and any other label it is compared with
 */
export function nameOf(label, labels) {
  if (/\d/.test(label)) return `digit ${label}`;
  const capital = label.toUpperCase() === label;
  const other = capital ? label.toLowerCase() : label.toUpperCase();
  if (!labels.includes(other)) return `letter ${label}`;
  return capital ? `capital ${label}` : `small ${label}`;
}

/**
 * Labels in short, runs as ranges: "0–9 A–Z a b d".
 *
 * @param {readonly string[]} labels
 */
export function inShort(labels) {
  /** @type {string[][]} */
  const runs = [];
  for (const label of labels) {
    const run = runs.at(-1);
    const follows = run?.at(-1)?.codePointAt(0) === /** @type {number} */ (label.codePointAt(0)) - 1;
    if (run && follows) run.push(label);
    else runs.push([label]);
  }
  return runs
    .map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(" ")))
    .join(" ");
}

/**
 * A probability for people. Certainty is never claimed.
 *
 * @param {number} share in [0, 1]
 */
export function percent(share) {
  if (share >= 0.9995) return "> 99.9 %";
  if (share < 0.0005) return "< 0.1 %";
  return `${(100 * share).toFixed(1)} %`;
}

/**
 * @param {Recognition} recognition
 * @param {Alphabet} alphabet
 * @returns {Wording}
 */
export function wordingOf(recognition, alphabet) {
  const [best, second] = recognition.candidates;
  if (!recognition.has_ink || !best) {
    return {
      state: "blank",
      symbol: "",
      headline: "No ink in this picture",
      detail: "It looks blank: nothing stands out from the paper.",
    };
  }
  if (!recognition.is_character) {
    return {
      state: "unknown",
      symbol: best.label,
      headline: "This is no character I know",
      detail: `Closest to the ${nameOf(best.label, alphabet.labels)}.`,
    };
  }
  const outside = recognition.outside_label;
  if (outside && recognition.outside > OUTSIDE) {
    return {
      state: "outside",
      symbol: outside,
      headline: `That looks like the ${nameOf(outside, alphabet.labels)}`,
      detail: `It is not in “${alphabet.title}”.`,
    };
  }
  const doubt =
    second && second.confidence >= WORTH_A_WORD
      ? `, or perhaps ${nameOf(second.label, alphabet.labels)}`
      : "";
  return {
    state: "answered",
    symbol: best.label,
    headline: sentence(nameOf(best.label, alphabet.labels)),
    detail: `${percent(best.confidence)} sure${doubt}`,
  };
}

/** @param {string} words */
function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
