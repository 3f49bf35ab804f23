/**
 * The page's own recognition in Node: questions on standard input, answers on standard output.
 * Arguments: a bundle's .onnx file and its card.
 */
import { readFileSync } from "node:fs";
import { listAlphabets } from "../../../src/rekognize/web/scripts/local/alphabets.js";
import { greyOf } from "../../../src/rekognize/web/scripts/local/grey.js";
import { glyphOfImage } from "../../../src/rekognize/web/scripts/local/picture.js";
import { Reader } from "../../../src/rekognize/web/scripts/local/reader.js";
import { glyphOfInk } from "../../../src/rekognize/web/scripts/local/strokes.js";

const [, , model, card] = process.argv;
const reader = new Reader(readFileSync(model), JSON.parse(readFileSync(card)));

function glyphOf({ document, grey, rgba, width, height }) {
  if (document) return glyphOfInk(document);
  // No Buffer: its slice() shares memory, unlike that of the arrays in a browser.
  const data = new Uint8Array(Buffer.from(grey ?? rgba, "base64"));
  return glyphOfImage(grey ? { width, height, data } : greyOf({ width, height, data }));
}

function answer(question) {
  if (question.alphabets) return listAlphabets();
  try {
    const glyph = glyphOf(question);
    const started = performance.now();
    return {
      answer: reader.read(glyph, question, started),
      pixels: glyph && [...glyph.pixels],
    };
  } catch (error) {
    return { error: error.message };
  }
}

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map(answer)));
