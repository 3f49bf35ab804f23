import { bytesOf } from "../answers/base64.js";
import { paintGlyph } from "../answers/glyph.js";
import { percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { paintWhy, ringSpot } from "./maps.js";
import { showNearest } from "./nearest.js";

/** @import {Explanation, Packed} from "./explanation.js" */

/**
 * Which ink decided for the answer and for the second-best, what would turn the one into another,
 * and what the network learnt from that is like it.
 *
 * @param {Explanation} explanation
 */
export function showWhy(explanation) {
  const { why, glyph, candidates } = explanation;
  const section = element("why", HTMLElement);
  section.hidden = !why;
  section.ariaBusy = "false";
  const [best, second] = candidates;
  if (!why || !glyph || !best || !second) return;
  const most = Math.max(greatest(why.answer), greatest(why.rival));
  paintWhy(element("why-answer", HTMLCanvasElement), why.answer, glyph.pixels, most);
  paintWhy(element("why-rival", HTMLCanvasElement), why.rival, glyph.pixels, most);
  element("why-answer-words", HTMLElement).textContent = say("inside.why.label", { label: best.label });
  element("why-rival-words", HTMLElement).textContent = say("inside.why.label", { label: second.label });
  const { erasure } = why;
  paintGlyph(element("why-erased", HTMLCanvasElement), glyph.pixels);
  const ring = element("why-ring", HTMLCanvasElement);
  ring.hidden = !erasure;
  if (erasure) ringSpot(ring, erasure);
  element("why-erased-words", HTMLElement).textContent = erasure
    ? say("inside.why.erase", { label: erasure.label, share: percent(erasure.confidence) })
    : say("inside.why.firm");
  showNearest(explanation);
}

/** Shows none: what there is belongs to another drawing. */
export function hideWhy() {
  const section = element("why", HTMLElement);
  section.hidden = true;
  section.ariaBusy = "false";
}

/** @param {Packed} packed */
function greatest({ scale, values }) {
  return scale * new Int8Array(bytesOf(values).buffer).reduce((most, byte) => Math.max(most, Math.abs(byte)), 0);
}
