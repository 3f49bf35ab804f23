import { AlphabetChoice } from "../alphabet/choice.js";
import { Answer } from "../answers/answer.js";
import { failureInWords } from "../answers/failure.js";
import { Latest } from "../answers/latest.js";
import { recognize } from "../answers/recognize.js";
import { say } from "../language/messages.js";
import { takePhotos } from "../pictures/camera.js";
import { UnreadablePicture, prepare } from "../pictures/picture.js";
import { Preview } from "../pictures/preview.js";
import { takeUploads } from "../pictures/take.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";

openPage("upload");

/**
 * The picture that is read.
 *
 * @type {Blob | null}
 */
let picture = null;

const questions = new Latest();
const preview = new Preview(putAway);
const answer = new Answer(element("answer", HTMLElement), {
  onRetry: () => void start(),
  blank: "answer.picture.blank",
});
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLElement),
  ask,
);
takeUploads(read);
takePhotos(read);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && picture && !document.querySelector("dialog[open]")) putAway();
});

/** Asks what the picture shows; whatever was asked before is void. */
function ask() {
  questions.cancel();
  const alphabet = alphabets.chosen;
  if (!alphabet) return;
  if (!picture) {
    answer.blank();
    return;
  }
  answer.asking();
  const question = { alphabet: alphabet.name, picture };
  void questions.run(
    (signal) => recognize(question, signal),
    ({ value, error }) => {
      if (!value) {
        fail(error);
        return;
      }
      answer.show({ question, recognition: value, alphabet, sized: false });
      void preview.mark(value);
    },
  );
}

/** @param {unknown} error */
function fail(error) {
  if (error instanceof UnreadablePicture) answer.failed(say("failure.picture"), error.message, false);
  else answer.failed(...failureInWords(error));
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
      ask();
    },
  );
}

function putAway() {
  picture = null;
  preview.hide();
  ask();
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

void start();
