import { bytesOf } from "../answers/base64.js";

/**
 * Numbers as base64 of signed bytes; each is `scale` times its byte.
 *
 * @typedef {{scale: number, values: string}} Packed
 */

/** @typedef {{start: number, step: number, count: number, spacing: number}} Reach */

/** @typedef {{rows: Reach, columns: Reach}} Window */

/** @typedef {"convolution" | "dense" | "relu" | "max_pool" | "average_pool" | "add" | "multiply" | "sigmoid" | "concatenate" | "other"} Kind */

/**
 * One layer of the network.
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {Kind} kind
 * @property {string} operator
 * @property {string[]} inputs names of layers; `glyph` is the picture
 * @property {number[]} shape channels, rows, columns; or only how many numbers
 * @property {number[] | null} weights their shape
 * @property {number} parameters
 * @property {Window | null} field where its pixels look in the glyph
 * @property {Packed | null} maps
 */

/**
 * One number of a layer and what it is made of.
 *
 * @typedef {object} Written
 * @property {string} layer
 * @property {number[]} place
 * @property {number} value
 * @property {number[]} shape of inputs and weights
 * @property {(number | null)[]} inputs null beyond the edge of a pool's input
 * @property {number[] | null} weights
 * @property {number | null} bias
 * @property {number | null} chosen
 */

/**
 * @typedef {object} Decision
 * @property {string} answer
 * @property {string} rival
 * @property {number[]} features
 * @property {number[]} for_answer
 * @property {number[]} for_rival
 * @property {[number, number]} biases
 */

/**
 * @typedef {{row: number, column: number, radius: number, label: string, confidence: number}} Erasure
 */

/** @typedef {{answer: Packed, rival: Packed, erasure: Erasure | null}} Why */

/** @typedef {{label: string, pixels: string, similarity: number}} Example a drawing that the network learnt from */

/** @typedef {Packed & {layer: string, shape: number[], bias: number[]}} Kernels */

/**
 * How one drawing is read, as `POST /api/v1/explain` answers.
 *
 * @typedef {object} Explanation
 * @property {{label: string, members: string, confidence: number}[]} candidates
 * @property {boolean} has_ink
 * @property {boolean} is_character
 * @property {{pixels: string} | null} glyph
 * @property {{name: string, png: string}[]} steps
 * @property {Layer[]} layers
 * @property {number[] | null} logits
 * @property {number} temperature
 * @property {number[] | null} probabilities
 * @property {Decision | null} decision
 * @property {Kernels | null} kernels
 * @property {Written | null} number
 * @property {Why | null} why
 * @property {{answer: Example[], rival: Example[]} | null} nearest
 */

/** The 62 characters that the network tells apart, in the order of its outputs. */
export const BASE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Side of the glyph. */
export const SIDE = 28;

/** @type {WeakMap<Packed, Float32Array>} */
const unpacked = new WeakMap();

/**
 * Numbers of what was packed, to half of its scale.
 *
 * @param {Packed} packed
 * @returns {Float32Array} the same each time, to be read only
 */
export function numbersOf(packed) {
  let numbers = unpacked.get(packed);
  if (!numbers) {
    const { scale, values } = packed;
    numbers = Float32Array.from(new Int8Array(bytesOf(values).buffer), (byte) => byte * scale);
    unpacked.set(packed, numbers);
  }
  return numbers;
}

/**
 * How many maps a layer has, and how large each is; a single number is a map of one pixel.
 *
 * @param {Layer} layer
 */
export function sizeOf({ shape }) {
  const [count = 1, rows = 1, columns = 1] = shape;
  return { count, rows, columns };
}
