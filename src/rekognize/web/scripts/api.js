/** @import {Stroke} from "./drawing.js" */

/** @typedef {{label: string, confidence: number}} Candidate */

/**
 * The answer to one drawing, as `POST /api/v1/recognize` gives it.
 *
 * @typedef {object} Recognition
 * @property {string} alphabet
 * @property {Candidate[]} candidates best first; empty without ink
 * @property {number} outside probability that it is a character outside the alphabet
 * @property {string | null} outside_label the likeliest of those
 * @property {boolean} has_ink
 * @property {boolean} is_character
 * @property {string | null} label the answer; null without ink or when it is no character
 * @property {string | null} glyph base64 of 28 x 28 bytes, ink 255
 * @property {[number, number, number, number] | null} box left, top, right, bottom of the ink
 * @property {string} model `name@version`
 * @property {number} time_ms
 */

/** @typedef {{name: string, title: string, labels: string[]}} Alphabet */

/** Longest wait for an answer, in milliseconds. */
const PATIENCE = 15_000;

/** How many candidates are asked for and shown. */
export const TOP = 5;

/** The server refused; the message is its own, written for people. */
export class ApiError extends Error {}

/** No server answered: it is down, the network is away, or it took too long. */
export class ServerAway extends Error {}

/**
 * @param {readonly Stroke[]} strokes
 * @param {number} side of the sheet in CSS pixels
 * @param {string} alphabet
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 */
export function recognizeStrokes(strokes, side, alphabet, signal) {
  const scaled = (/** @type {number} */ fraction) => Math.round(fraction * side * 100) / 100;
  const body = JSON.stringify({
    strokes: strokes.map(({ points }) => points.map(({ x, y }) => [scaled(x), scaled(y)])),
    area: { width: side, height: side },
  });
  return recognize(body, "application/json", alphabet, signal);
}

/**
 * @param {Blob} picture with its type
 * @param {string} alphabet
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 */
export function recognizePicture(picture, alphabet, signal) {
  return recognize(picture, picture.type, alphabet, signal);
}

/** @returns {Promise<{alphabets: Alphabet[], default: string}>} */
export function fetchAlphabets() {
  return request("/api/v1/alphabets", { signal: AbortSignal.timeout(PATIENCE) });
}

/**
 * @param {string | Blob} body
 * @param {string} type
 * @param {string} alphabet
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 */
function recognize(body, type, alphabet, signal) {
  const query = new URLSearchParams({ alphabet, top: String(TOP) });
  return request(`/api/v1/recognize?${query}`, {
    method: "POST",
    headers: { "Content-Type": type },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  });
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<any>} the JSON answer
 * @throws {ApiError} the server refused
 * @throws {ServerAway} there was no answer of the server's
 */
async function request(path, options) {
  let response;
  let answer;
  try {
    response = await fetch(path, options);
    answer = await response.json();
  } catch {
    // Neither a broken connection nor a page of some proxy's in between is the server's answer.
    throw new ServerAway("The server does not answer.");
  }
  if (!response.ok) {
    throw new ApiError(answer?.error?.message ?? `The server answered with ${response.status}.`);
  }
  return answer;
}
