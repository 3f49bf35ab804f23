import { at } from "./image.js";

/** @import {Grey} from "./image.js" */

/** Longer side up to which every pixel counts when paper is chosen; larger are sampled. */
const STATISTICS_SIDE = 1024;

/** Standard deviation of brightness above which a picture holds paper as well as ink. */
const TWO_TONED = 32;

/**
 * Grey pixels of a canvas, transparency laid on paper that its ink stands out from, as
 * `rekognize.images.grey_of_pil`.
 *
 * @param {Readonly<{width: number, height: number, data: ArrayLike<number>}>} picture red, green,
 *   blue and alpha of each pixel
 * @returns {Grey}
 */
export function greyOf({ width, height, data }) {
  const ink = new Uint8Array(width * height);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < ink.length; i++) {
    // ITU-R 601-2, in the fixed point of Pillow.
    ink[i] = (at(data, 4 * i) * 19595 + at(data, 4 * i + 1) * 38470 + at(data, 4 * i + 2) * 7471 + 0x8000) >> 16;
    alpha[i] = at(data, 4 * i + 3);
  }
  if (alpha.every((value) => value === 255)) return { width, height, data: ink };
  const paper = paperUnder(ink, alpha, width, height);
  return {
    width,
    height,
    data: ink.map((value, i) => {
      const mixed = value * at(alpha, i) + paper * (255 - at(alpha, i)) + 128;
      return (mixed + (mixed >> 8)) >> 8;
    }),
  };
}

/**
 * White or black, whichever the visible part stands out from: on a transparent canvas only ink is
 * visible, while a picture of two tones has its own paper, which a transparent margin continues.
 *
 * @param {Uint8Array} ink
 * @param {Uint8Array} alpha
 * @param {number} width
 * @param {number} height
 */
function paperUnder(ink, alpha, width, height) {
  const [least, most] = [ink.reduce((a, b) => Math.min(a, b)), ink.reduce((a, b) => Math.max(a, b))];
  if (least === most) return least < 128 ? 255 : 0;
  const step = Math.ceil(Math.max(width, height) / STATISTICS_SIDE);
  let [total, sum, squares, count] = [0, 0, 0, 0];
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step, count++) {
      const [value, weight] = [at(ink, y * width + x), at(alpha, y * width + x)];
      total += weight;
      sum += weight * value;
      squares += weight * value * value;
    }
  }
  if (total === 0) return 255;
  const mean = sum / total;
  const [contrasting, same] = mean < 128 ? [255, 0] : [0, 255];
  if (total <= 0.5 * 255 * count) return contrasting;
  return squares / total - mean ** 2 > TWO_TONED ** 2 ? same : contrasting;
}
