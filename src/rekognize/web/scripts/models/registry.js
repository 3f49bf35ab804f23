import { ask, authorization, tell } from "../administrator/token.js";
import { request } from "../answers/server.js";

/**
 * One row of the gate's table.
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {string} champion its figure, as text; "-" where there is none
 * @property {string} candidate
 * @property {string} wanted
 * @property {boolean} passed
 * @property {string} detail
 */

/** @typedef {{champion: string, candidate: string, checks: Check[]}} Report what the gate said */

/** @typedef {"added" | "promoted" | "refused" | "passed" | "rolled back" | "removed"} What */

/**
 * Something that happened to a version.
 *
 * @typedef {object} ModelEvent
 * @property {string} at
 * @property {string} who
 * @property {What} what
 * @property {string} model
 * @property {string | null} replaced
 * @property {string} why
 * @property {Report | null} report
 */

/**
 * A version as `GET /api/v1/models` gives it.
 *
 * @typedef {object} Version
 * @property {string} model `name@version`
 * @property {("champion" | "candidate")[]} aliases
 * @property {string} added
 * @property {string | null} parent
 * @property {string} note
 * @property {string} created
 * @property {Record<string, number>} images
 * @property {Record<string, number>} metrics
 * @property {string} measured_by
 * @property {ModelEvent | null} verdict of the gate, against the present champion
 */

/** @typedef {{champion: string, before: string}} Change */

/** The newest first. @returns {Promise<Version[]>} @throws {ApiError | ServerAway} */
export function fetchVersions() {
  return ask("models");
}

/** The oldest first. @returns {Promise<ModelEvent[]>} @throws {ApiError | ServerAway} */
export function fetchEvents() {
  return ask("models/history");
}

/** `name@version` of the model that answers here. @throws {ApiError | ServerAway} */
export async function fetchServing() {
  const { name, version } = await request("model", { cache: "no-store" });
  return `${name}@${version}`;
}

/**
 * @param {string} model
 * @param {string} why
 * @returns {Promise<Change>}
 * @throws {ApiError | ServerAway}
 */
export function promote(model, why) {
  return tell("models/promotion", { model, why });
}

/** @param {string} why @returns {Promise<Change>} @throws {ApiError | ServerAway} */
export function rollBack(why) {
  return tell("models/rollback", { why });
}

/**
 * @param {string} model
 * @param {string} why
 * @throws {ApiError | ServerAway}
 */
export function remove(model, why) {
  return tell("models/removal", { model, why });
}

/**
 * @param {string} model
 * @param {string} note
 * @throws {ApiError | ServerAway}
 */
export function writeNote(model, note) {
  return tell("models/note", { model, note });
}

/** @throws {ApiError | ServerAway} */
export function beginRetraining() {
  return tell("retraining", {});
}

/** @throws {ApiError | ServerAway} */
export async function stopRetraining() {
  return request("retraining", { method: "DELETE", headers: authorization() });
}
