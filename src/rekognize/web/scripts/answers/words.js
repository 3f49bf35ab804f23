import { anyOf, percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { nameOf, titleOf } from "./names.js";
import { sameShape } from "./shapes.js";

/** @import {Candidate, Recognition} from "./recognition.js" */
/** @import {Alphabet} from "./server.js" */

/**
 * The answer in words.
 *
 * @typedef {object} Wording
 * @property {"blank" | "answered" | "doubtful" | "unknown" | "outside" | "corrected"} state
 * @property {string} symbol what is set in type; empty when there is nothing to set
 * @property {string} headline
 * @property {string} detail
 */

/** From this share on another candidate is worth a word, or from half of the best one's. */
const WORTH_A_WORD = 0.15;
const RIVAL = 0.5;

/** So many others are named at most. */
const NAMED = 3;

/** Below this confidence the best candidate is a guess, and looks like one. */
const GUESS = 0.3;

/** From this probability on a character outside the alphabet is the answer. */
export const OUTSIDE = 0.5;

/**
 * @param {Recognition} recognition
 * @param {Alphabet} alphabet
 * @param {boolean} sized whether the drawing's size was known to what answered
 * @returns {Wording}
 */
export function wordingOf(recognition, alphabet, sized) {
  const [best, ...others] = recognition.candidates;
  const named = (/** @type {string} */ label) => nameOf(label, alphabet.labels);
  if (!recognition.has_ink || !best) {
    return {
      state: "blank",
      symbol: "",
      headline: say("answer.no-ink"),
      detail: say("answer.no-ink.detail"),
    };
  }
  if (recognition.several) {
    return {
      state: "unknown",
      symbol: "",
      headline: say("answer.several"),
      detail: "",
    };
  }
  if (!recognition.is_character) {
    return {
      state: "unknown",
      symbol: best.label,
      headline: say("answer.unknown"),
      detail: say("answer.unknown.detail", { name: named(best.label) }),
    };
  }
  const outside = recognition.outside_label;
  if (outside && recognition.outside > OUTSIDE) {
    return {
      state: "outside",
      symbol: outside,
      headline: say("answer.outside", { name: named(outside) }),
      detail: say("answer.outside.detail", { alphabet: titleOf(alphabet) }),
    };
  }
  const sure = say("answer.sure", { share: percent(best.confidence) });
  const doubt = doubtOf(best, others, alphabet, sized);
  return {
    state: best.confidence < GUESS ? "doubtful" : "answered",
    symbol: best.label,
    headline: sentence(named(best.label)),
    detail: doubt ? `${sure}. ${doubt}` : sure,
  };
}

/**
 * What else it may be, and why.
 *
 * @param {Candidate} best
 * @param {readonly Candidate[]} others
 * @param {Alphabet} alphabet
 * @param {boolean} sized
 */
function doubtOf(best, others, alphabet, sized) {
  const least = Math.min(WORTH_A_WORD, RIVAL * best.confidence);
  const likely = others.filter(({ confidence }) => confidence >= least).slice(0, NAMED);
  if (likely.length === 0) return "";
  const names = anyOf(likely.map(({ label }) => nameOf(label, alphabet.labels)));
  const shape = sameShape(best.label);
  const same = likely.every(({ label }) => shape.includes(label));
  if (!same) return say("answer.perhaps", { names });
  return say(sized ? "answer.same-shape" : "answer.same-shape.no-size", { names });
}

/** @param {string} words */
export function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
