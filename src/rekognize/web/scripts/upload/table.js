import { failureInWords } from "../answers/failure.js";
import { percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";
import { download } from "./download.js";

/** @import {Picture} from "../pictures/collection.js" */

/** The pictures handed in with their answers, once there are several. */
export class Table {
  #root = element("table", HTMLElement);
  #rows = element("table-rows", HTMLTableSectionElement);
  #progress = element("table-progress", HTMLProgressElement);
  #count = element("table-count", HTMLElement);
  #onChoose;
  /** @type {readonly Picture[]} */
  #pictures = [];
  /** @type {Map<Picture, ReturnType<typeof newRow>>} */
  #made = new Map();

  /**
   * @param {object} options
   * @param {(picture: Picture) => void} options.onChoose a picture is to be looked at
   * @param {() => void} options.onEmpty all of them are to be put away
   */
  constructor({ onChoose, onEmpty }) {
    this.#onChoose = onChoose;
    element("table-empty", HTMLButtonElement).addEventListener("click", onEmpty);
    for (const form of /** @type {const} */ (["csv", "json"])) {
      const button = element(`table-${form}`, HTMLButtonElement);
      button.addEventListener("click", () => download(this.#pictures, form));
    }
  }

  /**
   * @param {readonly Picture[]} pictures
   * @param {Picture | null} shown
   */
  show(pictures, shown) {
    this.#pictures = pictures;
    this.#root.hidden = pictures.length < 2;
    const rows = pictures.map((picture) => this.#rowOf(picture, picture === shown));
    // Only where rows came or went: a button that is moved loses the focus.
    if (rows.length !== this.#rows.children.length || rows.some((row) => !row.isConnected)) {
      this.#rows.replaceChildren(...rows);
    }
    this.#forgetAllBut(new Set(pictures));
    const done = pictures.filter(({ isDone }) => isDone).length;
    this.#progress.max = pictures.length;
    this.#progress.value = done;
    this.#count.textContent = say("table.count", { count: pictures.length, done });
  }

  /** Lets the keyboard go on at the picture that is shown. */
  focus() {
    const shown = [...this.#made.values()].find(({ name }) => name.ariaPressed === "true");
    shown?.name.focus({ preventScroll: true });
  }

  /** @param {ReadonlySet<Picture>} pictures */
  #forgetAllBut(pictures) {
    for (const [picture, { thumbnail }] of this.#made) {
      if (pictures.has(picture)) continue;
      URL.revokeObjectURL(thumbnail.src);
      this.#made.delete(picture);
    }
  }

  /**
   * @param {Picture} picture
   * @param {boolean} isShown
   */
  #rowOf(picture, isShown) {
    let made = this.#made.get(picture);
    if (!made) {
      made = newRow(picture, () => this.#onChoose(picture));
      this.#made.set(picture, made);
    }
    const { row, thumbnail, name, label, words } = made;
    if (picture.blob && made.blob !== picture.blob) {
      made.blob = picture.blob;
      URL.revokeObjectURL(thumbnail.src);
      thumbnail.src = URL.createObjectURL(picture.blob);
    }
    name.ariaPressed = String(isShown);
    label.textContent = picture.label ?? (picture.isDone ? "–" : "");
    words.textContent = inWords(picture);
    return row;
  }
}

/** @param {Picture} picture */
function inWords({ answered, failure }) {
  if (failure) return failureInWords(failure)[1];
  if (!answered) return "…";
  const { recognition, label } = answered;
  if (label) return say("answer.corrected");
  if (!recognition.has_ink) return say("answer.no-ink");
  if (recognition.several) return say("answer.several");
  if (!recognition.is_character) return say("answer.unknown");
  return percent(recognition.candidates[0]?.confidence ?? 0);
}

/**
 * @param {Picture} picture
 * @param {() => void} choose
 */
function newRow(picture, choose) {
  const thumbnail = make("img", { class: "table__thumbnail", alt: "" });
  const name = make("button", { class: "table__name", type: "button" }, picture.name);
  const label = make("td", { class: "table__label" });
  const words = make("td");
  name.addEventListener("click", choose);
  const row = make(
    "tr",
    {},
    make("td", {}, thumbnail),
    make("th", { scope: "row" }, name),
    label,
    words,
  );
  return { row, thumbnail, name, label, words, blob: /** @type {Blob | null} */ (null) };
}
