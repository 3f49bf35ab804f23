import { element } from "../shell/element.js";
import { ACCEPT } from "./picture.js";

/**
 * Takes pictures from a file chooser, from a drop anywhere on the page and from the clipboard.
 *
 * @param {(files: File[]) => void} onPictures
 */
export function takeUploads(onPictures) {
  const chooser = element("upload-file", HTMLInputElement);
  chooser.accept = ACCEPT;
  element("upload", HTMLButtonElement).addEventListener("click", () => chooser.click());
  takeChosen(chooser, onPictures);
  takeDrops(element("drop", HTMLDivElement), onPictures);
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onPictures(files);
  });
}

/**
 * @param {HTMLInputElement} chooser
 * @param {(files: File[]) => void} onPictures
 */
export function takeChosen(chooser, onPictures) {
  chooser.addEventListener("change", () => {
    const files = [...(chooser.files ?? [])];
    // Emptied, so that choosing the same file once more is a change again.
    chooser.value = "";
    if (files.length > 0) onPictures(files);
  });
}

/**
 * @param {HTMLElement} sign shown while a file hangs over the page
 * @param {(files: File[]) => void} onPictures
 */
function takeDrops(sign, onPictures) {
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
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) onPictures(files);
  });
}
