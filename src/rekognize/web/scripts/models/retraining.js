import { reasonOf } from "../administrator/token.js";
import { ApiError } from "../answers/server.js";
import { duration, moment } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { follow } from "./follow.js";
import { beginRetraining, stopRetraining } from "./registry.js";

/** @import {Run} from "./follow.js" */

/** The panel that retrains: it begins a run or stops it, and shows how far it is, whoever began it. */
export class RetrainingPanel {
  #onEnd;
  #begin = element("retrain", HTMLButtonElement);
  #stop = element("stop", HTMLButtonElement);
  #progress = element("progress", HTMLProgressElement);
  #pace = element("pace", HTMLElement);
  #state = element("state", HTMLElement);
  #help = element("help", HTMLElement);
  /** Whether a run is being followed already. */
  #follows = false;
  /** @type {Run | null} */
  #run = null;
  /** @type {() => void} */
  #onKnown = () => {};
  /** Kept once the last run is shown. @type {Promise<void>} */
  known = new Promise((resolve) => {
    this.#onKnown = resolve;
  });

  /** @param {() => void} onEnd a run has ended that was seen running */
  constructor(onEnd) {
    this.#onEnd = onEnd;
    this.#begin.addEventListener("click", () => void this.#start());
    this.#stop.addEventListener("click", () => void this.#end());
  }

  /** Shows the last run, and follows it while it runs. */
  async follow() {
    if (this.#follows) return;
    this.#follows = true;
    await follow((run, now) => this.#show(run, now));
    this.#follows = false;
  }

  async #start() {
    this.#begin.disabled = true;
    try {
      await beginRetraining();
    } catch (error) {
      this.#begin.disabled = false;
      this.#say(say("models.run.failed", { reason: reasonOf(error) }));
      this.#helpWith(error instanceof ApiError && error.code === "missing_extra" ? "pip install 'rekognize[train]'" : "");
      return;
    }
    await this.follow();
  }

  async #end() {
    this.#stop.disabled = true;
    this.#say(say("models.run.stopping"));
    try {
      await stopRetraining();
    } catch (error) {
      this.#stop.disabled = false;
      this.#say(reasonOf(error));
    }
  }

  /**
   * @param {Run | null} run
   * @param {number} now
   */
  #show(run, now) {
    const before = this.#run;
    this.#run = run;
    const running = run?.state === "running";
    this.#begin.disabled = running;
    if (!running || before?.id !== run.id) this.#stop.disabled = !running;
    this.#progress.hidden = !running;
    this.#progress.value = running ? shareDone(run, now) || this.#progress.value : 0;
    this.#pace.textContent = run ? (running ? paceOf(run) : byWhom(run)) : "";
    if (before === null || run?.id !== before.id || run.state !== before.state) {
      this.#say(stateOf(run));
      this.#helpWith(run?.state === "failed" && run.outcome.includes("--no-base") ? "rekognize retrain --no-base" : "");
    }
    this.#onKnown();
    if (!running && before?.state === "running") this.#onEnd();
  }

  /** @param {string} words */
  #say(words) {
    this.#state.textContent = words;
  }

  /** Shows the command that helps. @param {string} command none hides it */
  #helpWith(command) {
    this.#help.hidden = command === "";
    element("command", HTMLElement).textContent = command;
  }
}

/**
 * How much of its time a run has had; 0 where that is not known.
 *
 * @param {Run} run
 * @param {number} now
 */
function shareDone({ started, progress: { left } }, now) {
  if (left === undefined) return 0;
  const had = Math.max(0, now - Date.parse(started)) / 1000;
  return had / (had + left || 1);
}

/** @param {Run} run */
function paceOf({ progress: { epoch, left } }) {
  if (epoch === undefined) return say("models.run.preparing");
  // An epoch under way is counted from 0, one that is done from 1.
  if (left === undefined) return say("models.run.learnt", { epoch });
  return say("models.run.learning", { epoch: epoch + 1, left: duration(left) });
}

/** @param {Run} run */
function byWhom({ who, started }) {
  return say("models.run.by", { who, date: moment(started) });
}

/** @param {Run | null} run */
function stateOf(run) {
  switch (run?.state) {
    case "running":
      return say("models.run.running", { who: run.who });
    case "finished":
      return say("models.run.finished", { model: run.outcome });
    case "stopped":
      return say("models.run.stopped");
    case "failed":
      return say("models.run.failed", { reason: run.outcome });
    default:
      return say("models.run.none");
  }
}
