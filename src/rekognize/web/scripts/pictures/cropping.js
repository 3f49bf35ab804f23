import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { WHOLE, pulled } from "./crop.js";

/** @import {Grip, Part} from "./crop.js" */

/** How far an arrow key moves a grip, as a share of the picture; with Shift further. */
const STEP = 0.01;
const LEAP = 0.1;

/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The grips in the order that the keyboard reaches them. @type {readonly Grip[]} */
const GRIPS = ["move", "nw", "ne", "se", "sw"];

/** The frame over a picture that says which part of it is wanted; by mouse, finger or arrow keys. */
export class Cropping {
  #stage;
  #frame = make("div", { class: "crop", role: "group", "aria-label": say("crop.title"), hidden: true });
  /** @type {Part} */
  #part = WHOLE;

  /** @param {HTMLElement} stage as large as the picture that is shown in it */
  constructor(stage) {
    this.#stage = stage;
    for (const grip of GRIPS) this.#frame.append(this.#grip(grip));
    stage.append(this.#frame);
  }

  get isOpen() {
    return !this.#frame.hidden;
  }

  /** The part that is framed. */
  get part() {
    return this.#part;
  }

  open() {
    this.#show([0.1, 0.1, 0.9, 0.9]);
    this.#frame.hidden = false;
    this.#frame.querySelector("button")?.focus();
  }

  close() {
    this.#frame.hidden = true;
  }

  /** @param {Part} part */
  #show(part) {
    this.#part = part;
    const [left, top, right, bottom] = part;
    Object.assign(this.#frame.style, {
      left: `${100 * left}%`,
      top: `${100 * top}%`,
      width: `${100 * (right - left)}%`,
      height: `${100 * (bottom - top)}%`,
    });
  }

  /** @param {Grip} grip */
  #grip(grip) {
    const button = make("button", {
      class: `crop__grip crop__grip--${grip}`,
      type: "button",
      "aria-label": say(/** @type {import("../language/messages.js").MessageKey} */ (`crop.${grip}`)),
    });
    button.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      const step = event.shiftKey ? LEAP : STEP;
      this.#show(pulled(this.#part, grip, arrow[0] * step, arrow[1] * step));
    });
    button.addEventListener("pointerdown", (event) => this.#drag(button, grip, event));
    return button;
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {Grip} grip
   * @param {PointerEvent} start
   */
  #drag(button, grip, start) {
    if (start.button !== 0) return;
    start.preventDefault();
    button.focus();
    button.setPointerCapture(start.pointerId);
    const { width, height } = this.#stage.getBoundingClientRect();
    const before = this.#part;
    const ended = new AbortController();
    const { signal } = ended;
    const ofThis = (/** @type {(event: PointerEvent) => void} */ act) => (/** @type {PointerEvent} */ event) => {
      if (event.pointerId === start.pointerId) act(event);
    };
    const move = ofThis(({ clientX, clientY }) => {
      const [x, y] = [(clientX - start.clientX) / width, (clientY - start.clientY) / height];
      this.#show(pulled(before, grip, x, y));
    });
    button.addEventListener("pointermove", move, { signal });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      button.addEventListener(end, ofThis(() => ended.abort()), { signal });
    }
  }
}
