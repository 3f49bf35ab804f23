import { allOf, decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { UnreadablePicture } from "./unreadable.js";

/** @import {Part} from "./crop.js" */

/** Types of picture that the server reads, with the names that people know them by. */
const KINDS = new Map([
  ["image/png", "PNG"],
  ["image/jpeg", "JPEG"],
  ["image/webp", "WebP"],
  ["image/gif", "GIF"],
  ["image/bmp", "BMP"],
  ["image/tiff", "TIFF"],
]);

/** For a file input's `accept`. */
export const ACCEPT = [...KINDS.keys()].join(",");

/** The server takes pictures up to this many bytes. */
const MOST_BYTES = 5_000_000;

/** A picture with a longer side than this many pixels is reduced before it is sent. */
const MOST_SIDE = 2048;

/** Longer side of a reduced picture, in pixels: one character needs far fewer. */
const REDUCED_SIDE = 1600;

/**
 * A file as a picture that the server will take: large ones are reduced here, so that a photo from
 * a phone does not have to be.
 *
 * @param {File} file
 * @returns {Promise<Blob>} with a type that the server reads
 * @throws {UnreadablePicture}
 */
export async function prepare(file) {
  if (!KINDS.has(file.type)) {
    const kinds = allOf([...KINDS.values()]);
    throw new UnreadablePicture(
      file.type
        ? say("picture.kind", { kinds, kind: file.type })
        : say("picture.no-kind", { kinds, name: file.name }),
    );
  }
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    // The server reads kinds that this browser may not (TIFF), and says best what is damaged.
    if (file.size <= MOST_BYTES) return file;
    throw new UnreadablePicture(
      say("picture.large", { most: megabytes(MOST_BYTES), size: megabytes(file.size) }),
    );
  }
  try {
    const longer = Math.max(bitmap.width, bitmap.height);
    if (file.size <= MOST_BYTES && longer <= MOST_SIDE) return file;
    return await reduced(bitmap, Math.min(1, REDUCED_SIDE / longer));
  } finally {
    bitmap.close();
  }
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} scale up to 1
 * @returns {Promise<Blob>} JPEG on white
 */
function reduced(bitmap, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new UnreadablePicture(say("picture.cannot-reduce"));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return toBlob(canvas);
}

/**
 * A picture turned by a quarter to the right.
 *
 * @param {Blob} picture
 * @returns {Promise<Blob>} JPEG on white
 * @throws {UnreadablePicture}
 */
export async function turned(picture) {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!bitmap || !context) throw new UnreadablePicture(say("picture.cannot-turn"));
  canvas.width = bitmap.height;
  canvas.height = bitmap.width;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width, 0);
  context.rotate(Math.PI / 2);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return toBlob(canvas);
}

/**
 * A part of a picture.
 *
 * @param {Blob} picture
 * @param {Part} part
 * @returns {Promise<Blob>} JPEG on white
 * @throws {UnreadablePicture}
 */
export async function cropped(picture, [left, top, right, bottom]) {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!bitmap || !context) throw new UnreadablePicture(say("picture.cannot-crop"));
  const [x, y] = [Math.round(left * bitmap.width), Math.round(top * bitmap.height)];
  canvas.width = Math.max(1, Math.round(right * bitmap.width) - x);
  canvas.height = Math.max(1, Math.round(bottom * bitmap.height) - y);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, -x, -y);
  bitmap.close();
  return toBlob(canvas);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>} as JPEG
 */
export function toBlob(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob) resolve(blob);
        else reject(new UnreadablePicture(say("picture.cannot-save")));
      },
      "image/jpeg",
      0.92,
    );
  });
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${decimal(bytes / 1e6, bytes % 1e6 === 0 ? 0 : 1)} MB`;
}
