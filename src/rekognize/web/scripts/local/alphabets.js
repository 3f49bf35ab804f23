/** @import {Alphabet} from "../answers/server.js" */

const DIGITS = "0123456789";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWERCASE = CAPITALS.toLowerCase();

/** The 62 base classes, in the order of the network's outputs. */
export const BASE = DIGITS + CAPITALS + LOWERCASE;

/** Letters whose cases EMNIST's Balanced split merges (Cohen et al., 2017). */
const MERGED = "CIJKLMOPSUVWXYZ";

/** Prior mass that the base classes outside an alphabet share. */
const OUTSIDE_PRIOR = 0.05;

/** The alphabet read when the caller names none. */
export const DEFAULT = "alphanumeric";

/**
 * A label and the base classes that it stands for.
 *
 * @typedef {readonly [label: string, members: string]} Group
 */

/** @type {(labels: string) => Group[]} */
const singles = (labels) => [...labels].map((label) => [label, label]);

/** @type {(letters: string) => Group[]} */
const folded = (letters) => [...letters].map((letter) => [letter, letter + letter.toLowerCase()]);

/** @type {Group[]} */
const BALANCED = [
  ...singles(DIGITS),
  ...[...CAPITALS].flatMap((c) => (MERGED.includes(c) ? folded(c) : singles(c))),
  ...singles([...LOWERCASE].filter((c) => !MERGED.includes(c.toUpperCase())).join("")),
];

/**
 * Every alphabet, as `rekognize.alphabets` has them: name, title, groups.
 *
 * @type {readonly (readonly [name: string, title: string, groups: readonly Group[]])[]}
 */
const ALL = [
  ["alphanumeric", "Digits and letters", singles(BASE)],
  ["alphanumeric-nocase", "Digits and letters, ignoring case", [...singles(DIGITS), ...folded(CAPITALS)]],
  ["digits", "Digits", singles(DIGITS)],
  ["letters", "Letters", singles(CAPITALS + LOWERCASE)],
  ["letters-nocase", "Letters, ignoring case", folded(CAPITALS)],
  ["capitals", "Capital letters", singles(CAPITALS)],
  ["lowercase", "Small letters", singles(LOWERCASE)],
  ["balanced", "EMNIST balanced (47 classes)", BALANCED],
];

const GROUPS = new Map(ALL.map(([name, , groups]) => [name, groups]));

/**
 * What `GET /api/v1/alphabets` answers.
 *
 * @returns {{alphabets: Alphabet[], default: string}}
 */
export function listAlphabets() {
  return {
    alphabets: ALL.map(([name, title, groups]) => ({ name, title, labels: groups.map(([label]) => label) })),
    default: DEFAULT,
  };
}

/**
 * @param {string} name
 * @returns {readonly Group[]}
 * @throws {RangeError} there is no such alphabet
 */
export function groupsOf(name) {
  const groups = GROUPS.get(name);
  if (!groups) throw new RangeError(`the alphabets are ${[...GROUPS.keys()].join(", ")}; received ${name}`);
  return groups;
}

/**
 * For each base class the place of its label in the alphabet, -1 for those outside.
 *
 * @param {readonly Group[]} groups
 * @returns {number[]}
 */
export function membership(groups) {
  return [...BASE].map((label) => groups.findIndex(([, members]) => members.includes(label)));
}

/**
 * A prior over the base classes that sums to one.
 *
 * @param {readonly Group[]} groups
 * @param {Readonly<Record<string, number>> | null} weights by label of the alphabet where all names are
 *   that, else by base class; null weighs the alphabet's labels equally
 * @returns {Float32Array} of 62
 * @throws {RangeError} an unknown label, or no weight inside the alphabet
 */
export function priorOver(groups, weights) {
  const inside = new Float64Array(BASE.length);
  const named = weights ? Object.entries(weights) : groups.map(([name]) => /** @type {const} */ ([name, 1]));
  const byLabel = named.every(([label]) => groups.some(([name]) => name === label));
  for (const [label, weight] of named) {
    if (label.length !== 1 || !BASE.includes(label) || !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`a prior weighs labels of the alphabet from 0 on, received ${weight} for ${label}`);
    }
    const members = (byLabel && groups.find(([name]) => name === label)?.[1]) || label;
    for (const member of members) {
      const index = BASE.indexOf(member);
      inside[index] = /** @type {number} */ (inside[index]) + weight / members.length;
    }
  }
  const places = membership(groups);
  const outside = places.filter((place) => place < 0).length;
  const total = inside.reduce((sum, weight, i) => sum + (/** @type {number} */ (places[i]) < 0 ? 0 : weight), 0);
  if (!(total > 0)) throw new RangeError("a prior must give some class of the alphabet a weight above 0");
  const share = outside ? OUTSIDE_PRIOR : 0;
  return Float32Array.from(inside, (weight, i) =>
    /** @type {number} */ (places[i]) < 0 ? share / outside : (weight / total) * (1 - share),
  );
}
