import { Entrance } from "../administrator/entrance.js";
import { ask, authorization, hasToken, reasonOf } from "../administrator/token.js";
import { eventsOf } from "../answers/events.js";
import { ApiError, open } from "../answers/server.js";
import { axisOf } from "../charts/axis.js";
import { lines } from "../charts/lines.js";
import { decimal, duration } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { paintKernels } from "./kernels.js";

/** @import {Packed} from "../inside/explanation.js" */

/** How often each digit is shown. */
const EPOCHS = 8;

/** What helps where something is missing, by the error's code. */
const HELP = new Map([
  ["missing_extra", 'pip install "rekognize[train]"'],
  ["missing_data", "rekognize data fetch mnist"],
]);

/**
 * What a lesson tells: its state, and of each only what there is then.
 *
 * @typedef {object} News
 * @property {"preparing" | "learning" | "finished" | "failed"} state
 * @property {number} [share] of the digits prepared
 * @property {number} [epoch] epochs done, with the part of the one under way
 * @property {number} [loss] since it was last told
 * @property {number} [accuracy] on digits set aside
 * @property {number} [left] seconds
 * @property {Packed & {shape: number[]}} [kernels]
 * @property {string} [message]
 */

/** Names of this computer: without a token the server lets nobody else ask as an administrator. */
const HERE = /^(localhost|127\..*|\[::1\])$/;

/**
 * Whether this visitor may have a lesson given. Who can be no administrator is not asked about: the
 * refusal would only be an error in the browser's console.
 *
 * @returns {Promise<boolean>}
 */
async function isForVisitor() {
  if (!hasToken() && !HERE.test(location.hostname)) return false;
  try {
    await ask("models");
    return true;
  } catch (error) {
    // Another trouble than a refusal is told when a lesson is asked for.
    return error instanceof ApiError && error.status !== 401 && error.status !== 403;
  }
}

/** The lesson: begun and ended from the page, and watched while it is given. */
export class Lesson {
  #begin = element("learn", HTMLButtonElement);
  #stop = element("lesson-stop", HTMLButtonElement);
  #words = element("lesson-words", HTMLElement);
  #progress = element("lesson-progress", HTMLProgressElement);
  #entrance = new Entrance(() => void this.#give());
  /** @type {AbortController | null} */
  #given = null;
  /** @type {[number, number][]} */
  #losses = [];
  /** @type {[number, number][]} */
  #accuracies = [];

  constructor() {
    this.#begin.addEventListener("click", () => void this.#give());
    this.#stop.addEventListener("click", () => this.#given?.abort());
    void this.#offer();
  }

  async #offer() {
    element("lesson", HTMLElement).hidden = !(await isForVisitor());
  }

  async #give() {
    if (this.#given) return;
    const given = new AbortController();
    this.#given = given;
    [this.#losses, this.#accuracies] = [[], []];
    this.#running(true);
    this.#tell(say("lesson.preparing"));
    /** @type {News["state"] | undefined} */
    let state;
    try {
      const digits = element("digits", HTMLSelectElement).value;
      const query = new URLSearchParams({ digits, epochs: String(EPOCHS) });
      const headers = authorization();
      const response = await open(`lesson?${query}`, { method: "POST", headers, signal: given.signal });
      this.#entrance.open();
      for await (const news of eventsOf(response)) {
        state = news.state;
        this.#show(news);
      }
      if (state !== "finished" && state !== "failed") this.#tell(say("failure.away"), { failed: true });
    } catch (error) {
      this.#entrance.refuse(error);
      if (given.signal.aborted) this.#tell(say("lesson.stopped"));
      else this.#tell(reasonOf(error), { failed: true, help: error instanceof ApiError ? HELP.get(error.code) : "" });
    }
    this.#given = null;
    this.#running(false);
  }

  /** @param {boolean} running */
  #running(running) {
    this.#begin.disabled = running;
    this.#stop.disabled = !running;
    this.#progress.hidden = !running;
    this.#progress.value = 0;
  }

  /** @param {News} news */
  #show({ state, share = 0, epoch = 0, loss, accuracy, left = 0, kernels, message = "" }) {
    if (state === "failed") {
      this.#tell(say("lesson.failed", { reason: message }), { failed: true });
      return;
    }
    if (state === "preparing") {
      // What is left then takes most of the time.
      this.#progress.value = share / 5;
      return;
    }
    this.#progress.value = 0.2 + (0.8 * epoch) / EPOCHS;
    if (loss !== undefined) this.#losses.push([epoch, loss]);
    if (accuracy !== undefined) this.#accuracies.push([epoch, accuracy]);
    if (kernels) paintKernels(element("kernels", HTMLCanvasElement), kernels);
    element("lesson-seen", HTMLElement).hidden = false;
    this.#draw();
    const figures = {
      accuracy: `${decimal(100 * (accuracy ?? 0), 1)} %`,
      loss: decimal(this.#losses.at(-1)?.[1] ?? 0, 3),
    };
    const done = state === "finished";
    this.#tell(done ? say("lesson.finished", { accuracy: figures.accuracy }) : say("lesson.learning"));
    const pace = done ? "" : say("lesson.pace", { epoch: Math.floor(epoch) + 1, epochs: EPOCHS, left: duration(left) });
    element("lesson-figures", HTMLElement).textContent = `${say("lesson.figures", figures)} ${pace}`;
  }

  #draw() {
    const across = axisOf([EPOCHS], say("training.epoch"), String, { from: 0, whole: true });
    const charts = /** @type {const} */ ([
      ["lesson-loss", say("lesson.loss"), this.#losses, (/** @type {number} */ value) => decimal(value, 1), 0.4],
      ["lesson-accuracy", say("lesson.accuracy"), this.#accuracies, (/** @type {number} */ value) => `${decimal(100 * value, 0)} %`, 1],
    ]);
    for (const [id, title, points, write, least] of charts) {
      const up = axisOf([...points.map(([, value]) => value), least], title, write, { from: 0 });
      element(id, HTMLElement).replaceChildren(lines([{ name: title, points, dense: true }], across, up, title));
    }
  }

  /**
   * @param {string} words
   * @param {{failed?: boolean, help?: string | undefined}} [more] a command that helps
   */
  #tell(words, { failed = false, help = "" } = {}) {
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#words.toggleAttribute("data-failed", failed);
    element("lesson-help", HTMLElement).hidden = help === "";
    element("lesson-command", HTMLElement).textContent = help;
  }
}
