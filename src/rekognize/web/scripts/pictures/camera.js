import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { toBlob } from "./picture.js";
import { takeChosen } from "./take.js";

/** Side of the framing square, as a share of the view's height; camera.css draws the same. */
const SQUARE = 0.72;

/** Ratio of the view, which shows the middle of the camera's picture. */
const VIEW = 4 / 3;

/** Side of the photo that is kept, in pixels. */
const SIDE = 800;

/**
 * Takes photos: with the camera's own app on a phone, with a live view elsewhere.
 *
 * @param {(files: File[]) => void} onPictures
 */
export function takePhotos(onPictures) {
  const chooser = element("camera-file", HTMLInputElement);
  takeChosen(chooser, onPictures);
  const live = new LiveCamera(onPictures);
  element("camera-open", HTMLButtonElement).addEventListener("click", () => {
    // A phone's camera app focuses, lights and turns better than a page can.
    if (matchMedia("(pointer: coarse)").matches) chooser.click();
    else void live.open();
  });
}

/** A dialog with the camera's live picture and the square that will be read. */
class LiveCamera {
  #dialog = element("camera", HTMLDialogElement);
  #video = element("camera-video", HTMLVideoElement);
  #message = element("camera-message", HTMLParagraphElement);
  #take = element("camera-take", HTMLButtonElement);
  #onPictures;
  /** @type {MediaStream | null} */
  #stream = null;
  /** How often the dialog was opened: a camera that was asked for before is not wanted any more. */
  #times = 0;

  /** @param {(files: File[]) => void} onPictures */
  constructor(onPictures) {
    this.#onPictures = onPictures;
    this.#take.addEventListener("click", () => void this.#shoot());
    this.#dialog.addEventListener("close", () => this.#stop());
    element("camera-close", HTMLButtonElement).addEventListener("click", () => this.#dialog.close());
    element("camera-upload", HTMLButtonElement).addEventListener("click", () => {
      this.#dialog.close();
      element("upload", HTMLButtonElement).click();
    });
  }

  async open() {
    this.#message.textContent = say("camera.asking");
    this.#dialog.showModal();
    this.#times += 1;
    const time = this.#times;
    const isWanted = () => this.#dialog.open && time === this.#times;
    try {
      const stream = await openCamera();
      if (!isWanted()) {
        release(stream);
        return;
      }
      this.#stream = stream;
      this.#video.srcObject = stream;
      await this.#video.play();
      if (!isWanted()) return;
      this.#dialog.dataset["live"] = "";
      this.#take.disabled = false;
      this.#take.focus();
    } catch (error) {
      if (isWanted()) this.#message.textContent = reasonOf(error);
    }
  }

  async #shoot() {
    const file = await framed(this.#video);
    this.#dialog.close();
    this.#onPictures([file]);
  }

  #stop() {
    if (this.#stream) release(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
    this.#take.disabled = true;
    delete this.#dialog.dataset["live"];
  }
}

/** @returns {Promise<MediaStream>} */
async function openCamera() {
  // Browsers hand the camera only to pages from this machine or over HTTPS.
  if (!navigator.mediaDevices) throw new DOMException("", "SecurityError");
  return navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } },
  });
}

/** @param {MediaStream} stream */
function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Why there is no live picture, and what can be done.
 *
 * @param {unknown} error
 */
function reasonOf(error) {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return say("camera.blocked");
    case "NotFoundError":
    case "OverconstrainedError":
      return say("camera.none");
    case "NotReadableError":
      return say("camera.busy");
    case "SecurityError":
      return say("camera.insecure");
    default:
      return say("camera.failed");
  }
}

/**
 * What stands inside the framing square.
 *
 * @param {HTMLVideoElement} video
 * @returns {Promise<File>}
 */
async function framed(video) {
  const { videoWidth: width, videoHeight: height } = video;
  const viewHeight = Math.min(height, width / VIEW);
  const side = SQUARE * viewHeight;
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  canvas
    .getContext("2d")
    ?.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  return new File([await toBlob(canvas)], `${say("camera.photo")}.jpg`, { type: "image/jpeg" });
}
