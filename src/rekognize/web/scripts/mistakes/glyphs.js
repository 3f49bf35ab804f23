import { paintGlyph } from "../answers/glyph.js";
import { percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";

/** @import {Mistake} from "./figures.js" */

/**
 * Misread glyphs, each with what it is and what it was taken for.
 *
 * @param {readonly Mistake[]} mistakes
 */
export function glyphList(mistakes) {
  const items = mistakes.map((mistake) => {
    const canvas = make("canvas", { class: "glyph misread__glyph", width: "28", height: "28", "aria-hidden": "true" });
    paintGlyph(canvas, mistake.glyph);
    const words = say("mistakes.one", { true: mistake.true, answered: mistake.answered });
    return make("li", { class: "misread" }, canvas, make("span", {}, words), make("span", { class: "small" }, percent(mistake.confidence)));
  });
  return make("ol", { class: "misreads" }, ...items);
}
