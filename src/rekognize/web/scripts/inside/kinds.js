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
