import { nameOf } from "../answers/names.js";
import { sentence } from "../answers/words.js";
import { decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";
import { save } from "../shell/save.js";
import { titleOfGame } from "./choosing.js";
import { paintDrawing, pictureOf } from "./picture.js";

/** @import {Stroke} from "../ink/drawing.js" */
/** @import {Game, Round} from "./game.js" */
/** @import {Choice} from "./sets.js" */

/** Side of a drawing on its card, in pixels of the canvas. */
const SIDE = 240;

/** The end of a game: how it went, every drawing, and a picture of it all to keep or to share. */
export class Outcome {
  #title = element("outcome-title", HTMLElement);
  #cards = element("cards", HTMLOListElement);
  #next = element("next", HTMLButtonElement);
  #share = element("share", HTMLButtonElement);
  /** @type {Choice | null} */
  #harder = null;
  /** @type {File | null} */
  #picture = null;
  /** Paints the cards again, in the colours that now are. @type {() => void} */
  #paint = () => {};

  /**
   * @param {object} options
   * @param {() => void} options.onAgain the same once more
   * @param {(choice: Choice) => void} options.onNext the harder game that was offered
   * @param {() => void} options.onOther another game is to be chosen
   */
  constructor({ onAgain, onNext, onOther }) {
    element("again", HTMLButtonElement).addEventListener("click", onAgain);
    element("other", HTMLButtonElement).addEventListener("click", onOther);
    element("save", HTMLButtonElement).addEventListener("click", () => this.#save());
    this.#next.addEventListener("click", () => this.#harder && onNext(this.#harder));
    this.#share.addEventListener("click", () => void this.#hand());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
  }

  /**
   * @param {Game} game
   * @param {readonly (readonly Stroke[])[]} drawings one for each round
   * @param {readonly string[]} labels of the alphabet
   * @param {Choice} choice what was played
   * @param {Choice | null} harder what to play next; null to offer nothing
   */
  show({ rounds, right, score }, drawings, labels, choice, harder) {
    const title = say("play.outcome", { right, count: rounds.length });
    const words = `${say("play.points", { count: score })} · ${titleOfGame(choice)}`;
    this.#title.textContent = title;
    element("outcome-words", HTMLElement).textContent = words;
    this.#harder = harder;
    this.#next.hidden = harder === null;
    this.#next.textContent = harder ? say("play.next", { game: titleOfGame(harder) }) : "";
    element("again", HTMLButtonElement).classList.toggle("button--main", harder === null);
    const cards = rounds.map((round, i) => cardOf(round, drawings[i] ?? [], labels));
    this.#cards.replaceChildren(...cards.map(({ card }) => card));
    this.#paint = () => {
      for (const { paint } of cards) paint();
    };
    this.#paint();
    this.#title.focus();
    void this.#prepare(title, words, rounds, drawings, labels);
  }

  /**
   * Makes the picture ahead: a browser shares only at once upon the click.
   *
   * @param {string} title
   * @param {string} words
   * @param {readonly Round[]} rounds
   * @param {readonly (readonly Stroke[])[]} drawings
   * @param {readonly string[]} labels
   */
  async #prepare(title, words, rounds, drawings, labels) {
    this.#picture = null;
    this.#share.hidden = true;
    const notes = rounds.map((round) => `${round.task.name}  ${resultOf(round, labels)}`);
    const ways = rounds.map(({ outcome }) => outcome === "right");
    const picture = await pictureOf(title, words, drawings, notes, ways);
    if (this.#title.textContent !== title) return;
    this.#picture = picture;
    this.#share.hidden = !navigator.canShare?.({ files: [picture] });
  }

  #save() {
    if (this.#picture) save(this.#picture, this.#picture.name);
  }

  async #hand() {
    if (!this.#picture) return;
    try {
      await navigator.share({ files: [this.#picture], text: this.#title.textContent ?? "" });
    } catch {
      // Whoever closes the system's dialog wants nothing more.
    }
  }
}

/**
 * @param {Round} round
 * @param {readonly Stroke[]} strokes
 * @param {readonly string[]} labels
 */
function cardOf(round, strokes, labels) {
  const canvas = make("canvas", {
    class: "card__drawing",
    width: String(SIDE),
    height: String(SIDE),
    "aria-hidden": "true",
  });
  const card = make(
    "li",
    { class: "card" },
    canvas,
    make(
      "p",
      { class: "card__asked" },
      make("span", { "aria-hidden": "true" }, round.task.name),
      make("span", { class: "unseen" }, sentence(nameOf(round.task.name, labels))),
    ),
    make("p", { class: "card__result" }, resultOf(round, labels)),
    make("p", { class: "card__time" }, say("play.took", { seconds: decimal(round.spent / 1000, 1) })),
  );
  card.dataset["outcome"] = round.outcome;
  const paint = () => {
    const context = canvas.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, SIDE, SIDE);
    paintDrawing(context, strokes, 0, 0, SIDE, getComputedStyle(canvas).color);
  };
  return { card, paint };
}

/**
 * What came of a round, in few words: "right", "taken for digit 1".
 *
 * @param {Round} round
 * @param {readonly string[]} labels
 */
function resultOf({ outcome, answer }, labels) {
  if (outcome === "right") return say("play.result.right");
  if (answer !== null) return say("play.result.taken", { name: nameOf(answer, [...labels, answer]) });
  return say(outcome === "skipped" ? "play.result.skipped" : "play.result.nothing");
}
