import { keepModel } from "../shell/offline.js";
import { alphabetsHere, askHere, readsHere } from "./here.js";
import { ServerAway, askServer, fetchAlphabets } from "./server.js";

/** @import {Question, Recognition} from "./recognition.js" */
/** @import {Alphabets} from "./server.js" */

/** A server that was away is not asked again for so long, in milliseconds. */
const REST = 10_000;

/** When the server was last found to be away. */
let away = -Infinity;

/** Whether the model is kept for times without a network: who reads something may want to read on. */
let isKept = false;

/**
 * Reads a drawing or a picture. Every page asks through here, so that what answers can change
 * without them: the server; this browser, where somebody chose so; or this browser instead of the
 * server, when that is away and the model can be had without it.
 *
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 * @throws {ApiError | ServerAway | UnreadablePicture}
 */
export async function recognize(question, signal) {
  if (readsHere()) return kept(askHere(question, signal));
  return withServer(
    () => kept(askServer(question, signal)),
    async () => ({ ...(await askHere(question, signal)), instead: true }),
    signal,
  );
}

/**
 * Lets the browser keep the model once there is a first answer, whoever gives it: a worker that was not
 * there yet when the model was loaded has not seen it.
 *
 * @param {Promise<Recognition>} asked
 */
async function kept(asked) {
  const answer = await asked;
  if (!isKept) void keepModel();
  isKept = true;
  return answer;
}

/**
 * The alphabets that can be asked for.
 *
 * @returns {Promise<Alphabets>}
 * @throws {ApiError | ServerAway}
 */
export async function alphabets() {
  return readsHere() ? alphabetsHere() : withServer(fetchAlphabets, alphabetsHere);
}

/**
 * @template T
 * @param {() => Promise<T>} ask the server
 * @param {() => Promise<T>} instead what to do when it is away
 * @param {AbortSignal} [signal] of one who no longer wants to know
 * @returns {Promise<T>}
 */
async function withServer(ask, instead, signal) {
  if (performance.now() - away < REST) {
    // What has stopped being away while nothing could be done without it is asked all the same.
    return instead().catch((error) => (error instanceof ServerAway ? ask() : Promise.reject(error)));
  }
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ServerAway) || signal?.aborted) throw error;
    away = performance.now();
    return instead();
  }
}
