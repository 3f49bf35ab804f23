import { bytesOf } from "../answers/base64.js";
import { colourOfByte, pixelOfByte } from "./colours.js";
import { SIDE, sizeOf } from "./explanation.js";

/** @import {Layer, Packed, Window} from "./explanation.js" */

/** Pixels between maps that lie side by side. */
const GAP = 1;

/**
 * How a layer's maps lie side by side: nearly in a square.
 *
 * @param {Layer} layer
 */
function laidOut(layer) {
  const { count, rows, columns } = sizeOf(layer);
  const across = Math.ceil(Math.sqrt(count));
  return { count, rows, columns, across, down: Math.ceil(count / across) };
}

/**
 * A layer's numbers as bytes of colour. The greatest has the full one; of shares, which say
 * something by themselves, it is all that has.
 *
 * @param {Layer} layer
 * @param {Packed} maps its
 */
function colours({ kind }, { scale, values }) {
  const bytes = new Int8Array(bytesOf(values).buffer);
  return kind === "sigmoid" ? bytes.map((byte) => Math.round(byte * scale * 127)) : bytes;
}

/**
 * Paints all maps of a layer side by side, a pixel for a number; without maps it wipes the canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Layer} layer
 */
export function paintMaps(canvas, layer) {
  const { count, rows, columns, across, down } = laidOut(layer);
  const context = sized(canvas, across * (columns + GAP) - GAP, down * (rows + GAP) - GAP);
  if (!layer.maps) return;
  const image = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(image.data.buffer);
  const bytes = colours(layer, layer.maps);
  let from = 0;
  for (let map = 0; map < count; map++) {
    const left = (map % across) * (columns + GAP);
    const top = Math.floor(map / across) * (rows + GAP);
    for (let row = 0; row < rows; row++) {
      let to = (top + row) * image.width + left;
      for (let column = 0; column < columns; column++) pixels[to++] = pixelOfByte(bytes[from++] ?? 0);
    }
  }
  context.putImageData(image, 0, 0);
}

/**
 * Where one of the maps lies in what {@link paintMaps} painted, in shares of its width and height.
 *
 * @param {Layer} layer
 * @param {number} map
 */
export function placeOfMap(layer, map) {
  const { rows, columns, across, down } = laidOut(layer);
  const width = across * (columns + GAP) - GAP;
  const height = down * (rows + GAP) - GAP;
  return {
    left: ((map % across) * (columns + GAP)) / width,
    top: (Math.floor(map / across) * (rows + GAP)) / height,
    width: columns / width,
    height: rows / height,
  };
}

/**
 * Which of the maps lies under a pointer.
 *
 * @param {HTMLCanvasElement} canvas that {@link paintMaps} painted
 * @param {Layer} layer
 * @param {MouseEvent} event
 */
export function mapAt(canvas, layer, event) {
  const { count, rows, columns, across } = laidOut(layer);
  const { row, column } = pixelAt(canvas, event);
  const map = Math.floor(row / (rows + GAP)) * across + Math.floor(column / (columns + GAP));
  return Math.min(map, count - 1);
}

/**
 * The pixel of a canvas under a pointer.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {MouseEvent} event
 */
export function pixelAt(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const within = (/** @type {number} */ share, /** @type {number} */ size) =>
    Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  return {
    row: within((event.clientY - box.top) / box.height, canvas.height),
    column: within((event.clientX - box.left) / box.width, canvas.width),
  };
}

/**
 * Paints one map of a layer.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Layer} layer
 * @param {number} map
 */
export function paintMap(canvas, layer, map) {
  const { rows, columns } = sizeOf(layer);
  const context = sized(canvas, columns, rows);
  if (!layer.maps) return;
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const bytes = colours(layer, layer.maps);
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixelOfByte(bytes[map * rows * columns + i] ?? 0);
  context.putImageData(image, 0, 0);
}

/**
 * Paints numbers, a pixel each.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array} numbers
 * @param {number} rows
 * @param {number} columns
 * @param {number} most the number that has the full colour
 */
export function paintNumbers(canvas, numbers, rows, columns, most) {
  const context = sized(canvas, columns, rows);
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  numbers.forEach((number, i) => {
    pixels[i] = pixelOfByte(most > 0 ? Math.round((number / most) * 127) : 0);
  });
  context.putImageData(image, 0, 0);
}

/**
 * Paints the ink that decided: in its colour where it speaks for or against, grey where for neither.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Packed} packed 28 x 28
 * @param {string} glyph base64 of 28 x 28 bytes, ink 255
 * @param {number} most the number that has the full colour
 */
export function paintWhy(canvas, packed, glyph, most) {
  const context = sized(canvas, SIDE, SIDE);
  const image = context.createImageData(SIDE, SIDE);
  const bytes = new Int8Array(bytesOf(packed.values).buffer);
  const ink = bytesOf(glyph);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const value = most > 0 ? ((bytes[i] ?? 0) * packed.scale) / most : 0;
    const share = Math.sqrt(Math.min(1, Math.abs(value)));
    const grey = 150 * (1 - share);
    const [red, green, blue] = colourOfByte(Math.round(Math.min(1, Math.max(-1, value)) * 127));
    image.data.set([red * share + grey, green * share + grey, blue * share + grey, ink[i] ?? 0], 4 * i);
  }
  context.putImageData(image, 0, 0);
}

/**
 * Frames the part of the glyph that a pixel of a layer sees; the canvas is 28 times `zoom` wide.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Window | null} field null frames everything
 * @param {number} row
 * @param {number} column
 */
export function frameField(canvas, field, row, column) {
  const zoom = 8;
  const context = sized(canvas, SIDE * zoom, SIDE * zoom);
  const span = (/** @type {import("./explanation.js").Reach | undefined} */ reach, /** @type {number} */ at) => {
    const start = reach ? reach.start + at * reach.step : 0;
    const end = reach ? start + (reach.count - 1) * reach.spacing + 1 : SIDE;
    return [Math.max(0, start) * zoom, Math.min(SIDE, end) * zoom];
  };
  const [top = 0, bottom = 0] = span(field?.rows, row);
  const [left = 0, right = 0] = span(field?.columns, column);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 3;
  context.strokeRect(left + 1.5, top + 1.5, right - left - 3, bottom - top - 3);
}

/**
 * Takes a round spot of ink away from a painted glyph, and rings it.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{row: number, column: number, radius: number}} spot
 */
export function ringSpot(canvas, { row, column, radius }) {
  const zoom = 8;
  const context = sized(canvas, SIDE * zoom, SIDE * zoom);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 3;
  context.setLineDash([10, 6]);
  context.beginPath();
  context.arc(column * zoom, row * zoom, radius * zoom, 0, 2 * Math.PI);
  context.stroke();
}

/**
 * A canvas's context, the canvas wiped and of that size.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
function sized(canvas, width, height) {
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("the page needs a 2d canvas");
  // Setting the size, even to what it is, makes a new canvas of it.
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  else context.clearRect(0, 0, width, height);
  return context;
}
