import { say } from "../language/messages.js";
import { UnreadablePicture } from "../pictures/unreadable.js";
import { readsHere } from "./here.js";
import { ApiError } from "./server.js";

/** Statuses of a server that is slow or busy: another time it answers. */
const PASSING = new Set([408, 429, 503, 504]);

/** What the server says of pictures that are none. */
const NO_PICTURE = new Set(["not_an_image", "damaged_image", "invalid_image", "empty_input"]);

/**
 * Why there is no answer, in words: a headline, what exactly is wrong, and whether asking again may
 * help.
 *
 * @param {unknown} error what `recognize` or preparing a picture threw
 * @returns {[headline: string, detail: string, retry: boolean]}
 */
export function failureInWords(error) {
  if (error instanceof UnreadablePicture) return [say("failure.picture"), error.message, false];
  if (error instanceof ApiError) {
    const what = NO_PICTURE.has(error.code) ? "failure.picture" : "failure.refused";
    return [say(what), error.message, PASSING.has(error.status)];
  }
  const what = readsHere() ? "failure.model" : "failure.away";
  return [say(what), say(`${what}.detail`), true];
}

/**
 * The same in one line, where there is no room for more.
 *
 * @param {unknown} error
 */
export function failureInLine(error) {
  const [headline, detail] = failureInWords(error);
  return `${headline}. ${detail}`;
}
