import { bytesOf } from "./base64.js";

/** Side of the picture that the network sees, in points. */
const SIDE = 28;

/**
 * Paints what the network saw, black ink on nothing.
 *
 * @param {HTMLCanvasElement} canvas 28 x 28
 * @param {string | null} encoded base64 of 28 x 28 bytes, ink 255; null wipes the canvas
 */
export function paintGlyph(canvas, encoded) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  if (encoded) {
    const bytes = bytesOf(encoded);
    for (let i = 0; i < SIDE * SIDE; i++) image.data[4 * i + 3] = bytes[i] ?? 0;
  }
  context.putImageData(image, 0, 0);
}
