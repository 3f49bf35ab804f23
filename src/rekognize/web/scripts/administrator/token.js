import { ApiError, request } from "../answers/server.js";
import { say } from "../language/messages.js";

/** The token's place in what this tab remembers; it goes with the tab. */
const TOKEN = "administrator";

/** Remembers the administrator's token for this tab. @param {string} token */
export function enter(token) {
  sessionStorage.setItem(TOKEN, token);
}

/** What a request of an administrator carries. @returns {Record<string, string>} */
export function authorization() {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/**
 * Asks as an administrator.
 *
 * @param {string} path within the API
 * @returns {Promise<any>} the JSON answer
 * @throws {ApiError | ServerAway}
 */
export function ask(path) {
  return request(path, { headers: authorization() });
}

/**
 * Tells something as an administrator.
 *
 * @param {string} path within the API
 * @param {object} body
 * @param {string} [method]
 * @returns {Promise<any>} the JSON answer
 * @throws {ApiError | ServerAway}
 */
export function tell(path, body, method = "POST") {
  return request(path, {
    method,
    headers: { ...authorization(), "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // What was decided just before the page is left is still sent.
    keepalive: true,
  });
}

/** Why something could not be done, in the server's own words where it answered. @param {unknown} error */
export function reasonOf(error) {
  return error instanceof ApiError ? error.message : say("failure.away");
}
