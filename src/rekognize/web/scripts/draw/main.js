import { AlphabetChoice } from "../alphabet/choice.js";
import { Answer } from "../answers/answer.js";
import { failureInWords } from "../answers/failure.js";
import { keepDrawings, keptDrawings } from "../ink/keep.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";
import { Box } from "./box.js";
import { Line } from "./line.js";
import { Mode } from "./mode.js";
import { takeShortcuts } from "./shortcuts.js";
import { charactersOf } from "./split.js";
import { Tools } from "./tools.js";

openPage("draw");

const sheet = element("sheet", HTMLElement);
const tools = new Tools(
  {
    undo: () => (canComeBack() ? comeBack() : active.edit((drawing) => drawing.undo())),
    redo: () => active.edit((drawing) => drawing.redo()),
    clear: () => active.edit((drawing) => drawing.clear()),
  },
  () => askAll(),
);
const answer = new Answer(element("answer", HTMLElement), {
  onRetry: () => void start(),
  onCorrected: (answered) => {
    const boxes = [whole, ...line.boxes];
    boxes.find((box) => box.answered?.question === answered.question)?.correct(answered);
    show();
  },
  onSplit: ({ question, recognition }) => {
    const side = question.ink?.area.width;
    if (!side) return;
    const instead = mode.isLine ? active : null;
    const characters = charactersOf(active.drawing.strokes, recognition.characters, side);
    mode.goToLine();
    active = line.insert(characters, instead);
    askAll();
    showAnswer();
  },
});
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLElement),
  () => askAll(),
);

/** @type {import("./box.js").Surroundings} */
const around = {
  width: () => tools.width,
  erases: () => tools.erases,
  guides: (side) => tools.guides(side),
  alphabet: () => alphabets.chosen,
  onStart: (box) => {
    active = box;
    show();
  },
  onChange: show,
  onSettled: (box) => {
    if (box === active) showAnswer();
    line.show(active);
  },
};
const whole = new Box(element("pad", HTMLCanvasElement), keptDrawings("draw")[0] ?? [], around);
const line = new Line(keptDrawings("line"), around, (box) => {
  active = box;
  show();
  showAnswer();
});
keepDrawings("draw", () => [whole.drawing.strokes]);
keepDrawings("line", () => line.boxes.map(({ drawing }) => drawing.strokes));

const mode = new Mode(() => {
  active = mode.isLine ? line.next : whole;
  askAll();
  showAnswer();
});

/** The box whose answer is shown, and that the tools work on. */
let active = mode.isLine ? line.next : whole;

/** Whether the next thing to undo is that the line was begun again. */
function canComeBack() {
  return mode.isLine && line.canComeBack && !active.drawing.canUndo;
}

function comeBack() {
  line.comeBack();
  active = line.last;
  askAll();
  showAnswer();
}

/** Shows the ink's state; the answer follows when it has come. */
function show() {
  sheet.toggleAttribute("data-inked", whole.pad.strokes.length > 0);
  tools.show(active.drawing, active.pad, canComeBack());
  line.show(active);
  if (active.isAsking) answer.asking();
}

function showAnswer() {
  if (active.answered) answer.show(active.answered);
  else if (active.failure) answer.failed(...failureInWords(active.failure));
  else if (active.drawing.isBlank && !active.pad.isBusy) answer.blank();
}

/** Asks about everything that shows, in the alphabet that is now chosen; what is hidden has no size. */
function askAll() {
  for (const box of mode.isLine ? line.boxes : [whole]) if (!box.drawing.isBlank) box.ask();
  show();
}

/** Learns the alphabets if they are not known yet, and answers what is there. */
async function start() {
  try {
    if (!alphabets.chosen) await alphabets.load();
    askAll();
    showAnswer();
  } catch (error) {
    answer.failed(...failureInWords(error));
  }
}

show();
takeShortcuts(tools);
void start();
