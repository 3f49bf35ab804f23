import { say } from "../language/messages.js";

/** @import {Layer} from "./explanation.js" */

/**
 * What a layer is, in a word.
 *
 * @param {Layer} layer
 */
export function kindOf({ kind, operator }) {
  return kind === "other" ? operator : say(`inside.kind.${kind}`);
}

/**
 * What a layer does, in a few sentences.
 *
 * @param {Layer} layer
 */
export function wordsOf({ kind }) {
  return say(`inside.words.${kind}`);
}

/** Where the page that explains says more about a kind of layer. */
const IDEAS = {
  convolution: "convolution",
  dense: "dense",
  relu: "relu",
  max_pool: "pooling",
  average_pool: "pooling",
  add: "residual",
  multiply: "specialist",
  sigmoid: "specialist",
  concatenate: "specialist",
  other: "from-picture",
};

/**
 * Name of the idea that a layer rests on, on the page that explains them.
 *
 * @param {Layer} layer
 */
export function ideaOf({ kind }) {
  return IDEAS[kind];
}
