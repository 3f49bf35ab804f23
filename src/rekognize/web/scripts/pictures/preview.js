import { say } from "../language/messages.js";
import { element } from "../shell/element.js";

/** @import {Recognition} from "../answers/recognition.js" */

/** The picture that was handed in, laid upon the sheet, with a box around the ink found in it. */
export class Preview {
  #root = element("preview", HTMLElement);
  #frame = element("preview-frame", HTMLDivElement);
  #picture = element("preview-picture", HTMLImageElement);
  #box = element("preview-box", HTMLDivElement);
  #name = element("preview-name", HTMLElement);

  /** @type {Blob | null} */
  #shown = null;

  /**
   * @param {object} options
   * @param {() => void} options.onAway the picture is to be put away
   * @param {() => void} options.onTurn the picture is to be turned to the right
   */
  constructor({ onAway, onTurn }) {
    element("preview-away", HTMLButtonElement).addEventListener("click", onAway);
    element("preview-turn", HTMLButtonElement).addEventListener("click", onTurn);
    this.#picture.addEventListener("load", () => {
      const { naturalWidth, naturalHeight } = this.#picture;
      this.#frame.style.setProperty("--ratio", String(naturalWidth / naturalHeight));
      this.#picture.hidden = false;
    });
    this.#picture.addEventListener("error", () => {
      this.#picture.hidden = true;
    });
  }

  /**
   * @param {Blob} picture
   * @param {string} name
   */
  show(picture, name) {
    if (picture === this.#shown) return;
    this.#release();
    this.#shown = picture;
    this.#box.hidden = true;
    this.#picture.src = URL.createObjectURL(picture);
    this.#picture.alt = say("preview.picture", { name });
    this.#name.textContent = name;
    this.#name.title = name;
    this.#root.hidden = false;
  }

  /**
   * Draws the box around the ink that was read.
   *
   * @param {Recognition} recognition
   */
  async mark({ box }) {
    const source = this.#picture.src;
    // A picture that this browser cannot show has no place for a box.
    const shown = await this.#picture.decode().then(() => true, () => false);
    if (!shown || !box || source !== this.#picture.src) return;
    const { naturalWidth, naturalHeight } = this.#picture;
    const [left, top, right, bottom] = box;
    Object.assign(this.#box.style, {
      left: `${(100 * left) / naturalWidth}%`,
      top: `${(100 * top) / naturalHeight}%`,
      width: `${(100 * (right - left)) / naturalWidth}%`,
      height: `${(100 * (bottom - top)) / naturalHeight}%`,
    });
    this.#box.hidden = false;
  }

  hide() {
    this.#root.hidden = true;
    this.#release();
  }

  #release() {
    this.#shown = null;
    if (this.#picture.src) URL.revokeObjectURL(this.#picture.src);
    this.#picture.removeAttribute("src");
  }
}
