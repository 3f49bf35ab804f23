import { touched } from "./eraser.js";
import { paintInk } from "./paint.js";
import { isPalm } from "./palm.js";

/** @import {Drawing, Point, Stroke} from "./drawing.js" */

/** Width of the pen where none can be chosen, a fraction of the sheet's side. */
export const PEN = 0.03;

/** Points nearer to the one before than this many CSS pixels say nothing new. */
const LEAST_STEP = 0.75;

/** Half the width of the eraser, in CSS pixels. */
const ERASER = 10;

/** The bit of `PointerEvent.buttons` for a pen's other end. */
const ERASER_BUTTON = 32;

/**
 * What the pointer that is down is doing.
 *
 * @typedef {object} Gesture
 * @property {number} pointer
 * @property {string} kind mouse, touch or pen
 * @property {DOMRect} rect of the sheet
 * @property {Point[]} points so far
 * @property {number} width
 * @property {Set<Stroke> | null} erased so far; null for a stroke
 */

/**
 * The writing sheet: takes strokes from mouse, finger or pen, one pointer at a time, and shows the
 * drawing as sharp as the screen allows.
 */
export class Pad {
  #canvas;
  #context;
  #drawing;
  #options;
  /** @type {Gesture | null} */
  #gesture = null;
  #frame = 0;
  #observer = new ResizeObserver(() => this.#fit());
  #closed = new AbortController();

  /**
   * @param {HTMLCanvasElement} canvas square; its CSS size is the sheet's
   * @param {Drawing} drawing finished strokes are added to it
   * @param {object} options
   * @param {() => number} options.width the pen's width, a fraction of the sheet's side
   * @param {() => boolean} [options.erases] whether the pointer erases instead of writing
   * @param {() => void} [options.onStart] a stroke begins
   * @param {() => void} [options.onGrow] the stroke under the pen has grown
   * @param {() => void} options.onChange the drawing has changed: a stroke more, or some fewer
   */
  constructor(canvas, drawing, options) {
    const context = canvas.getContext("2d");
    if (!context) throw new TypeError("the page needs a 2d canvas");
    this.#canvas = canvas;
    this.#context = context;
    this.#drawing = drawing;
    this.#options = options;

    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#grow(event));
    canvas.addEventListener("pointerup", (event) => this.#lift(event));
    canvas.addEventListener("pointercancel", (event) => this.#drop(event));
    // Safari's pen writes only where touches are not given to its own gestures.
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.#observer.observe(canvas);
    const { signal } = this.#closed;
    // The screen's density changes when the window moves to another one, the size may not.
    addEventListener("resize", () => this.#fit(), { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw(), { signal });
  }

  /** Lets go of everything outside of the canvas that the pad listens to. */
  close() {
    this.#observer.disconnect();
    this.#closed.abort();
    cancelAnimationFrame(this.#frame);
  }

  /** Side of the sheet in CSS pixels. */
  get side() {
    return this.#canvas.clientWidth;
  }

  /** Whether a pointer is down: writing or erasing. */
  get isBusy() {
    return this.#gesture !== null;
  }

  /** The drawing with the stroke that is growing, as far as it is. */
  get strokes() {
    const { strokes } = this.#drawing;
    const gesture = this.#gesture;
    if (!gesture) return strokes;
    const { erased, points, width } = gesture;
    if (erased) return strokes.filter((stroke) => !erased.has(stroke));
    return [...strokes, { points: [...points], width }];
  }

  /** Shows the drawing as it now is, with the next frame. */
  redraw() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    const colour = getComputedStyle(this.#canvas).color;
    const gesture = this.#gesture;
    const erased = gesture?.erased;
    const { strokes } = this.#drawing;
    const left = erased ? strokes.filter((stroke) => !erased.has(stroke)) : strokes;
    paintInk(this.#context, left, erased ? null : gesture, colour);
  }

  #fit() {
    const side = Math.max(1, Math.round(this.#canvas.clientWidth * devicePixelRatio));
    if (this.#canvas.width === side) return;
    this.#canvas.width = side;
    this.#canvas.height = side;
    // Resizing wipes a canvas: painting at once, not with the next frame, shows no gap.
    this.#paint();
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    const eraserEnd = (event.buttons & ERASER_BUTTON) !== 0;
    if (isPalm(event) || (event.button !== 0 && !eraserEnd)) return;
    if (this.#gesture) {
      // The hand was down first and now the pen writes: what the hand drew is no stroke.
      if (event.pointerType !== "pen" || this.#gesture.kind !== "touch") return;
    }
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    const erases = eraserEnd || (this.#options.erases?.() ?? false);
    this.#gesture = {
      pointer: event.pointerId,
      kind: event.pointerType,
      rect: this.#canvas.getBoundingClientRect(),
      points: [],
      width: this.#options.width(),
      erased: erases ? new Set() : null,
    };
    if (!erases) this.#options.onStart?.();
    this.#add([event]);
  }

  /** @param {PointerEvent} event */
  #grow(event) {
    if (isPalm(event) || event.pointerId !== this.#gesture?.pointer) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    this.#add(coalesced.length > 0 ? coalesced : [event]);
    if (!this.#gesture.erased) this.#options.onGrow?.();
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    if (event.pointerId !== this.#gesture?.pointer) return;
    this.#add([event]);
    this.finish();
  }

  /** Ends what the pointer is doing, as if it had been lifted; nothing when none is down. */
  finish() {
    const gesture = this.#gesture;
    if (!gesture) return;
    this.#gesture = null;
    const { erased, points, width } = gesture;
    if (erased) this.#drawing.remove(erased);
    else this.#drawing.add({ points, width });
    this.redraw();
    if (!erased || erased.size > 0) this.#options.onChange();
  }

  /**
   * The system took the pointer back: it was a palm or a gesture, no stroke.
   *
   * @param {PointerEvent} event
   */
  #drop(event) {
    if (event.pointerId !== this.#gesture?.pointer) return;
    this.#gesture = null;
    this.redraw();
    this.#options.onChange();
  }

  /** @param {PointerEvent[]} events */
  #add(events) {
    const gesture = this.#gesture;
    if (!gesture) return;
    const { rect, points, erased } = gesture;
    for (const event of events) {
      const x = (event.clientX - rect.left) / rect.width;
      const y = (event.clientY - rect.top) / rect.height;
      const before = points.at(-1);
      if (before && Math.hypot(x - before.x, y - before.y) * rect.width < LEAST_STEP) continue;
      points.push({ x, y });
      const hit = erased
        ? touched(this.#drawing.strokes, before ?? { x, y }, { x, y }, ERASER / rect.width)
        : [];
      for (const stroke of hit) erased?.add(stroke);
    }
    this.redraw();
  }
}
