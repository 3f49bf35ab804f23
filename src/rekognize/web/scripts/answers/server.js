import { hasMessage, say } from "../language/messages.js";
import { TOP } from "./recognition.js";

/** @import {Question, Recognition} from "./recognition.js" */

/** @typedef {{name: string, title: string, labels: string[]}} Alphabet */

/** @typedef {{alphabets: Alphabet[], default: string}} Alphabets */

/** Longest wait for an answer, in milliseconds. */
const PATIENCE = 15_000;

/** Characters of a request that outlives its page: 64 KiB in all by the Fetch standard, and some spare. */
const KEPT_ALIVE = 60_000;

/** The server refused; the message says why, in the language spoken where it has words for that. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   * @param {string} [code] the error's stable name
   */
  constructor(message, status, code = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** No server answered: it is down, the network is away, or it took too long. */
export class ServerAway extends Error {}

/**
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 * @throws {ApiError | ServerAway}
 */
export function askServer({ alphabet, ink, picture }, signal) {
  const query = new URLSearchParams({ alphabet, top: String(TOP) });
  return request(`recognize?${query}`, {
    method: "POST",
    headers: { "Content-Type": picture?.type ?? "application/json" },
    body: picture ?? JSON.stringify(ink),
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  });
}

/**
 * Everything on the way from a drawing to its answer.
 *
 * @param {import("../ink/document.js").InkDocument} ink
 * @param {Record<string, string>} options of the query: alphabet, layers, kernels, number, why
 * @param {AbortSignal} signal
 * @returns {Promise<import("../inside/explanation.js").Explanation>}
 * @throws {ApiError | ServerAway}
 */
export function askHow(ink, options, signal) {
  return request(`explain?${new URLSearchParams(options)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(ink),
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  });
}

/**
 * Says what is right for an answer. A server that no longer remembers it gets the drawing again, under
 * the same key: what is said twice is kept once.
 *
 * @param {Question} question
 * @param {Recognition} recognition with an `id`
 * @param {string} label
 * @returns {Promise<{id: string, until: number}>} until when, by this device's clock in milliseconds, it can be
 *   taken back
 * @throws {ApiError | ServerAway}
 */
export async function sendFeedback({ alphabet, ink, picture }, { id }, label) {
  try {
    return await tellFeedback({ answer: id, label });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "unknown_record")) throw error;
  }
  const drawing = picture ? { image: await base64(picture) } : ink;
  return tellFeedback({ key: id, label, alphabet, ...drawing });
}

/**
 * Takes back what was just said.
 *
 * @param {string} id of the feedback
 * @throws {ApiError | ServerAway}
 */
export async function withdrawFeedback(id) {
  const signal = AbortSignal.timeout(PATIENCE);
  await request(`feedback/${id}`, { method: "DELETE", signal });
}

/** @param {object} said */
async function tellFeedback(said) {
  const body = JSON.stringify(said);
  const response = await open("feedback", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    // What is said just before leaving the page is still sent; browsers refuse to do so for much.
    keepalive: body.length < KEPT_ALIVE,
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { id, undo_until } = await jsonOf(response);
  return { id, until: Date.parse(undo_until) - clockAhead(response) };
}

/**
 * Milliseconds that the server's clock is ahead of this device's; 0 where the answer does not tell.
 *
 * @param {Response} response
 */
export function clockAhead(response) {
  return Date.parse(response.headers.get("date") ?? "") - Date.now() || 0;
}

/** @param {Blob} blob */
async function base64(blob) {
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.addEventListener("loadend", resolve);
    reader.readAsDataURL(blob);
  });
  return String(reader.result).replace(/^.*,/, "");
}

/**
 * @returns {Promise<Alphabets>}
 * @throws {ApiError | ServerAway}
 */
export function fetchAlphabets() {
  return request("alphabets", { signal: AbortSignal.timeout(PATIENCE) });
}

/**
 * The evaluations that the server was given to show.
 *
 * @returns {Promise<import("../mistakes/figures.js").Summary[]>}
 * @throws {ApiError | ServerAway}
 */
export async function fetchEvaluations() {
  const { evaluations } = await request("evaluations", { signal: AbortSignal.timeout(PATIENCE) });
  return evaluations;
}

/**
 * One of them, whole.
 *
 * @param {string} id
 * @returns {Promise<import("../mistakes/figures.js").Evaluation>}
 * @throws {ApiError | ServerAway}
 */
export function fetchEvaluation(id) {
  return request(`evaluations/${id}`, { signal: AbortSignal.timeout(PATIENCE) });
}

/**
 * @param {string} path within the API
 * @param {RequestInit} options
 * @returns {Promise<any>} the JSON answer
 * @throws {ApiError} the server refused
 * @throws {ServerAway} there was no answer of the server's
 */
export async function request(path, options) {
  const response = await open(path, options);
  return response.status === 204 ? null : jsonOf(response);
}

/**
 * The answer before its body is read.
 *
 * @param {string} path within the API
 * @param {RequestInit} options
 * @throws {ApiError} the server refused
 * @throws {ServerAway} there was no answer of the server's
 */
export async function open(path, options) {
  let response;
  try {
    response = await fetch(new URL(`api/v1/${path}`, document.baseURI), options);
  } catch {
    throw new ServerAway(say("failure.away"));
  }
  if (response.ok) return response;
  const { error } = (await jsonOf(response)) ?? {};
  throw new ApiError(reasonOf(error, response.status), response.status, error?.code);
}

/**
 * Why the server refused. What visitors may meet is said in their language; for the rest the server's own
 * words, in English, say more than none.
 *
 * @param {{code?: string, message?: string} | undefined} error
 * @param {number} status
 */
function reasonOf(error, status) {
  const key = `error.${error?.code}`;
  if (hasMessage(key)) return say(key);
  return error?.message ?? say("failure.status", { status: String(status) });
}

/** @param {Response} response */
async function jsonOf(response) {
  try {
    return await response.json();
  } catch {
    // Neither a broken connection nor a page of some proxy's in between is the server's answer.
    throw new ServerAway(say("failure.away"));
  }
}
