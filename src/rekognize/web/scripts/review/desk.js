import { ask, authorization, tell } from "../administrator/token.js";

/**
 * Feedback as `GET /api/v1/feedback` gives it.
 *
 * @typedef {object} FeedbackRecord
 * @property {string} id
 * @property {string} created
 * @property {string} alphabet
 * @property {string | null} answer
 * @property {number} confidence
 * @property {import("../answers/recognition.js").Candidate[]} candidates
 * @property {string} model
 * @property {string} given
 * @property {string} label
 * @property {State} state
 * @property {string | null} decided
 * @property {string | null} decided_by
 * @property {string} shape those with one label and shape look alike
 * @property {number} alike how many in the queue do
 */

/** @typedef {"pending" | "accepted" | "rejected"} State */
/** @typedef {{state: State, label?: string}} Decision */

/**
 * A page of the queue.
 *
 * @param {URLSearchParams} query
 * @returns {Promise<{records: FeedbackRecord[], following: string | null, counts: Record<State, number>}>}
 * @throws {ApiError | ServerAway}
 */
export function fetchQueue(query) {
  return ask(`feedback?${query}`);
}

/**
 * One record.
 *
 * @param {string} id
 * @returns {Promise<FeedbackRecord>}
 * @throws {ApiError | ServerAway}
 */
export function fetchRecord(id) {
  return ask(`feedback/${encodeURIComponent(id)}`);
}

/**
 * The drawing of a record, as an address for an image.
 *
 * @param {string} id
 */
export async function fetchDrawing(id) {
  const address = new URL(`api/v1/feedback/${id}/drawing`, document.baseURI);
  const response = await fetch(address, { headers: authorization() });
  return response.ok ? URL.createObjectURL(await response.blob()) : "";
}

/**
 * @param {readonly string[]} ids
 * @param {Decision & {by?: string}} decision
 */
export function sendDecision(ids, decision) {
  return tell("feedback/decisions", { ids, ...decision });
}

/** @param {readonly string[]} ids */
export function sendDeletion(ids) {
  return tell("feedback/deletions", { ids });
}
