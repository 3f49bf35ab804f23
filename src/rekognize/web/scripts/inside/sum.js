import { decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { colour } from "./colours.js";

/** @import {Layer, Written} from "./explanation.js" */

/** Of many input maps or numbers, those that weigh most are written out, the others added up. */
const SHOWN_MAPS = 2;
const SHOWN_TERMS = 6;

/**
 * The third depth: one number written out.
 *
 * @param {HTMLElement} place to show it in
 * @param {Written} written
 * @param {Layer} layer that it is of
 * @param {boolean} rectified whether a ReLU takes it next
 */
export function showSum(place, written, layer, rectified) {
  const parts = PARTS[layer.kind](written, layer);
  const total = make("p", { class: "sum__total" }, say("inside.sum.value"), " ", result(written.value));
  const after = rectified
    ? [make("p", {}, say("inside.sum.relu", { value: number(written.value), after: number(Math.max(0, written.value)) }))]
    : [];
  place.replaceChildren(...parts, total, ...after);
}

/** @type {Record<import("./explanation.js").Kind, (written: Written, layer: Layer) => HTMLElement[]>} */
const PARTS = {
  convolution: products,
  dense: terms,
  relu: ({ inputs }) => [line(`max(0, ${number(inputs[0] ?? 0)})`)],
  max_pool: ({ inputs, shape, chosen }) => [grid(inputs, shape, chosen)],
  average_pool: ({ inputs, shape }) => [grid(inputs, shape), line(say("inside.sum.mean", { count: inputs.length }))],
  add: ({ inputs }, layer) => [
    line(inputs.map((value, i) => `${layer.inputs[i]} ${number(value ?? 0)}`).join(" + ")),
  ],
  multiply: ({ inputs }, layer) => [
    line(inputs.map((value, i) => `${layer.inputs[i]} ${number(value ?? 0)}`).join(" × ")),
  ],
  sigmoid: ({ inputs }) => [line(`1 / (1 + e^(${number(-(inputs[0] ?? 0))}))`)],
  concatenate: () => [line(say("inside.sum.same"))],
  other: () => [line(say("inside.sum.other"))],
};

/** @type {(written: Written, layer: Layer) => HTMLElement[]} */
function products({ inputs, weights, bias, shape }, layer) {
  const [maps = 1, rows = 1, columns = 1] = shape;
  const size = rows * columns;
  const sums = Array.from({ length: maps }, (_, map) => {
    let sum = 0;
    for (let i = map * size; i < (map + 1) * size; i++) sum += (inputs[i] ?? 0) * (weights?.[i] ?? 0);
    return { map, sum };
  }).sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
  const shown = sums.slice(0, SHOWN_MAPS).map(({ map, sum }) => {
    const part = (/** @type {readonly (number | null)[]} */ all) => all.slice(map * size, (map + 1) * size);
    const from = layer.inputs[0] === "glyph" ? say("inside.glyph") : `${layer.inputs[0]} · ${map}`;
    return make(
      "div",
      { class: "sum__product" },
      make("span", { class: "sum__from" }, from),
      grid(part(inputs), [rows, columns]),
      make("span", {}, "×"),
      grid(part(weights ?? []), [rows, columns]),
      make("span", {}, "="),
      make("span", { class: "sum__number" }, number(sum)),
    );
  });
  const others = sums.slice(SHOWN_MAPS);
  return [...shown, ...rest(others.length, others.reduce((total, { sum }) => total + sum, 0)), biasLine(bias)];
}

/** @type {(written: Written) => HTMLElement[]} */
function terms({ inputs, weights, bias }) {
  const products = inputs
    .map((value, index) => ({ index, value: value ?? 0, weight: weights?.[index] ?? 0 }))
    .sort((one, other) => Math.abs(other.value * other.weight) - Math.abs(one.value * one.weight));
  const shown = products
    .slice(0, SHOWN_TERMS)
    .map(({ index, value, weight }) =>
      line(`${index}:  ${number(value)} × ${number(weight)} = ${number(value * weight)}`),
    );
  const others = products.slice(SHOWN_TERMS);
  const left = others.reduce((total, { value, weight }) => total + value * weight, 0);
  return [...shown, ...rest(others.length, left), biasLine(bias)];
}

/** @param {number | null} bias */
function biasLine(bias) {
  return line(say("inside.sum.bias", { value: number(bias ?? 0) }));
}

/**
 * @param {number} count
 * @param {number} sum
 */
function rest(count, sum) {
  return count > 0 ? [line(say("inside.sum.others", { count, value: number(sum) }))] : [];
}

/**
 * Numbers as a table, each in its colour.
 *
 * @param {readonly (number | null)[]} values
 * @param {readonly number[]} shape rows and columns last
 * @param {number | null} chosen the one to mark
 */
function grid(values, shape, chosen = null) {
  const columns = shape.at(-1) ?? 1;
  const most = Math.max(...values.map((value) => Math.abs(value ?? 0)));
  const rows = [];
  for (let start = 0; start < values.length; start += columns) {
    const cells = values.slice(start, start + columns).map((value, i) => {
      const cell = make("td", { class: start + i === chosen ? "chosen" : "" });
      if (value !== null) {
        cell.textContent = decimal(value, 2);
        colour(cell, value, most);
      }
      return cell;
    });
    rows.push(make("tr", {}, ...cells));
  }
  return make("table", { class: "grid", role: "presentation" }, make("tbody", {}, ...rows));
}

/** @param {string} words */
function line(words) {
  return make("p", {}, words);
}

/** @param {number} value */
function result(value) {
  return make("output", { id: "sum-value" }, number(value));
}

/** @param {number} value */
function number(value) {
  return decimal(value, 4);
}
