import { paintGlyph } from "../answers/glyph.js";
import { percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { SIDE } from "./explanation.js";

/** @import {Example, Explanation} from "./explanation.js" */

/**
 * The drawings it learnt from that are most like this one: of the answer and of the second-best.
 *
 * @param {Explanation} explanation
 */
export function showNearest({ nearest, candidates }) {
  const [best, second] = candidates;
  if (!nearest || !best || !second) return;
  show("nearest-answer", nearest.answer, best.label);
  show("nearest-rival", nearest.rival, second.label);
}

/**
 * @param {string} id
 * @param {Example[]} examples most similar first
 * @param {string} label
 */
function show(id, examples, label) {
  const alike = examples[0];
  element(id, HTMLElement).replaceChildren(...examples.map(drawing));
  element(`${id}-words`, HTMLElement).textContent = alike ? say("inside.nearest.label", { label, share: percent(alike.similarity) }) : "";
}

/** @param {Example} example */
function drawing({ label, pixels, similarity }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  canvas.className = "glyph";
  canvas.role = "img";
  canvas.title = canvas.ariaLabel = `${label} · ${percent(similarity)}`;
  paintGlyph(canvas, pixels);
  return canvas;
}
