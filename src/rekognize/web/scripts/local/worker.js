import { fetchBundle } from "./bundle.js";
import { decode } from "./decode.js";
import { glyphOfImage } from "./picture.js";
import { Reader } from "./reader.js";
import { glyphOfInk } from "./strokes.js";

/** @import {Answer, Options} from "./reader.js" */
/** @import {InkDocument} from "./strokes.js" */

/**
 * What the page asks: strokes or a picture, and how to read it.
 *
 * @typedef {Options & ({ink: InkDocument, picture?: undefined}
 *   | {picture: Blob, ink?: undefined})} Question
 */

/** @typedef {{number: number, question: Question}} Asked */

/** @typedef {{number: number, answer?: Answer, error?: string}} Answered */

/** The folder that the bundle is in stands in this worker's own address. */
const reader = fetchBundle(new URL(self.location.href).searchParams.get("bundle") ?? "").then(
  ({ model, card }) => new Reader(model, card),
);
reader.then(
  () => tell({ number: 0 }),
  (error) => tell({ number: 0, error: wordsOf(error) }),
);

addEventListener("message", async (/** @type {MessageEvent<Asked>} */ { data: { number, question } }) => {
  const started = performance.now();
  try {
    const glyph = question.ink ? glyphOfInk(question.ink) : glyphOfImage(await decode(question.picture));
    tell({ number, answer: (await reader).read(glyph, question, started) });
  } catch (error) {
    tell({ number, error: wordsOf(error) });
  }
});

/** @param {Answered} message */
function tell(message) {
  postMessage(message);
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
