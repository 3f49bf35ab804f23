import { paintInk } from "./ink.js";

/** @import {Drawing, Point} from "./drawing.js" */

/** Points nearer to the one before than this many CSS pixels say nothing new. */
const LEAST_STEP = 0.75;

/**
 * The writing sheet: takes strokes from mouse, finger or pen, one pointer at a time, and shows the
 * drawing as sharp as the screen allows.
 */
export class Pad {
  #canvas;
  #context;
  #drawing;
  #options;
  /** @type {{pointer: number, rect: DOMRect, points: Point[], width: number} | null} */
  #growing = null;
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas square; its CSS size is the sheet's
   * @param {Drawing} drawing finished strokes are added to it
   * @param {object} options
   * @param {() => number} options.width the pen's width, a fraction of the sheet's side
   * @param {() => void} options.onTouch a stroke begins
   * @param {() => void} options.onStroke a stroke has ended and is in the drawing
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
    canvas.addEventListener("pointerup", (event) => this.#end(event));
    canvas.addEventListener("pointercancel", (event) => this.#drop(event));
    new ResizeObserver(() => this.#fit()).observe(canvas);
    // The screen's density changes when the window moves to another one, the size may not.
    addEventListener("resize", () => this.#fit());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
  }

  /** Side of the sheet in CSS pixels. */
  get side() {
    return this.#canvas.clientWidth;
  }

  get isDrawing() {
    return this.#growing !== null;
  }

  /** Shows the drawing as it now is, with the next frame. */
  redraw() {
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint() {
    this.#frame = 0;
    const colour = getComputedStyle(this.#canvas).color;
    paintInk(this.#context, this.#drawing.strokes, this.#growing, colour);
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
    if (this.#growing || event.button !== 0) return;
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#growing = {
      pointer: event.pointerId,
      rect: this.#canvas.getBoundingClientRect(),
      points: [],
      width: this.#options.width(),
    };
    this.#add([event]);
    this.#options.onTouch();
  }

  /** @param {PointerEvent} event */
  #grow(event) {
    if (event.pointerId !== this.#growing?.pointer) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    this.#add(coalesced.length > 0 ? coalesced : [event]);
  }

  /** @param {PointerEvent} event */
  #end(event) {
    const stroke = this.#growing;
    if (event.pointerId !== stroke?.pointer) return;
    this.#add([event]);
    this.#growing = null;
    this.#drawing.add({ points: stroke.points, width: stroke.width });
    this.redraw();
    this.#options.onStroke();
  }

  /**
   * The system took the pointer back: it was a palm or a gesture, no stroke.
   *
   * @param {PointerEvent} event
   */
  #drop(event) {
    if (event.pointerId !== this.#growing?.pointer) return;
    this.#growing = null;
    this.redraw();
  }

  /** @param {PointerEvent[]} events */
  #add(events) {
    const stroke = this.#growing;
    if (!stroke) return;
    const { rect, points } = stroke;
    for (const event of events) {
      const x = (event.clientX - rect.left) / rect.width;
      const y = (event.clientY - rect.top) / rect.height;
      const before = points.at(-1);
      if (before && Math.hypot(x - before.x, y - before.y) * rect.width < LEAST_STEP) continue;
      points.push({ x, y });
    }
    this.redraw();
  }
}
