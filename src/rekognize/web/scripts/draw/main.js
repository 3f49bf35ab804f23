import { AlphabetChoice } from "../alphabet/choice.js";
import { Answer } from "../answers/answer.js";
import { failureInWords } from "../answers/failure.js";
import { Latest } from "../answers/latest.js";
import { recognize } from "../answers/recognize.js";
import { inkDocument } from "../ink/document.js";
import { Drawing } from "../ink/drawing.js";
import { keepDrawings, keptDrawings } from "../ink/keep.js";
import { Pad } from "../ink/pad.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";
import { takeShortcuts } from "./shortcuts.js";
import { Tools } from "./tools.js";

openPage("draw");

const drawing = new Drawing(keptDrawings("draw")[0]);
keepDrawings("draw", () => [drawing.strokes]);

const questions = new Latest();
const sheet = element("sheet", HTMLElement);
const answer = new Answer(element("answer", HTMLElement), { onRetry: () => void start() });
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLElement),
  ask,
);
const tools = new Tools({
  undo: () => edit(() => drawing.undo()),
  redo: () => edit(() => drawing.redo()),
  clear: () => edit(() => drawing.clear()),
});
const pad = new Pad(element("pad", HTMLCanvasElement), drawing, {
  width: () => tools.width,
  erases: () => tools.erases,
  onStart: () => {
    sheet.dataset["inked"] = "";
  },
  onGrow: askMeanwhile,
  onChange: changed,
});
takeShortcuts(tools);

/**
 * One step of editing, unless a stroke is growing.
 *
 * @param {() => void} step
 */
function edit(step) {
  if (pad.isBusy) return;
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
  tools.show(drawing);
}

/** Asks what the drawing shows; whatever was asked before is void. */
function ask() {
  questions.cancel();
  if (!alphabets.chosen) return;
  if (drawing.isBlank) {
    answer.blank();
    return;
  }
  answer.asking();
  askAbout(drawing.strokes);
}

/** Asks about a stroke that still grows, whenever no question is under way. */
function askMeanwhile() {
  if (!questions.isRunning) askAbout(pad.strokes);
}

/** @param {readonly import("../ink/drawing.js").Stroke[]} strokes */
function askAbout(strokes) {
  const alphabet = alphabets.chosen;
  if (!alphabet) return;
  const question = { alphabet: alphabet.name, ink: inkDocument(strokes, pad.side) };
  void questions.run(
    (signal) => recognize(question, signal),
    ({ value, error }) => {
      if (value) answer.show({ question, recognition: value, alphabet, sized: false });
      else answer.failed(...failureInWords(error));
    },
  );
}

/** Learns the alphabets if they are not known yet, and answers what is there. */
async function start() {
  try {
    if (!alphabets.chosen) await alphabets.load();
    ask();
  } catch (error) {
    answer.failed(...failureInWords(error));
  }
}

showState();
void start();
