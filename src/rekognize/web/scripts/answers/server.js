import { say } from "../language/messages.js";
import { TOP } from "./recognition.js";

/** @import {Question, Recognition} from "./recognition.js" */

/** @typedef {{name: string, title: string, labels: string[]}} Alphabet */

/** @typedef {{alphabets: Alphabet[], default: string}} Alphabets */

/** Longest wait for an answer, in milliseconds. */
const PATIENCE = 15_000;

/** The server refused; the message is its own, written for people. */
export class ApiError extends Error {}

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
async function request(path, options) {
  let response;
  let answer;
  try {
    response = await fetch(new URL(`api/v1/${path}`, document.baseURI), options);
    answer = await response.json();
  } catch {
    // Neither a broken connection nor a page of some proxy's in between is the server's answer.
    throw new ServerAway(say("failure.away"));
  }
  if (!response.ok) {
    throw new ApiError(
      answer?.error?.message ?? say("failure.status", { status: String(response.status) }),
    );
  }
  return answer;
}
