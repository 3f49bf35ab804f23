/** @import {Card} from "./reader.js" */

/**
 * A bundle from where it is served: `bundle.onnx`, and its card as `bundle.json`.
 *
 * @param {string} base address of the folder, ending in a slash
 * @returns {Promise<{model: Uint8Array, card: Card}>}
 * @throws {RangeError} it is not there, or not the model that its card vouches for
 */
export async function fetchBundle(base) {
  const [model, text] = await Promise.all(["bundle.onnx", "bundle.json"].map((name) => bytesAt(new URL(name, base))));
  const bundle = {
    model: /** @type {Uint8Array<ArrayBuffer>} */ (model),
    card: JSON.parse(new TextDecoder().decode(text)),
  };
  // Only pages from the same computer or over TLS may take hashes.
  const digest = await globalThis.crypto.subtle?.digest("SHA-256", bundle.model);
  if (digest && hexadecimal(digest) !== bundle.card.sha256) {
    throw new RangeError(`the model is not the one that its card vouches for, ${bundle.card.sha256}`);
  }
  return bundle;
}

/**
 * @param {URL} address
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function bytesAt(address) {
  const response = await fetch(address);
  if (!response.ok) throw new RangeError(`${address.pathname} is answered with ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param {ArrayBuffer} bytes */
function hexadecimal(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
