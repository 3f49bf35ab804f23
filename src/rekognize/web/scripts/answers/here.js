import { say } from "../language/messages.js";
import { UnreadablePicture } from "../pictures/unreadable.js";
import { stateOf } from "../shell/address.js";
import { TOP } from "./recognition.js";
import { ServerAway } from "./server.js";

/** @import {LocalRecognizer} from "../local/recognizer.js" */
/** @import {Question, Recognition} from "./recognition.js" */

/** @type {Promise<LocalRecognizer> | null} */
let model = null;

/** Whether drawings are read in this browser instead of by the server: the address says so. */
export function readsHere() {
  return stateOf("here") === "1";
}

/**
 * Reads a drawing or a picture in this browser. The model is loaded with the first question; from then
 * on no server is needed.
 *
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 * @throws {ServerAway} the model could not be loaded
 * @throws {UnreadablePicture}
 */
export async function askHere(question, signal) {
  model ??= load();
  const recognizer = await model;
  try {
    return await recognizer.recognize({ ...question, top: TOP }, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    throw new UnreadablePicture(error.message);
  }
}

async function load() {
  try {
    const { loadLocal } = await import("../local/recognizer.js");
    return await loadLocal(new URL("api/v1/model/", document.baseURI));
  } catch {
    // The next question tries again.
    model = null;
    throw new ServerAway(say("failure.away"));
  }
}
