import { AlphabetChoice } from "./alphabet.js";
import { Announcer } from "./announce.js";
import { Answer } from "./answer.js";
import { ApiError, recognizePicture, recognizeStrokes } from "./api.js";
import { takePhotos } from "./camera.js";
import { Drawing } from "./drawing.js";
import { element } from "./element.js";
import { Latest } from "./latest.js";
import { Pad } from "./pad.js";
import { UnreadablePicture, prepare } from "./picture.js";
import { Preview } from "./preview.js";
import { takeShortcuts } from "./shortcuts.js";
import { takeUploads } from "./upload.js";

const drawing = new Drawing();
const questions = new Latest();

/**
 * The picture that lies upon the sheet and is read in place of the drawing.
 *
 * @type {Blob | null}
 */
let picture = null;

const sheet = element("sheet", HTMLElement);
const width = element("width", HTMLInputElement);
const buttons = {
  undo: element("undo", HTMLButtonElement),
  redo: element("redo", HTMLButtonElement),
  clear: element("clear", HTMLButtonElement),
};

const answer = new Answer(
  new Announcer(element("announcement", HTMLParagraphElement)),
  () => void start(),
);
const preview = new Preview(backToWriting);
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLSpanElement),
  ask,
);
const pad = new Pad(element("pad", HTMLCanvasElement), drawing, {
  width: () => width.valueAsNumber / 100,
  onTouch: () => {
    sheet.dataset["inked"] = "";
  },
  onStroke: changed,
});

const steps = {
  undo: () => edit(() => drawing.undo()),
  redo: () => edit(() => drawing.redo()),
  clear: () => {
    if (picture) backToWriting();
    else edit(() => drawing.clear());
  },
};

/**
 * One step of editing, unless a stroke is growing or a picture covers the sheet.
 *
 * @param {() => void} step
 */
function edit(step) {
  if (pad.isDrawing || picture) return;
  step();
  pad.redraw();
  changed();
}

/** What is on the sheet has changed. */
function changed() {
  showState();
  ask();
}

function showState() {
  sheet.toggleAttribute("data-inked", !drawing.isBlank);
  buttons.undo.disabled = picture !== null || !drawing.canUndo;
  buttons.redo.disabled = picture !== null || !drawing.canRedo;
  buttons.clear.disabled = picture === null && drawing.isBlank;
}

/** Asks what the picture, or else the drawing, shows; whatever was asked before is void. */
function ask() {
  questions.cancel();
  const alphabet = alphabets.chosen;
  if (!alphabet) return;
  const asked = picture;
  if (!asked && drawing.isBlank) {
    answer.blank();
    return;
  }
  answer.asking();
  void questions.run(
    (signal) =>
      asked
        ? recognizePicture(asked, alphabet.name, signal)
        : recognizeStrokes(drawing.strokes, pad.side, alphabet.name, signal),
    ({ value, error }) => {
      if (!value) {
        fail(error);
        return;
      }
      answer.show(value, alphabet);
      if (asked) void preview.mark(value);
    },
  );
}

/** @param {unknown} error */
function fail(error) {
  if (error instanceof UnreadablePicture) answer.failed("Not a picture I can read", error.message, false);
  else if (error instanceof ApiError) answer.failed("The server refused this", error.message, false);
  else answer.failed("The server does not answer", "Is it still running?", true);
}

/** @param {File} file */
function read(file) {
  answer.asking();
  void questions.run(
    () => prepare(file),
    ({ value, error }) => {
      if (!value) {
        fail(error);
        return;
      }
      picture = value;
      preview.show(value, file.name);
      changed();
    },
  );
}

function backToWriting() {
  picture = null;
  preview.hide();
  changed();
}

/** Learns the alphabets if they are not known yet, and answers what is there. */
async function start() {
  try {
    if (!alphabets.chosen) await alphabets.load();
    ask();
  } catch (error) {
    fail(error);
  }
}

function showNib() {
  const dot = element("nib-dot", HTMLSpanElement);
  dot.style.setProperty("--nib", `${(width.valueAsNumber / 100) * pad.side}px`);
}

for (const name of /** @type {const} */ (["undo", "redo", "clear"])) {
  buttons[name].addEventListener("click", steps[name]);
}
takeShortcuts(steps);
takeUploads(read);
takePhotos(read);
width.addEventListener("input", showNib);
addEventListener("resize", showNib);
showNib();
showState();
void start();
