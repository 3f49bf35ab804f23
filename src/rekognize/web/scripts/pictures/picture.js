import { allOf, decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { UnreadablePicture } from "./unreadable.js";

/** @import {Recognition} from "../answers/recognition.js" */
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

/** Paper around a character that is cut out, as a share of its longer side. */
const MARGIN = 0.25;

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
    return await saved(drawn(bitmap, Math.min(1, REDUCED_SIDE / longer)), file.type);
  } finally {
    bitmap.close();
  }
}

/**
 * @param {ImageBitmap | HTMLCanvasElement} picture
 * @param {number} scale up to 1
 */
function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new UnreadablePicture(say("picture.cannot-reduce"));
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * A picture turned by a quarter to the right.
 *
 * @param {Blob} picture
 * @returns {Promise<Blob>} as transparent as it was
 * @throws {UnreadablePicture}
 */
export async function turned(picture) {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!bitmap || !context) throw new UnreadablePicture(say("picture.cannot-turn"));
  canvas.width = bitmap.height;
  canvas.height = bitmap.width;
  context.translate(canvas.width, 0);
  context.rotate(Math.PI / 2);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return saved(canvas, picture.type);
}

/**
 * A part of a picture.
 *
 * @param {Blob} picture
 * @param {Part} part
 * @returns {Promise<Blob>} as transparent as it was
 * @throws {UnreadablePicture}
 */
export async function cropped(picture, part) {
  const [blob] = await cut(picture, () => [part]);
  return /** @type {Blob} */ (blob);
}

/**
 * Pictures of a picture's characters: with paper around, at most half-way to the next.
 *
 * @param {Blob} picture
 * @param {Recognition["characters"]} boxes in its pixels, from left to right
 * @returns {Promise<Blob[]>} as transparent as it was
 * @throws {UnreadablePicture}
 */
export async function cutOut(picture, boxes) {
  return cut(picture, ({ width, height }) =>
    boxes.map(([left, top, right, bottom], i) => {
      const margin = MARGIN * Math.max(right - left, bottom - top);
      const before = boxes[i - 1]?.[2] ?? -Infinity;
      const next = boxes[i + 1]?.[0] ?? Infinity;
      return [
        Math.max(0, left - margin, (before + left) / 2) / width,
        Math.max(0, top - margin) / height,
        Math.min(width, right + margin, (right + next) / 2) / width,
        Math.min(height, bottom + margin) / height,
      ];
    }),
  );
}

/**
 * @param {Blob} picture
 * @param {(size: {width: number, height: number}) => Part[]} partsOf its parts, by its size in pixels
 * @returns {Promise<Blob[]>}
 * @throws {UnreadablePicture}
 */
async function cut(picture, partsOf) {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (!bitmap) throw new UnreadablePicture(say("picture.cannot-crop"));
  const { width, height } = bitmap;
  const canvases = partsOf(bitmap).map(([left, top, right, bottom]) => {
    const canvas = document.createElement("canvas");
    const [x, y] = [Math.round(left * width), Math.round(top * height)];
    canvas.width = Math.max(1, Math.round(right * width) - x);
    canvas.height = Math.max(1, Math.round(bottom * height) - y);
    const context = canvas.getContext("2d");
    if (!context) throw new UnreadablePicture(say("picture.cannot-crop"));
    context.drawImage(bitmap, -x, -y);
    return canvas;
  });
  bitmap.close();
  return Promise.all(canvases.map((canvas) => saved(canvas, picture.type)));
}

/**
 * What is on a canvas, as small as the server takes it. What is transparent stays so: the server lays
 * it on paper that its ink stands out from, which may be light.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {string} type of the picture that it was; a JPEG has nothing transparent
 * @returns {Promise<Blob>} JPEG of a JPEG, else PNG, or WebP where that would be too large
 * @throws {UnreadablePicture}
 */
async function saved(canvas, type) {
  if (type === "image/jpeg") return toBlob(canvas);
  for (const kind of ["image/png", "image/webp"]) {
    // A browser that writes no WebP answers with a PNG.
    const blob = await toBlob(canvas, kind);
    if (blob.size <= MOST_BYTES) return blob;
  }
  return saved(drawn(canvas, 0.5), type);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} [type]
 * @returns {Promise<Blob>}
 * @throws {UnreadablePicture}
 */
export function toBlob(canvas, type = "image/jpeg") {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob) resolve(blob);
        else reject(new UnreadablePicture(say("picture.cannot-save")));
      },
      type,
      0.92,
    );
  });
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${decimal(bytes / 1e6, bytes % 1e6 === 0 ? 0 : 1)} MB`;
}
