/** Side of a glyph in pixels. */
const SIDE = 28;

/** Pillars of the elastic displacement along a side. */
const PILLARS = 5;

/**
 * What is done to a glyph, as `rekognize.training.augment.Changes`.
 *
 * @typedef {object} Change
 * @property {number} angle radians
 * @property {readonly [number, number]} zoom factor of width and of height
 * @property {number} shear tangent of the slant
 * @property {readonly [number, number]} shift of where the picture is read; the glyph's side is 2
 * @property {ArrayLike<number> | null} coarse 2 x 5 x 5, the pillars of the elastic displacement
 * @property {number} elastic what these are times, in glyph pixels
 * @property {number} width how much strokes grow, or shrink below zero
 */

/**
 * A glyph as training would show it after those changes; `rekognize.training.augment.change` in the
 * browser, and a test holds both together.
 *
 * @param {Float32Array} glyph 28 x 28, ink 1
 * @param {Change} change
 */
export function changed(glyph, change) {
  return withWidth(moved(glyph, change), change.width);
}

/**
 * @param {Float32Array} glyph
 * @param {Change} change
 */
function moved(glyph, { angle, zoom, shear, shift, coarse, elastic }) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [a, b] = [cos / zoom[0], (cos * shear - sin) / zoom[0]];
  const [c, d] = [sin / zoom[1], (sin * shear + cos) / zoom[1]];
  const [dx, dy] = coarse ? [smooth(coarse, 0), smooth(coarse, PILLARS ** 2)] : [null, null];
  const out = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    const y = (2 * row + 1) / SIDE - 1;
    for (let column = 0; column < SIDE; column++) {
      const x = (2 * column + 1) / SIDE - 1;
      const i = row * SIDE + column;
      const right = ((a * x + b * y + shift[0] + 1) * SIDE - 1) / 2 + elastic * (dx?.[i] ?? 0);
      const down = ((c * x + d * y + shift[1] + 1) * SIDE - 1) / 2 + elastic * (dy?.[i] ?? 0);
      out[i] = read(glyph, right, down);
    }
  }
  return out;
}

/**
 * A glyph between its pixels, bilinear; blank beyond its edges.
 *
 * @param {Float32Array} glyph
 * @param {number} x
 * @param {number} y
 */
function read(glyph, x, y) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, low] = [x - left, y - top];
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row < 0 || column < 0 || row >= SIDE || column >= SIDE ? 0 : (glyph[row * SIDE + column] ?? 0);
  return (
    (1 - low) * ((1 - right) * at(top, left) + right * at(top, left + 1)) +
    low * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1))
  );
}

/**
 * The pillars of one direction at every pixel, bicubic (Keys, 1981, with a = -0.75 as PyTorch has it),
 * the outermost at the glyph's edges.
 *
 * @param {ArrayLike<number>} coarse
 * @param {number} from where the direction's pillars begin
 */
function smooth(coarse, from) {
  const out = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) {
        for (let n = 0; n < 4; n++) {
          const place = PILLARS * pillar(row, k) + pillar(column, n);
          sum += weight(row, k) * weight(column, n) * (coarse[from + place] ?? 0);
        }
      }
      out[row * SIDE + column] = sum;
    }
  }
  return out;
}

/**
 * The k-th of the four pillars around a pixel.
 *
 * @param {number} pixel
 * @param {number} k
 */
function pillar(pixel, k) {
  return Math.min(PILLARS - 1, Math.max(0, Math.floor(place(pixel)) - 1 + k));
}

/**
 * What it counts there.
 *
 * @param {number} pixel
 * @param {number} k
 */
function weight(pixel, k) {
  const away = Math.abs(place(pixel) - Math.floor(place(pixel)) + 1 - k);
  return away <= 1 ? (1.25 * away - 2.25) * away * away + 1 : ((-0.75 * away + 3.75) * away - 6) * away + 3;
}

/** Where a pixel lies among the pillars. @param {number} pixel */
function place(pixel) {
  return (pixel * (PILLARS - 1)) / (SIDE - 1);
}

/**
 * Strokes thickened or thinned by blending with the 3 x 3 maximum or minimum.
 *
 * @param {Float32Array} glyph
 * @param {number} width
 */
function withWidth(glyph, width) {
  if (width === 0) return glyph;
  const most = width > 0 ? Math.max : Math.min;
  return glyph.map((value, i) => {
    const [row, column] = [Math.floor(i / SIDE), i % SIDE];
    let extreme = value;
    for (let y = Math.max(0, row - 1); y <= Math.min(SIDE - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(SIDE - 1, column + 1); x++) {
        extreme = most(extreme, glyph[y * SIDE + x] ?? 0);
      }
    }
    return value + Math.abs(width) * (extreme - value);
  });
}
