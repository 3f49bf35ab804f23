import { svg } from "../charts/svg.js";
import { decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { Announcer } from "../shell/announce.js";
import { make } from "../shell/make.js";
import { Candidates } from "./candidates.js";
import { Feedback } from "./feedback.js";
import { paintGlyph } from "./glyph.js";
import { readsHere } from "./here.js";
import { nameOf } from "./names.js";
import { NOT_A_CHARACTER } from "./recognition.js";
import { Verdict } from "./verdict.js";
import { sentence, wordingOf } from "./words.js";

/** @import {Question, Recognition} from "./recognition.js" */
/** @import {Alphabet} from "./server.js" */

/** An answer that takes longer than this shows that it is on its way; in milliseconds. */
const SLOW = 250;

/**
 * One answer and what it answers; `label` is what somebody said that it is.
 *
 * @typedef {object} Answered
 * @property {Question} question
 * @property {Recognition} recognition
 * @property {Alphabet} alphabet
 * @property {boolean} sized whether the drawing's size was known to what answered
 * @property {string | null} label
 * @property {Feedback | null} [feedback] what was said of it, on its way to the server; null where
 *   no server answered
 */

/** The printed answer and the notes beside it. */
export class Answer {
  #root;
  #winner = printedLetter();
  #headline = make("p", { class: "print__headline", id: "headline" });
  #detail = make("p", { class: "print__detail", id: "detail" });
  #retry = make(
    "button",
    { class: "button button--quiet print__retry", type: "button" },
    say("answer.retry"),
  );
  #split = make(
    "button",
    { class: "button print__split", id: "split", type: "button" },
    say("answer.split"),
  );
  #away = make("p", { class: "print__away", id: "away", role: "status" });
  #candidates;
  #verdict;
  #glyph = make("canvas", {
    class: "seen__glyph",
    id: "glyph",
    width: "28",
    height: "28",
    role: "img",
  });
  #model = make("span", { class: "seen__model", id: "model" });
  #time = make("span", { class: "seen__model", id: "time" });
  #announcer = new Announcer();
  #onCorrected;
  #blank;
  /** @type {Answered | null} */
  #answered = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #slow;

  /**
   * @param {HTMLElement} root is filled
   * @param {object} options
   * @param {() => void} options.onRetry the last question is to be asked again
   * @param {(answered: Answered) => void} [options.onCorrected] somebody said what it is, or took
   *   that back
   * @param {(answered: Answered) => void} options.onSplit each of several characters is to be read
   * @param {"answer.blank" | "answer.picture.blank"} [options.blank] the words for nothing there
   */
  constructor(root, { onRetry, onCorrected, onSplit, blank = "answer.blank" }) {
    this.#root = root;
    this.#blank = blank;
    this.#onCorrected = onCorrected;
    this.#retry.addEventListener("click", onRetry);
    this.#split.addEventListener("click", () => this.#answered && onSplit(this.#answered));
    const notes = make(
      "section",
      { class: "notes", "aria-labelledby": "notes-title" },
      make("h2", { class: "notes__title", id: "notes-title" }, say(readsHere() ? "candidates.title" : "verdict.title")),
    );
    const places = make("div", { class: "notes__candidates" });
    const correct = (/** @type {string | null} */ label) => this.#correct(label);
    this.#verdict = new Verdict(places, correct, () => this.#candidates.ask());
    this.#candidates = new Candidates(places, correct);
    places.append(this.#verdict.line);
    this.#root.toggleAttribute("data-here", readsHere());
    notes.append(places, this.#seen());
    root.append(this.#print(), notes);
    this.blank();
  }

  /** There is nothing to answer. */
  blank() {
    this.#answered = null;
    this.#show("blank", "", say(this.#blank), say(`${this.#blank}.detail`));
    this.#showNotes();
  }

  /** A question is on its way. The answer before stays until the next one is there. */
  asking() {
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => {
      this.#root.dataset["slow"] = "";
    }, SLOW);
  }

  /** @param {Answered} answered */
  show(answered) {
    this.#answered = answered;
    const { question, recognition, alphabet, sized, label } = answered;
    if (answered.feedback === undefined) {
      answered.feedback = canBeSaid(recognition)
        ? new Feedback(question, recognition, () => {
            if (this.#answered?.feedback === answered.feedback) this.#showVerdict();
          })
        : null;
    }
    if (label) {
      const name = sentence(nameOf(label, alphabet.labels));
      this.#show("corrected", label === NOT_A_CHARACTER ? "" : label, name, say("answer.corrected"));
    } else {
      const { state, symbol, headline, detail } = wordingOf(recognition, alphabet, sized);
      this.#show(state, symbol, headline, detail);
      this.#split.hidden = !recognition.several;
    }
    this.#showNotes();
  }

  /**
   * There is no answer.
   *
   * @param {string} headline
   * @param {string} detail
   * @param {boolean} retry whether asking again may help
   */
  failed(headline, detail, retry) {
    this.#answered = null;
    this.#show("failed", "", headline, detail);
    this.#retry.hidden = !retry;
    this.#showNotes();
  }

  /** @param {string | null} label null takes back what was said */
  #correct(label) {
    if (!this.#answered) return;
    const answered = { ...this.#answered, label };
    answered.feedback?.say(label);
    this.show(answered);
    this.#onCorrected?.(answered);
  }

  /**
   * @param {string} state
   * @param {string} symbol
   * @param {string} headline
   * @param {string} detail
   */
  #show(state, symbol, headline, detail) {
    clearTimeout(this.#slow);
    delete this.#root.dataset["slow"];
    this.#root.dataset["state"] = state;
    this.#winner.textContent = symbol;
    this.#headline.textContent = headline;
    this.#detail.textContent = detail;
    this.#retry.hidden = true;
    this.#split.hidden = true;
    this.#announcer.say(`${headline}. ${detail}`);
  }

  #showVerdict() {
    this.#verdict.show(this.#answered, this.#answered && answerOf(this.#answered));
  }

  #showNotes() {
    this.#showVerdict();
    const { recognition = null, alphabet = null, label = null } = this.#answered ?? {};
    this.#candidates.show(recognition?.candidates ?? [], alphabet, label);
    paintGlyph(this.#glyph, recognition?.glyph ?? null);
    this.#glyph.ariaLabel = say(recognition?.glyph ? "seen.glyph" : "seen.nothing");
    const away = recognition?.instead ? say("answer.instead") : "";
    if (this.#away.textContent !== away) this.#away.textContent = away;
    this.#model.textContent = recognition?.model ?? "";
    this.#time.textContent = recognition
      ? say("seen.time", { time: decimal(recognition.time_ms, 1) })
      : "";
  }

  #print() {
    return make(
      "section",
      { class: "print ruled", "aria-labelledby": "print-title" },
      make("h2", { class: "unseen", id: "print-title" }, say("answer.title")),
      /** @type {Node} */ (this.#winner.parentNode),
      make("div", { class: "print__words" }, this.#headline, this.#detail, this.#away, this.#retry, this.#split),
    );
  }

  #seen() {
    return make(
      "figure",
      { class: "seen" },
      this.#glyph,
      make(
        "figcaption",
        { class: "seen__words" },
        make("span", { class: "seen__title" }, say("seen.title")),
        this.#model,
        this.#time,
      ),
    );
  }
}

/**
 * Whether there is something to say of an answer, and a server that gave it. A picture of several
 * characters is neither one of them nor none, and nothing to learn from.
 *
 * @param {Recognition} recognition
 */
function canBeSaid({ id, has_ink, several }) {
  return id !== undefined && has_ink && !several && !readsHere();
}

/**
 * The label that an answer comes to: what "yes" says.
 *
 * @param {Answered} answered
 */
function answerOf({ recognition, alphabet, sized }) {
  const { state, symbol } = wordingOf(recognition, alphabet, sized);
  return state === "unknown" ? NOT_A_CHARACTER : symbol || null;
}

/** The letter that stands on the print's base line, whatever the print's size. */
function printedLetter() {
  const text = svg("text", { id: "winner", y: 62, "text-anchor": "middle" });
  svg("svg", { class: "print__winner", viewBox: "-0.5 0 1 100", "aria-hidden": "true" }, text);
  return text;
}
