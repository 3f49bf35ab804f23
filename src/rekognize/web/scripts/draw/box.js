import { Latest } from "../answers/latest.js";
import { labelOf } from "../answers/recognition.js";
import { recognize } from "../answers/recognize.js";
import { inkDocument } from "../ink/document.js";
import { Drawing } from "../ink/drawing.js";
import { Pad } from "../ink/pad.js";

/** @import {Answered} from "../answers/answer.js" */
/** @import {Feedback} from "../answers/feedback.js" */
/** @import {Alphabet} from "../answers/server.js" */
/** @import {Guides} from "../ink/guides.js" */
/** @import {Stroke} from "../ink/drawing.js" */

/** The stroke under the pen is asked about this often, in milliseconds. */
const MEANWHILE = 100;

/**
 * What a box needs of the page around it.
 *
 * @typedef {object} Surroundings
 * @property {() => number} width of the pen, as a fraction of the box's side
 * @property {() => boolean} erases whether the pointer erases
 * @property {(side: number) => Guides | null} guides the lines to write on, null where none show
 * @property {() => Alphabet | null} alphabet
 * @property {(box: Box) => void} onStart a stroke begins
 * @property {(box: Box) => void} onChange the drawing has changed, and is asked about
 * @property {(box: Box) => void} onSettled there is an answer, or a failure
 */

/** A place for one character: what is drawn there, and what it was read as. */
export class Box {
  #around;
  #questions = new Latest();
  #asked = 0;
  /** @type {{strokes: readonly Stroke[], label: string, feedback: Feedback | null} | null} */
  #correction = null;
  /** @type {Answered | null} */
  answered = null;
  /** Why there is no answer. @type {unknown} */
  failure = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {readonly Stroke[]} strokes that are there from the beginning
   * @param {Surroundings} around
   */
  constructor(canvas, strokes, around) {
    this.#around = around;
    this.drawing = new Drawing(strokes);
    this.pad = new Pad(canvas, this.drawing, {
      width: around.width,
      erases: around.erases,
      onStart: () => around.onStart(this),
      onGrow: () => this.#askMeanwhile(),
      onChange: () => this.#changed(),
    });
  }

  /** What was read, or what somebody said that it is; null where neither is known. */
  get label() {
    return labelOf(this.answered);
  }

  /** The box is taken away, and whatever it asked is void. */
  close() {
    this.#questions.cancel();
    this.pad.close();
  }

  get isAsking() {
    return this.#questions.isRunning;
  }

  /**
   * One step of editing, unless a stroke is growing.
   *
   * @param {(drawing: Drawing) => void} step
   */
  edit(step) {
    if (this.pad.isBusy) return;
    step(this.drawing);
    this.pad.redraw();
    this.#changed();
  }

  /**
   * Somebody says what this is. It holds for as long as these very strokes are here.
   *
   * @param {Answered} answered
   */
  correct(answered) {
    this.answered = answered;
    const { label, feedback = null } = answered;
    this.#correction = label === null ? null : { strokes: this.drawing.strokes, label, feedback };
  }

  /** Asks what is drawn here; whatever was asked before is void. */
  ask() {
    this.#questions.cancel();
    if (this.drawing.isBlank) {
      this.answered = null;
      this.failure = null;
      this.#around.onSettled(this);
      return;
    }
    this.#askAbout(this.drawing.strokes);
  }

  #changed() {
    this.ask();
    this.#around.onChange(this);
  }

  /** Asks about a stroke that still grows, whenever no question is under way. */
  #askMeanwhile() {
    const now = performance.now();
    if (this.isAsking || now - this.#asked < MEANWHILE) return;
    this.#asked = now;
    this.#askAbout(this.pad.strokes);
  }

  /** @param {readonly Stroke[]} strokes */
  #askAbout(strokes) {
    const alphabet = this.#around.alphabet();
    if (!alphabet) return;
    const { side } = this.pad;
    const guides = this.#around.guides(side);
    const question = { alphabet: alphabet.name, ink: inkDocument(strokes, side, guides) };
    void this.#questions.run(
      (signal) => recognize(question, signal),
      ({ value, error }) => {
        const said = this.#correction?.strokes === strokes ? this.#correction : null;
        this.answered = value
          ? { question, recognition: value, alphabet, sized: guides !== null, label: null, ...said }
          : null;
        this.failure = error;
        this.#around.onSettled(this);
      },
    );
  }
}
