import { decimal } from "../language/formats.js";
import { LANGUAGE } from "../language/languages.js";

/** @import {MessageKey} from "../language/messages.js" */
/** @import {Change} from "./change.js" */
/** @import {Strengths} from "./trained.js" */

/** Side of a glyph in pixels. */
const SIDE = 28;

/** @typedef {"rotation" | "zoom" | "right" | "down" | "shear" | "elastic" | "stroke_width"} Name */

/**
 * Something that training does to glyphs: how far it can be turned here, and how it is written.
 *
 * @typedef {object} Kind
 * @property {Name} name
 * @property {MessageKey} title
 * @property {keyof Strengths} strength what the recipe calls it
 * @property {number} most
 * @property {number} step
 * @property {(value: number) => string} write
 */

/** @param {string} unit */
const with_ = (unit, digits = 1) => (/** @type {number} */ value) => `${decimal(value, digits)} ${unit}`;

const percent = new Intl.NumberFormat(LANGUAGE.tag, { style: "percent" });

/** @type {readonly Kind[]} */
export const KINDS = [
  { name: "rotation", title: "training.rotation", strength: "rotation", most: 45, step: 0.5, write: (value) => `${decimal(value, 1)}°` },
  { name: "zoom", title: "training.zoom", strength: "zoom", most: 0.5, step: 0.01, write: (value) => percent.format(Math.exp(value)) },
  { name: "right", title: "training.right", strength: "shift", most: 6, step: 0.1, write: with_("px") },
  { name: "down", title: "training.down", strength: "shift", most: 6, step: 0.1, write: with_("px") },
  { name: "shear", title: "training.shear", strength: "shear", most: 0.8, step: 0.01, write: (value) => decimal(value, 2) },
  { name: "elastic", title: "training.elastic", strength: "elastic", most: 3, step: 0.05, write: with_("px", 2) },
  { name: "stroke_width", title: "training.width", strength: "stroke_width", most: 1, step: 0.05, write: with_("px", 2) },
];

/**
 * The change of a glyph that those values mean: to the right, clockwise, larger and leaning to the right
 * where they are above zero.
 *
 * @param {Record<Name, number>} values
 * @param {ArrayLike<number>} coarse
 * @returns {Change}
 */
export function changeOf({ rotation, zoom, right, down, shear, elastic, stroke_width: width }, coarse) {
  return {
    // What moves is where the picture is read, so that the picture moves the other way.
    angle: (-rotation * Math.PI) / 180,
    zoom: [Math.exp(zoom), Math.exp(zoom)],
    shear,
    shift: [(-right * 2) / SIDE, (-down * 2) / SIDE],
    coarse: elastic > 0 ? coarse : null,
    elastic,
    width,
  };
}

/**
 * A change as training draws it: each evenly up to the recipe's strength either way.
 *
 * @param {Partial<Strengths>} strengths
 * @returns {Change}
 */
export function drawnChange({ rotation = 0, zoom = 0, shift = 0, shear = 0, elastic = 0, stroke_width: width = 0 }) {
  const even = (/** @type {number} */ most) => (2 * Math.random() - 1) * most;
  return {
    angle: (even(rotation) * Math.PI) / 180,
    zoom: [Math.exp(even(zoom)), Math.exp(even(zoom))],
    shear: even(shear),
    shift: [even((shift * 2) / SIDE), even((shift * 2) / SIDE)],
    coarse: elastic > 0 ? drawnPillars() : null,
    elastic,
    width: even(width),
  };
}

/** The pillars of an elastic displacement: of the normal distribution (Box and Muller, 1958). */
export function drawnPillars() {
  return Float32Array.from(
    { length: 50 },
    () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
  );
}
