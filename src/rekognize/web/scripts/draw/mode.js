import { remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";

/** One sheet for one character, or a line of boxes. */
export class Mode {
  #copybook = element("copybook", HTMLElement);
  #line = element("mode-line", HTMLInputElement);

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#line.checked = stateOf("mode") === "line";
    for (const choice of [element("mode-one", HTMLInputElement), this.#line]) {
      choice.addEventListener("change", () => {
        this.#change();
        onChange();
      });
    }
    this.#show();
  }

  /** Goes on to the line, as if it had been chosen, without telling of the change. */
  goToLine() {
    this.#line.checked = true;
    this.#line.focus();
    this.#change();
  }

  get isLine() {
    return this.#line.checked;
  }

  #change() {
    remember("mode", this.isLine ? "line" : null);
    this.#show();
  }

  #show() {
    this.#copybook.dataset["mode"] = this.isLine ? "line" : "one";
    element("sheet", HTMLElement).hidden = this.isLine;
    element("line", HTMLElement).hidden = !this.isLine;
  }
}
