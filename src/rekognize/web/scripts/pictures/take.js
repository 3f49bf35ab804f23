import { element } from "../shell/element.js";
import { ACCEPT } from "./picture.js";

/**
 * Takes pictures from a file chooser, from a drop anywhere on the page and from the clipboard.
 *
 * @param {(file: File) => void} onPicture
 */
export function takeUploads(onPicture) {
  const chooser = element("upload-file", HTMLInputElement);
  chooser.accept = ACCEPT;
  element("upload", HTMLButtonElement).addEventListener("click", () => chooser.click());
  takeChosen(chooser, onPicture);
  takeDrops(element("drop", HTMLDivElement), onPicture);
  addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    onPicture(file);
  });
}

/**
 * @param {HTMLInputElement} chooser
 * @param {(file: File) => void} onPicture
 */
export function takeChosen(chooser, onPicture) {
  chooser.addEventListener("change", () => {
    const file = chooser.files?.[0];
    // Emptied, so that choosing the same file once more is a change again.
    chooser.value = "";
    if (file) onPicture(file);
  });
}

/**
 * @param {HTMLElement} sign shown while a file hangs over the page
 * @param {(file: File) => void} onPicture
 */
function takeDrops(sign, onPicture) {
  const holdsFile = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes("Files") ?? false;

  addEventListener("dragover", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    sign.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    // Leaving one element for another is no leave; leaving the window has nowhere to go.
    if (event.relatedTarget === null) sign.hidden = true;
  });
  addEventListener("drop", (event) => {
    sign.hidden = true;
    if (!holdsFile(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) onPicture(file);
  });
}
