import { TOP } from "./api.js";
import { element } from "./element.js";
import { paintGlyph } from "./glyph.js";
import { percent, wordingOf } from "./words.js";

/** @import {Announcer} from "./announce.js" */
/** @import {Alphabet, Candidate, Recognition} from "./api.js" */

/** An answer that takes longer than this shows that it is on its way; in milliseconds. */
const SLOW = 250;

/** The printed answer and the notes beside it. */
export class Answer {
  #root = element("answer", HTMLDivElement);
  #winner = element("winner", SVGTextElement);
  #headline = element("headline", HTMLParagraphElement);
  #detail = element("detail", HTMLParagraphElement);
  #retry = element("retry", HTMLButtonElement);
  #glyph = element("glyph", HTMLCanvasElement);
  #model = element("model", HTMLSpanElement);
  #time = element("time", HTMLSpanElement);
  #rows;
  #announcer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #slow;

  /**
   * @param {Announcer} announcer
   * @param {() => void} onRetry the last question is to be asked again
   */
  constructor(announcer, onRetry) {
    this.#announcer = announcer;
    this.#rows = candidateRows(element("candidates", HTMLOListElement));
    this.#retry.addEventListener("click", onRetry);
  }

  /** Nothing is drawn. */
  blank() {
    this.#show("blank", "", "Nothing drawn yet", "Your character will be set in type here.");
    this.#listCandidates([]);
    this.#showGlyph(null);
  }

  /** A question is on its way. The answer before stays until the next one is there. */
  asking() {
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => {
      this.#root.dataset["slow"] = "";
    }, SLOW);
  }

  /**
   * @param {Recognition} recognition
   * @param {Alphabet} alphabet
   */
  show(recognition, alphabet) {
    const { state, symbol, headline, detail } = wordingOf(recognition, alphabet);
    this.#show(state, symbol, headline, detail);
    this.#listCandidates(recognition.candidates);
    this.#showGlyph(recognition);
  }

  /**
   * There is no answer.
   *
   * @param {string} headline
   * @param {string} detail
   * @param {boolean} retry whether asking again may help
   */
  failed(headline, detail, retry) {
    this.#show("failed", "", headline, detail);
    this.#retry.hidden = !retry;
    this.#listCandidates([]);
    this.#showGlyph(null);
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
    this.#announcer.say(`${headline}. ${detail}`);
  }

  /** @param {Candidate[]} candidates */
  #listCandidates(candidates) {
    this.#rows.forEach(({ row, label, bar, share }, place) => {
      const candidate = candidates[place];
      row.classList.toggle("candidate--empty", !candidate);
      row.ariaHidden = candidate ? null : "true";
      label.textContent = candidate?.label ?? "";
      share.textContent = candidate ? percent(candidate.confidence) : "";
      bar.style.setProperty("--share", String(candidate?.confidence ?? 0));
    });
  }

  /** @param {Recognition | null} recognition */
  #showGlyph(recognition) {
    const glyph = recognition?.glyph ?? null;
    paintGlyph(this.#glyph, glyph);
    this.#glyph.ariaLabel = glyph ? "Your ink, normalised to 28 by 28 points" : "Nothing seen yet";
    this.#model.textContent = recognition?.model ?? "";
    this.#time.textContent = recognition ? `read in ${recognition.time_ms.toFixed(1)} ms` : "";
  }
}

/**
 * Makes the list's rows once, filled or not, so that the page never moves when answers come.
 *
 * @param {HTMLOListElement} list
 */
function candidateRows(list) {
  return Array.from({ length: TOP }, () => {
    const row = document.createElement("li");
    const label = document.createElement("span");
    const bar = document.createElement("span");
    const share = document.createElement("span");
    row.className = "candidate";
    label.className = "candidate__label";
    bar.className = "candidate__bar";
    share.className = "candidate__share";
    row.append(label, bar, share);
    list.append(row);
    return { row, label, bar, share };
  });
}
