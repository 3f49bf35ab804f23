/** @import {Layer} from "../inside/explanation.js" */

/**
 * The layers that the page shows its ideas with; null where the network has no such layer.
 *
 * @typedef {object} Examples
 * @property {Layer | null} convolution the first one
 * @property {Layer | null} relu that takes it
 * @property {Layer | null} maxPool
 * @property {Layer | null} mean the one that the network ends in
 * @property {Layer | null} add
 * @property {Layer | null} gate that a specialist stands behind
 * @property {Layer | null} output a dense layer
 */

/**
 * Chooses them from a network's layers.
 *
 * @param {readonly Layer[]} layers
 * @returns {Examples}
 */
export function examplesOf(layers) {
  const find = (/** @type {(layer: Layer) => boolean} */ fits) => layers.find(fits) ?? null;
  const convolution = find(({ kind }) => kind === "convolution");
  const last = find(({ name }) => name === "character");
  return {
    convolution,
    relu: find(({ kind, inputs }) => kind === "relu" && inputs[0] === convolution?.name),
    maxPool: find(({ kind }) => kind === "max_pool"),
    mean: find(({ kind, name }) => kind === "average_pool" && name === last?.inputs[0]),
    add: find(({ kind, inputs }) => kind === "add" && inputs.length === 2 && !inputs.includes("glyph")),
    gate: find(({ kind }) => kind === "sigmoid"),
    output: find(({ kind, name }) => kind === "dense" && name === "logits"),
  };
}

/**
 * Names of the layers whose maps the page needs.
 *
 * @param {Examples} examples
 */
export function neededLayers({ convolution, relu, maxPool, mean, add, gate }) {
  const chosen = [convolution, relu, maxPool, mean, add, gate];
  const names = chosen.flatMap((layer) => (layer ? [layer.name] : []));
  const before = [maxPool, mean, add].flatMap((layer) => layer?.inputs ?? []);
  return [...new Set([...names, ...before])].filter((name) => name !== "glyph");
}
