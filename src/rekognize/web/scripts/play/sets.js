import { sameShape } from "../answers/shapes.js";

/** @import {Task} from "./game.js" */

/** What can be asked for, the harder the later; "name" is what the player typed. */
export const SETS = /** @type {const} */ (["digits", "capitals", "lowercase", "letters", "name"]);

/** @typedef {typeof SETS[number]} SetName */

/** Seconds for each drawing, by level; null is without a clock. */
export const LEVELS = /** @type {const} */ ([null, 12, 8, 5, 3]);

/** How many characters a game asks for. */
const ROUNDS = 10;

/** A name may be this long. */
export const LONGEST_NAME = 20;

/** The share of right drawings from which on the next game is a harder one. */
const GOOD = 0.8;

/** The level that one begins with, and goes back to for a harder set. */
export const FIRST_LEVEL = 2;

/**
 * A choice of game.
 *
 * @typedef {Readonly<{set: SetName, level: number}>} Choice `level` counts from 1
 */

/**
 * The characters of a name that can be asked for: accents are left off, anything else left out.
 *
 * @param {string} name
 * @returns {string[]}
 */
export function charactersOf(name) {
  const plain = name.replaceAll("ß", "ss").normalize("NFKD");
  return [...plain.replace(/[^0-9A-Za-z]/g, "")].slice(0, LONGEST_NAME);
}

/**
 * The alphabet that a set is read in. It holds what may be asked and, wherever that is possible,
 * nothing that has the same shape.
 *
 * @param {SetName} set
 * @param {readonly string[]} characters of the name
 */
export function alphabetOf(set, characters) {
  if (set !== "name") return set;
  return characters.some((character) => /\d/.test(character)) ? "alphanumeric" : "letters";
}

/**
 * The tasks of a game: a name in its order, of other sets some characters by chance, each once.
 * Without lines to write on nobody can tell characters of one shape apart, so that any of them is
 * right.
 *
 * @param {SetName} set
 * @param {readonly string[]} labels of the set's alphabet
 * @param {readonly string[]} characters of the name
 * @param {() => number} [random] in [0, 1)
 * @returns {Task[]}
 */
export function tasksOf(set, labels, characters, random = Math.random) {
  const asked = set === "name" ? characters : shuffled(labels, random).slice(0, ROUNDS);
  return asked.map((name) => ({
    name,
    accepts: sameShape(name).filter((label) => labels.includes(label)),
  }));
}

/**
 * The game to offer next: after a good one less time, and then a harder set.
 *
 * @param {Choice} choice
 * @param {number} right how many were
 * @param {number} count of how many
 * @returns {Choice | null} null to stay
 */
export function nextChoice({ set, level }, right, count) {
  if (right < GOOD * count) return null;
  if (level < LEVELS.length) return { set, level: level + 1 };
  const harder = SETS[SETS.indexOf(set) + 1];
  return harder === undefined || harder === "name" ? null : { set: harder, level: FIRST_LEVEL };
}

/**
 * @param {readonly string[]} labels
 * @param {() => number} random
 */
function shuffled(labels, random) {
  return labels
    .map((label) => ({ label, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ label }) => label);
}
