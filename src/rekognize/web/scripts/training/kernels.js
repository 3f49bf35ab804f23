import { pixelOfByte } from "../inside/colours.js";
import { numbersOf } from "../inside/explanation.js";

/** @import {Packed} from "../inside/explanation.js" */

/** Kernels beside each other. */
const ACROSS = 8;

/** Pixels between them. */
const GAP = 1;

/**
 * Paints kernels side by side, a pixel for a weight; the largest has the full colour.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Packed & {shape: number[]}} kernels outputs, inputs, rows, columns; the first input is shown
 */
export function paintKernels(canvas, kernels) {
  const [count = 0, inputs = 1, rows = 0, columns = 0] = kernels.shape;
  canvas.width = ACROSS * (columns + GAP) - GAP;
  canvas.height = Math.ceil(count / ACROSS) * (rows + GAP) - GAP;
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const weights = numbersOf(kernels);
  const most = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;
  for (let kernel = 0; kernel < count; kernel++) {
    const [left, top] = [(kernel % ACROSS) * (columns + GAP), Math.floor(kernel / ACROSS) * (rows + GAP)];
    for (let i = 0; i < rows * columns; i++) {
      const place = (top + Math.floor(i / columns)) * image.width + left + (i % columns);
      pixels[place] = pixelOfByte(Math.round((127 * (weights[kernel * inputs * rows * columns + i] ?? 0)) / most));
    }
  }
  context.putImageData(image, 0, 0);
}
