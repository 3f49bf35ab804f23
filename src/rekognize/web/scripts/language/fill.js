import { say } from "./messages.js";

/** @import {MessageKey} from "./messages.js" */

/**
 * Puts the messages into a document that names them: `data-say="draw.title"` is an element's text,
 * `data-say-label` its `aria-label`, `data-say-tip` its tooltip.
 *
 * @param {ParentNode} root
 */
export function fill(root) {
  for (const element of each(root, "data-say")) element.textContent = spoken(element, "data-say");
  for (const element of each(root, "data-say-label")) {
    element.ariaLabel = spoken(element, "data-say-label");
  }
  for (const element of each(root, "data-say-tip")) {
    element.dataset["tip"] = spoken(element, "data-say-tip");
  }
}

/**
 * @param {ParentNode} root
 * @param {string} attribute
 * @returns {NodeListOf<HTMLElement>}
 */
function each(root, attribute) {
  return root.querySelectorAll(`[${attribute}]`);
}

/**
 * @param {HTMLElement} element
 * @param {string} attribute
 */
function spoken(element, attribute) {
  return say(/** @type {MessageKey} */ (element.getAttribute(attribute)));
}
