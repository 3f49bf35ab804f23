import { say } from "../language/messages.js";
import { UnreadablePicture } from "../pictures/unreadable.js";
import { stateOf } from "../shell/address.js";
import { ROOMS_ALONE } from "../shell/alone.js";
import { TOP } from "./recognition.js";
import { ServerAway } from "./server.js";

/** @import {LocalRecognizer} from "../local/recognizer.js" */
/** @import {Question, Recognition} from "./recognition.js" */
/** @import {Alphabets} from "./server.js" */

/** @type {Promise<LocalRecognizer> | null} */
let model = null;

/**
 * Whether drawings are read in this browser instead of by a server: the address says so, or there is
 * none.
 */
export function readsHere() {
  return ROOMS_ALONE !== null || stateOf("here") === "1";
}

/**
 * Reads a drawing or a picture in this browser. The model is loaded with the first question; from then
 * on no server is needed.
 *
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Recognition>}
 * @throws {ServerAway} the model could not be loaded, or has stopped; another question loads it anew
 * @throws {UnreadablePicture}
 */
export async function askHere(question, signal) {
  model ??= load();
  const recognizer = await model;
  try {
    return await recognizer.recognize({ ...question, top: TOP }, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    if (recognizer.stopped.aborted) throw new ServerAway(say("failure.away"));
    // Whatever a decoder of this browser's says of a picture, it is said in English.
    throw new UnreadablePicture(question.picture ? say("error.damaged_image") : error.message);
  }
}

/**
 * The alphabets that are read in this browser.
 *
 * @returns {Promise<Alphabets>}
 * @throws {ServerAway} they could not be loaded
 */
export async function alphabetsHere() {
  const { listAlphabets } = await loaded(import("../local/alphabets.js"));
  return listAlphabets();
}

async function load() {
  try {
    const { loadLocal } = await loaded(import("../local/recognizer.js"));
    const recognizer = await loaded(loadLocal(new URL("api/v1/model/", document.baseURI)));
    recognizer.stopped.addEventListener("abort", () => {
      model = null;
    });
    return recognizer;
  } catch (error) {
    // The next question tries again.
    model = null;
    throw error;
  }
}

/**
 * @template T
 * @param {Promise<T>} what
 * @returns {Promise<T>}
 * @throws {ServerAway} it could not be loaded
 */
async function loaded(what) {
  try {
    return await what;
  } catch {
    throw new ServerAway(say("failure.away"));
  }
}
