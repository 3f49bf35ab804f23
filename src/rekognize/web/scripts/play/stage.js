import { nameOf } from "../answers/names.js";
import { sentence } from "../answers/words.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";

/** @import {Box} from "../draw/box.js" */
/** @import {Game} from "./game.js" */

/** What a round looks like while it is played: the character asked for, clock, score, what is seen. */
export class Stage {
  #root = element("stage", HTMLElement);
  #title = element("stage-title", HTMLElement);
  #sheet = element("sheet", HTMLElement);
  #pad = element("pad", HTMLCanvasElement);
  #clock = element("clock", HTMLElement);
  #left = element("clock-left", HTMLElement);
  #called = element("called", HTMLOutputElement);
  #standing = element("standing", HTMLElement);
  /** The seconds that the clock shows; null where there is none. @type {number | null | undefined} */
  #shown;
  #stills = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * A round begins.
   *
   * @param {Game} game
   * @param {readonly string[]} labels of the alphabet
   */
  ask(game, labels) {
    if (!game.task) return;
    const { name } = game.task;
    element("asked", SVGTextElement).textContent = name;
    this.#title.textContent = say("play.asked", { name: nameOf(name, labels) });
    element("round", HTMLElement).textContent = say("play.round", {
      number: game.rounds.length + 1,
      count: game.count,
    });
    this.score(game);
    this.call(say("play.waiting"));
  }

  /** What is asked, for whoever hears it. */
  get words() {
    return `${this.#title.textContent}. ${element("round", HTMLElement).textContent}`;
  }

  /** @param {Game} game */
  score(game) {
    element("score", HTMLElement).textContent = say("play.points", { count: game.score });
  }

  /** Puts what is asked before the eyes, of those too who were elsewhere. */
  focus() {
    this.#title.focus({ preventScroll: true });
    this.#root.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {Game} game
   * @param {number} now
   * @param {number | null} seconds for each drawing
   */
  tick(game, now, seconds) {
    const left = (seconds ?? 0) * game.left(now);
    const whole = seconds === null ? null : Math.ceil(left);
    if (seconds !== null) {
      const share = this.#stills.matches ? Math.ceil(left) / seconds : game.left(now);
      this.#clock.style.setProperty("--left", String(share));
    }
    // Sixty times a second nothing else changes than the bar.
    if (whole === this.#shown) return;
    this.#shown = whole;
    this.#clock.toggleAttribute("data-still", whole === null);
    this.#clock.toggleAttribute("data-short", whole !== null && whole <= 2);
    this.#left.textContent = whole === null ? say("play.no-clock") : say("play.seconds", { seconds: whole });
  }

  /**
   * Calls out what is seen.
   *
   * @param {string} words
   * @param {"" | "right" | "wrong"} verdict
   */
  call(words, verdict = "") {
    this.#called.value = words;
    this.#called.dataset["verdict"] = verdict;
  }

  /** @param {boolean} open whether there may be drawn */
  open(open) {
    this.#pad.inert = !open;
    for (const id of ["skip", "pause"]) element(id, HTMLButtonElement).disabled = !open;
  }

  /**
   * The game stands: the drawing is covered, so that nobody gains time.
   *
   * @param {string} words
   * @param {string} detail
   */
  stand(words, detail = "") {
    element("standing-words", HTMLElement).textContent = words;
    element("standing-detail", HTMLElement).textContent = detail;
    this.#standing.hidden = false;
    element("resume", HTMLButtonElement).focus();
  }

  goOn() {
    this.#standing.hidden = true;
  }

  /** @param {Box} box that is drawn in */
  showTools({ drawing, pad }) {
    this.#sheet.toggleAttribute("data-inked", pad.strokes.length > 0);
    element("undo", HTMLButtonElement).disabled = !drawing.canUndo;
    element("clear", HTMLButtonElement).disabled = drawing.isBlank;
  }
}

/**
 * What became of the last round, in words.
 *
 * @param {import("./game.js").Round} round
 * @param {readonly string[]} labels of the alphabet
 */
export function wordsOfRound({ task, outcome, answer }, labels) {
  if (outcome === "right") return say("play.right", { name: nameOf(task.name, labels) });
  const taken = answer === null ? "" : nameOf(answer, [...labels, answer]);
  if (outcome === "skipped") return say("play.skipped");
  return taken ? say("play.late", { name: taken }) : say("play.late.nothing");
}

/**
 * What is seen in a drawing that is not right, or not yet.
 *
 * @param {string | null} answer
 * @param {readonly string[]} labels of the alphabet
 */
export function wordsOfSight(answer, labels) {
  return answer === null
    ? say("play.sees.nothing")
    : sentence(say("play.sees", { name: nameOf(answer, [...labels, answer]) }));
}
