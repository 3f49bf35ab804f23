import { authorization } from "../administrator/token.js";
import { ServerAway } from "../answers/server.js";
import { say } from "../language/messages.js";

/**
 * A run of retraining. Its progress is that of an epoch under way, with the seconds `left` to the last
 * one's end, or of one that is done; empty before the first.
 *
 * @typedef {object} Run
 * @property {string} id
 * @property {string} who
 * @property {string} started
 * @property {"running" | "finished" | "stopped" | "failed"} state
 * @property {{epoch?: number, left?: number}} progress
 * @property {string} outcome the candidate, or why there is none
 */

/** A connection that broke is made again after so many milliseconds. */
const PAUSE = 2_000;

/**
 * Follows the run that was begun last until it has ended, whatever becomes of the connection.
 *
 * `EventSource` can carry no token, so that the events are read here.
 *
 * @param {(run: Run | null, now: number) => void} onRun told what there is, at every change, and the
 *   time by the server's clock in milliseconds; null when there never was a run
 */
export async function follow(onRun) {
  // Until the server has said that it ended.
  let running = true;
  while (running) {
    try {
      await read((run, now) => {
        running = run?.state === "running";
        onRun(run, now);
      });
    } catch {
      // The server restarts, or the network is away: the run goes on.
    }
    if (running) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * @param {(run: Run | null, now: number) => void} onRun
 * @throws {Error} the connection broke
 */
async function read(onRun) {
  const response = await fetch(new URL("api/v1/retraining", document.baseURI), { headers: authorization() });
  if (!response.ok || !response.body) throw new ServerAway(say("failure.away"));
  const ahead = Date.parse(response.headers.get("date") ?? "") - Date.now() || 0;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (text + part.value).split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) onRun(JSON.parse(data.slice("data: ".length)), Date.now() + ahead);
    }
  }
}
