import { inkPath } from "../ink/paint.js";
import { say } from "../language/messages.js";

/** @import {Stroke} from "../ink/drawing.js" */

/** Measures of the picture, in pixels: it is square for up to ten drawings. */
const WIDTH = 1080;
const MARGIN = 60;
const HEAD = 250;
const COLUMNS = 4;
const GAP = 20;
const NOTE = 56;

/**
 * One drawing at a place of a canvas.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {readonly Stroke[]} strokes
 * @param {number} x
 * @param {number} y
 * @param {number} side of the sheet there
 * @param {string} colour
 */
export function paintDrawing(context, strokes, x, y, side, colour) {
  context.save();
  context.translate(x, y);
  context.scale(side, side);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = colour;
  for (const { points, width } of strokes) {
    context.lineWidth = width;
    context.stroke(inkPath(points));
  }
  context.restore();
}

/**
 * All drawings of a game in one picture, in the page's own colours.
 *
 * @param {string} title
 * @param {string} words below it
 * @param {readonly (readonly Stroke[])[]} drawings
 * @param {readonly string[]} notes one for each drawing
 * @param {readonly boolean[]} right whether each of them was
 * @returns {Promise<File>} PNG
 */
export async function pictureOf(title, words, drawings, notes, right) {
  const side = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;
  const rows = Math.ceil(drawings.length / COLUMNS);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEAD + rows * (side + NOTE) + MARGIN;
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("the page needs a 2d canvas");
  const style = getComputedStyle(document.documentElement);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name);
  const write = (/** @type {string} */ text, /** @type {number[]} */ [x = 0, y = 0, size = 0, most = WIDTH - 2 * MARGIN], face = "--serif", colour = "--ink") => {
    context.font = `${size}px ${token(face)}`;
    context.fillStyle = token(colour);
    context.fillText(text, x, y, most);
  };
  context.fillStyle = token("--paper");
  context.fillRect(0, 0, canvas.width, canvas.height);
  write(title, [MARGIN, 116, 72]);
  write(words, [MARGIN, 172, 34], "--sans", "--ink-soft");
  context.fillStyle = token("--rule-base");
  context.fillRect(MARGIN, 200, WIDTH - 2 * MARGIN, 3);
  drawings.forEach((strokes, i) => {
    const x = MARGIN + (i % COLUMNS) * (side + GAP);
    const y = HEAD + Math.floor(i / COLUMNS) * (side + NOTE) - GAP;
    context.strokeStyle = token(right[i] ? "--outline" : "--red");
    context.strokeRect(x, y, side, side);
    paintDrawing(context, strokes, x, y, side, token("--ink"));
    write(notes[i] ?? "", [x, y + side + 34, 26, side], "--sans", right[i] ? "--ink" : "--red");
  });
  write("Rekognize", [MARGIN, canvas.height - 26, 26], "--serif", "--ink-soft");
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new File([/** @type {Blob} */ (blob)], `${say("play.file")}.png`, { type: "image/png" });
}
