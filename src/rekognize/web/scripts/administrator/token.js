import { ApiError, request } from "../answers/server.js";
import { say } from "../language/messages.js";

/** The token's place in what this tab remembers; it goes with the tab. */
const TOKEN = "administrator";

/** The one that was given on this page: all there is in a browser that stores nothing. @type {string | null} */
let given = null;

/** Remembers the administrator's token for this tab. @param {string} token */
export function enter(token) {
  given = token;
  try {
    sessionStorage.setItem(TOKEN, token);
  } catch {
    // Then it is asked for once more on the next page.
  }
}

/** @returns {string | null} */
function known() {
  try {
    return given ?? sessionStorage.getItem(TOKEN);
  } catch {
    return null;
  }
}

/** Whether a token was given, be it right or wrong. */
export function hasToken() {
  return known() !== null;
}

/**
 * What a request of an administrator carries.
 *
 * @returns {Record<string, string>}
 * @throws {ApiError} the token cannot be right: the server's is printable ASCII, and a header takes little else
 */
export function authorization() {
  const token = known();
  if (token === null) return {};
  const [character] = token.match(/[^ -~]/u) ?? [];
  if (character) throw new ApiError(say("review.token.unfit", { character }), 401, "unauthorized");
  return { Authorization: `Bearer ${token}` };
}

/**
 * Asks as an administrator.
 *
 * @param {string} path within the API
 * @returns {Promise<any>} the JSON answer
 * @throws {ApiError | ServerAway}
 */
export async function ask(path) {
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
export async function tell(path, body, method = "POST") {
  return request(path, {
    method,
    headers: { ...authorization(), "Content-Type": "application/json" },
    body: JSON.stringify(body),
    // What was decided just before the page is left is still sent.
    keepalive: true,
  });
}

/**
 * Why something could not be done. That there is no token yet is nobody's fault: it is only asked for.
 *
 * @param {unknown} error
 */
export function reasonOf(error) {
  if (!(error instanceof ApiError)) return say("failure.away");
  return error.status === 401 && !hasToken() ? "" : error.message;
}
