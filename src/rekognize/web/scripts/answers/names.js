import { hasMessage, say } from "../language/messages.js";
import { NOT_A_CHARACTER } from "./recognition.js";

/** @import {Alphabet} from "./server.js" */

/**
 * A label read out: "digit 7", "letter B", and "capital B" or "small b" where the alphabet tells
 * the two cases apart.
 *
 * @param {string} label
 * @param {readonly string[]} labels the alphabet's, and any other label it is compared with
 */
export function nameOf(label, labels) {
  if (label === NOT_A_CHARACTER) return say("verdict.nothing");
  if (/\d/.test(label)) return say("name.digit", { label });
  const capital = label.toUpperCase() === label;
  const other = capital ? label.toLowerCase() : label.toUpperCase();
  if (!labels.includes(other)) return say("name.letter", { label });
  return say(capital ? "name.capital" : "name.small", { label });
}

/**
 * An alphabet's title in the language spoken; one that this page does not know keeps the server's.
 *
 * @param {Alphabet} alphabet
 */
export function titleOf({ name, title }) {
  const key = `alphabet.${name}`;
  return hasMessage(key) ? say(key) : title;
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
