import { authorization } from "../administrator/token.js";
import { eventsOf } from "../answers/events.js";
import { clockAhead, open } from "../answers/server.js";

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
  const response = await open("retraining", { headers: authorization() });
  const ahead = clockAhead(response);
  for await (const run of eventsOf(response)) onRun(run, Date.now() + ahead);
}
