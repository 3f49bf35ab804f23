import { BASE, DEFAULT, groupsOf, membership, priorOver } from "./alphabets.js";
import { GLYPH_VERSION } from "./glyph.js";
import { Network } from "./network.js";
import { likelihoodAt } from "./size.js";

/** @import {Recognition} from "../answers/recognition.js" */
/** @import {Glyph} from "./glyph.js" */

/**
 * What of a model's card is needed to read its outputs.
 *
 * @typedef {object} Card
 * @property {string} name
 * @property {string} version
 * @property {number} glyph_version
 * @property {{temperature: Record<string, number>, character_threshold: number}} calibration
 * @property {import("./size.js").SizeModel | null} [size_model]
 */

/**
 * An answer with all that `POST /api/v1/recognize` says.
 *
 * @typedef {Recognition & {
 *   character_score: number,
 *   pen_width: number | null,
 *   relative_height: number | null,
 *   relative_place: [number, number] | null,
 *   capital_heights: number | null,
 * }} Answer
 */

/**
 * What to ask of a drawing.
 *
 * @typedef {object} Options
 * @property {string} [alphabet]
 * @property {number} [top] how many candidates, 1 to 62
 * @property {Readonly<Record<string, number>> | null} [prior] what is likely, by base class or
 *   label; null weighs all labels equally
 */

/** Glyphs in, answers out, as `rekognize.recognizer` gives them and the API writes them. */
export class Reader {
  #network;
  #card;

  /**
   * @param {Uint8Array} model bytes of the bundle's `.onnx`
   * @param {Card} card
   * @throws {RangeError} another network, or one for glyphs of another version
   */
  constructor(model, card) {
    if (card.glyph_version !== GLYPH_VERSION) {
      throw new RangeError(`glyphs of version ${GLYPH_VERSION} are made, the model reads ${card.glyph_version}`);
    }
    this.#network = new Network(model);
    this.#card = card;
  }

  /**
   * @param {Glyph | null} glyph null for a blank drawing
   * @param {Options} options
   * @param {number} started `performance.now()` when the drawing was there
   * @returns {Answer}
   * @throws {RangeError} an unknown alphabet, or a prior that is none
   */
  read(glyph, { alphabet = DEFAULT, top = 5, prior = null }, started) {
    const groups = groupsOf(alphabet);
    const weights = priorOver(groups, prior);
    const { name, version } = this.#card;
    const rest = { alphabet, model: `${name}@${version}` };
    if (!glyph) return { ...rest, ...BLANK, time_ms: elapsed(started) };
    const { logits, character } = this.#network.run(glyph.pixels);
    const { character_threshold: threshold } = this.#card.calibration;
    const probabilities = softmax(logits, this.#card.calibration.temperature[alphabet] ?? 1);
    const likelihood = likelihoodAt(this.#card.size_model, glyph.capitalHeights);
    const weighted = probabilities.map((p, i) => p * /** @type {number} */ (weights[i]) * likelihood(i));
    const { labels, outside, stranger } = shareOut(weighted, groups);
    const candidates = groups
      .map(([label], i) => ({ label, confidence: /** @type {number} */ (labels[i]) }))
      .toSorted((a, b) => b.confidence - a.confidence)
      .slice(0, top);
    const score = Math.fround(1 / (1 + Math.exp(-character)));
    const isCharacter = score >= threshold;
    const several = glyph.company.beside || (glyph.company.parted && !isCharacter);
    return {
      ...rest,
      label: isCharacter && !several ? (candidates[0]?.label ?? null) : null,
      candidates,
      outside,
      outside_label: stranger,
      has_ink: true,
      is_character: isCharacter,
      several,
      characters: several ? glyph.company.columns.map((column) => [...column]) : [],
      character_score: score,
      glyph: encoded(glyph.pixels),
      box: [...glyph.box],
      pen_width: glyph.penWidth,
      relative_height: glyph.relativeHeight,
      relative_place: glyph.relativePlace,
      capital_heights: glyph.capitalHeights,
      time_ms: elapsed(started),
    };
  }
}

const BLANK = {
  label: null,
  candidates: [],
  outside: 0,
  outside_label: null,
  has_ink: false,
  is_character: false,
  several: false,
  characters: [],
  character_score: 0,
  glyph: null,
  box: null,
  pen_width: null,
  relative_height: null,
  relative_place: null,
  capital_heights: null,
};

/** @param {number} started */
function elapsed(started) {
  return Math.round((performance.now() - started) * 1000) / 1000;
}

/**
 * @param {Float32Array} logits
 * @param {number} temperature
 * @returns {Float32Array} probabilities (Guo et al., 2017)
 */
function softmax(logits, temperature) {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - most) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * An alphabet's probabilities from those of base classes.
 *
 * @param {Float32Array} weighted probabilities times the prior
 * @param {ReturnType<typeof groupsOf>} groups
 * @returns {{labels: Float32Array, outside: number, stranger: string | null}} the labels' shares
 *   sum to one; outside is what lies on other base classes, stranger the likeliest of these
 */
function shareOut(weighted, groups) {
  const places = membership(groups);
  const labels = new Float32Array(groups.length);
  let stranger = -1;
  weighted.forEach((p, i) => {
    const place = /** @type {number} */ (places[i]);
    if (place >= 0) labels[place] = /** @type {number} */ (labels[place]) + p;
    else if (stranger < 0 || p > /** @type {number} */ (weighted[stranger])) stranger = i;
  });
  const inside = labels.reduce((sum, p) => sum + p, 0);
  const total = weighted.reduce((sum, p) => sum + p, 0);
  return {
    // A drawing with no mass inside at all has no order among the labels: they share evenly.
    labels: labels.map((p) => (inside > 1e-20 ? p / inside : 1 / groups.length)),
    outside: Math.min(Math.max(1 - inside / Math.max(total, 1e-20), 0), 1),
    stranger: BASE[stranger] ?? null,
  };
}

/**
 * @param {Float32Array} pixels 28 x 28, 0 to 1
 * @returns {string} base64 of as many bytes
 */
function encoded(pixels) {
  return btoa(String.fromCharCode(...pixels.map((ink) => Math.round(ink * 255))));
}
