import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { Cropping } from "./cropping.js";

/** @import {Part} from "./crop.js" */
/** @import {Recognition} from "../answers/recognition.js" */

/** The picture that was handed in, laid upon the sheet, with a box around the ink found in it. */
export class Preview {
  #root = element("preview", HTMLElement);
  #frame = element("preview-frame", HTMLDivElement);
  #picture = element("preview-picture", HTMLImageElement);
  #box = element("preview-box", HTMLDivElement);
  #name = element("preview-name", HTMLElement);

  #actions = element("preview-actions", HTMLDivElement);
  #cropActions = element("crop-actions", HTMLDivElement);
  #turn = element("preview-turn", HTMLButtonElement);
  #open = element("preview-crop", HTMLButtonElement);
  #restore = element("preview-restore", HTMLButtonElement);
  #cropping = new Cropping(this.#frame);
  /** @type {Blob | null} */
  #shown = null;

  /**
   * @param {object} options
   * @param {() => void} options.onAway the picture is to be put away
   * @param {() => void} options.onTurn the picture is to be turned to the right
   * @param {(part: Part) => void} options.onCrop only this part of it is wanted
   * @param {() => void} options.onRestore it is wanted as it was handed in
   */
  constructor({ onAway, onTurn, onCrop, onRestore }) {
    this.#open.addEventListener("click", () => this.#crop(true));
    this.#restore.addEventListener("click", onRestore);
    element("crop-cancel", HTMLButtonElement).addEventListener("click", () => this.cancel());
    element("crop-take", HTMLButtonElement).addEventListener("click", () => {
      const { part } = this.#cropping;
      this.cancel();
      onCrop(part);
    });
    element("preview-away", HTMLButtonElement).addEventListener("click", onAway);
    this.#turn.addEventListener("click", onTurn);
    this.#picture.addEventListener("load", () => {
      const { naturalWidth, naturalHeight } = this.#picture;
      this.#frame.style.setProperty("--ratio", String(naturalWidth / naturalHeight));
      this.#showsPicture(true);
    });
    this.#picture.addEventListener("error", () => this.#showsPicture(false));
  }

  /**
   * @param {Blob | null} picture null where there is none to see: not yet, or never
   * @param {string} name of the file
   * @param {boolean} isChanged whether it can be restored
   */
  show(picture, name, isChanged) {
    this.#root.hidden = false;
    this.#name.textContent = name;
    this.#name.title = name;
    this.#restore.hidden = !isChanged;
    if (picture && picture === this.#shown) return;
    this.#crop(false);
    this.#release();
    this.#box.hidden = true;
    if (picture) {
      this.#shown = picture;
      this.#picture.src = URL.createObjectURL(picture);
      this.#picture.alt = say("preview.picture", { name });
    } else {
      this.#showsPicture(false);
    }
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

  /** Ends framing a part, if that is what is done; says whether it was. */
  cancel() {
    const was = this.#cropping.isOpen;
    this.#crop(false);
    if (was) this.#open.focus();
    return was;
  }

  /** @param {boolean} open whether a part is framed */
  #crop(open) {
    this.#actions.hidden = open;
    this.#cropActions.hidden = !open;
    this.#root.toggleAttribute("data-cropping", open);
    if (open) this.#cropping.open();
    else this.#cropping.close();
  }

  /**
   * What cannot be shown, such as a text, or in most browsers a TIFF, can be neither turned nor cropped.
   *
   * @param {boolean} can
   */
  #showsPicture(can) {
    this.#frame.hidden = !can;
    this.#turn.hidden = !can;
    this.#open.hidden = !can;
  }

  hide() {
    this.#crop(false);
    this.#root.hidden = true;
    this.#release();
  }

  #release() {
    this.#shown = null;
    if (this.#picture.src) URL.revokeObjectURL(this.#picture.src);
    this.#picture.removeAttribute("src");
  }
}
