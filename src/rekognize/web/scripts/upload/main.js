import { AlphabetChoice } from "../alphabet/choice.js";
import { Answer } from "../answers/answer.js";
import { failureInWords } from "../answers/failure.js";
import { isOccupied } from "../draw/shortcuts.js";
import { takePhotos } from "../pictures/camera.js";
import { Collection } from "../pictures/collection.js";
import { Preview } from "../pictures/preview.js";
import { takeUploads } from "../pictures/take.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";
import { Table } from "./table.js";

/** @import {Picture} from "../pictures/collection.js" */

openPage("upload");

/**
 * The picture that is looked at.
 *
 * @type {Picture | null}
 */
let shown = null;

const answer = new Answer(element("answer", HTMLElement), {
  onRetry: () => void start(),
  onCorrected: (answered) => {
    // Another picture may be looked at by now, its own answer still on its way.
    const picture = collection.pictures.find((each) => each.answered?.question === answered.question);
    if (picture) picture.answered = answered;
    table.show(collection.pictures, shown);
  },
  onSplit: ({ recognition }) => {
    if (shown) void collection.split(shown, recognition.characters);
  },
  blank: "answer.picture.blank",
});
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLElement),
  () => {
    collection.readAgain();
    show();
  },
);
const collection = new Collection(
  () => alphabets.chosen,
  (picture) => {
    if (picture === shown) show();
    else table.show(collection.pictures, shown);
  },
  (picture, [first = null]) => {
    if (picture === shown) shown = first;
    show();
    table.focus();
  },
);
const preview = new Preview({
  onAway: putAway,
  onTurn: () => void (shown && collection.turn(shown)),
  onCrop: (part) => void (shown && collection.crop(shown, part)),
  onRestore: () => void (shown && collection.restore(shown)),
});
const table = new Table({
  onChoose: (picture) => {
    shown = picture;
    show();
  },
  onEmpty: () => {
    collection.pictures = [];
    shown = null;
    show();
  },
});

takeUploads(take);
takePhotos(take);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !shown || isOccupied(event.target) || document.querySelector("dialog[open]")) return;
  if (!preview.cancel()) putAway();
});

/** @param {File[]} files */
function take(files) {
  const [first] = collection.add(files);
  if (first) shown = first;
  show();
}

/** Takes the picture that is looked at away; the one before comes up. */
function putAway() {
  if (shown) collection.remove(shown);
  shown = collection.pictures.at(-1) ?? null;
  show();
}

/** Shows the picture that is looked at, its answer, and the table of all. */
function show() {
  table.show(collection.pictures, shown);
  if (!shown) {
    preview.hide();
    answer.blank();
    return;
  }
  preview.show(shown.blob, shown.name, shown.isChanged);
  if (shown.answered) {
    answer.show(shown.answered);
    void preview.mark(shown.answered.recognition);
  } else if (shown.failure) answer.failed(...failureInWords(shown.failure));
  else answer.asking();
}

/** Learns the alphabets if they are not known yet, and answers what is there. */
async function start() {
  try {
    if (!alphabets.chosen) await alphabets.load();
    collection.readAgain();
    show();
  } catch (error) {
    answer.failed(...failureInWords(error));
  }
}

void start();
