/**
 * Colours of -1, -0.5, 0, 0.5 and 1, the same everywhere that numbers have a sign: blue to orange,
 * which those tell apart who cannot tell red from green. `explanation/pictures.py` has the same.
 *
 * @type {readonly (readonly [number, number, number])[]}
 */
export const STOPS = [
  [5, 48, 97],
  [67, 147, 195],
  [247, 247, 247],
  [224, 130, 20],
  [127, 59, 8],
];

/** Colours of the bytes -127 to 127, three numbers each. */
const TABLE = Array.from({ length: 255 }, (_, i) => mixed((i - 127) / 127));

/** The same as the four bytes of a pixel, by the byte as it is stored, without its sign. */
const PIXELS = new Uint32Array(256);
for (let stored = 0; stored < 256; stored++) {
  const [red, green, blue] = colourOfByte(stored > 127 ? stored - 256 : stored);
  new DataView(PIXELS.buffer).setUint32(4 * stored, (red << 24) | (green << 16) | (blue << 8) | 255);
}

/**
 * The colour of a number between -1 and 1.
 *
 * @param {number} value
 * @returns {[number, number, number]}
 */
function mixed(value) {
  const place = ((Math.min(1, Math.max(-1, value)) + 1) * (STOPS.length - 1)) / 2;
  const low = Math.min(Math.floor(place), STOPS.length - 2);
  const [from, to] = [STOPS[low] ?? [0, 0, 0], STOPS[low + 1] ?? [0, 0, 0]];
  const part = place - low;
  const channel = (/** @type {0 | 1 | 2} */ i) => Math.round(from[i] * (1 - part) + to[i] * part);
  return [channel(0), channel(1), channel(2)];
}

/**
 * The colour of a signed byte.
 *
 * @param {number} byte -127 to 127
 */
export function colourOfByte(byte) {
  return TABLE[byte + 127] ?? mixed(0);
}

/**
 * The pixel of a signed byte, as an ImageData's memory holds it.
 *
 * @param {number} byte -128 to 255: with its sign, or as it is stored
 */
export function pixelOfByte(byte) {
  return PIXELS[byte & 255] ?? 0;
}

/**
 * Gives an element the colour of a number, and its text one that is readable on it.
 *
 * @param {HTMLElement} element
 * @param {number} value
 * @param {number} most the number that has the full colour
 */
export function colour(element, value, most) {
  const [red, green, blue] = mixed(most > 0 ? value / most : 0);
  element.style.backgroundColor = `rgb(${red} ${green} ${blue})`;
  // Relative luminance (WCAG 2): above this, black has the stronger contrast, else white.
  const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  element.style.color = light > 0.179 ? "#000" : "#fff";
}

/** @param {number} channel 0 to 255, as it is written */
function linear(channel) {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
