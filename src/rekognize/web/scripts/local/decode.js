import { greyOf } from "./grey.js";
import { reduced } from "./image.js";

/** @import {Grey} from "./image.js" */

/** Longer side in pixels of the largest picture that is read; larger ones are reduced. */
const LONGER_SIDE = 2048;

/**
 * The grey pixels of a picture's file, as this browser decodes it.
 *
 * @param {Blob} file
 * @returns {Promise<Grey>}
 * @throws {RangeError} the browser cannot read it
 */
export async function decode(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) throw new RangeError("this browser cannot read the picture");
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!context) throw new RangeError("this browser cannot show the picture's pixels");
    context.drawImage(bitmap, 0, 0);
    const grey = greyOf(context.getImageData(0, 0, width, height));
    const factor = Math.ceil(Math.max(width, height) / LONGER_SIDE);
    return factor > 1 ? reduced(grey, factor, factor) : grey;
  } finally {
    bitmap.close();
  }
}
