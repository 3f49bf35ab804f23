import { OUTSIDE } from "../answers/words.js";
import { failureInLine, failureInWords } from "../answers/failure.js";
import { alphabets } from "../answers/recognize.js";
import { Box } from "../draw/box.js";
import { takeShortcuts } from "../draw/shortcuts.js";
import { PEN } from "../ink/pad.js";
import { say } from "../language/messages.js";
import { Announcer } from "../shell/announce.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";
import { Choosing } from "./choosing.js";
import { Game } from "./game.js";
import { Outcome } from "./outcome.js";
import { LEVELS, alphabetOf, nextChoice, tasksOf } from "./sets.js";
import { Stage, wordsOfRound, wordsOfSight } from "./stage.js";

/** @import {Recognition} from "../answers/recognition.js" */
/** @import {Alphabet} from "../answers/server.js" */
/** @import {Stroke} from "../ink/drawing.js" */

/** A right drawing counts once the pen has rested this long: a last stroke may be on its way. */
const REST = 450;

/** How long what became of a round is shown before the next begins, in milliseconds. */
const SHOWN = { right: 900, late: 2000, skipped: 0 };

openPage("play");

const choosing = new Choosing(() => void start());
const stage = new Stage();
const outcome = new Outcome({
  onAgain: () => void start(),
  onOther: () => show("choosing"),
  onNext: goHigher,
});
const announcer = new Announcer();
const box = new Box(element("pad", HTMLCanvasElement), [], {
  width: () => PEN,
  erases: () => false,
  guides: () => null,
  alphabet: () => alphabet,
  onStart: () => {
    clearTimeout(rest);
    stage.showTools(box);
  },
  onChange: () => {
    drawn = game.spent(performance.now());
    stage.showTools(box);
  },
  onSettled: answered,
});

let game = new Game([], null);
/** The alphabet that the game is read in. @type {Alphabet | null} */
let alphabet = null;
/** What the clock said when the drawing last changed. */
let drawn = 0;
/** The drawings of the rounds that are behind. @type {(readonly Stroke[])[]} */
let drawings = [];
/** Until a round counts. @type {ReturnType<typeof setTimeout> | undefined} */
let rest;
/** Until the next round. @type {ReturnType<typeof setTimeout> | undefined} */
let pending;
let frame = 0;
/** Whether the game is stopped, by the player or because nothing answers. */
let stands = false;

takeShortcuts({
  undo: () => edit("undo"),
  redo: () => edit("redo"),
  clear: () => edit("clear"),
});
element("undo", HTMLButtonElement).addEventListener("click", () => edit("undo"));
element("clear", HTMLButtonElement).addEventListener("click", () => edit("clear"));
element("skip", HTMLButtonElement).addEventListener("click", () => {
  game.skip(performance.now());
  ended();
});
element("pause", HTMLButtonElement).addEventListener("click", () => stand(say("play.paused")));
element("resume", HTMLButtonElement).addEventListener("click", goOn);
element("end", HTMLButtonElement).addEventListener("click", () => {
  if (game.rounds.length > 0) showOutcome();
  else show("choosing");
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) stand(say("play.paused"), say("play.paused.hidden"));
});

/** A new game of what is chosen. */
async function start() {
  const { set } = choosing.chosen;
  const { characters } = choosing;
  try {
    const known = await alphabets();
    alphabet = known.alphabets.find(({ name }) => name === alphabetOf(set, characters)) ?? null;
  } catch (error) {
    show("choosing");
    choosing.fail(failureInLine(error));
    return;
  }
  choosing.fail("");
  const limit = seconds();
  game = new Game(tasksOf(set, labels(), characters), limit === null ? null : 1000 * limit);
  drawings = [];
  show("stage");
  begin("");
  stage.focus();
  cancelAnimationFrame(frame);
  tick();
}

/** The next round. @param {string} before what is to be heard first */
function begin(before) {
  box.edit((drawing) => drawing.restart());
  game.begin(performance.now());
  drawn = 0;
  stage.ask(game, labels());
  stage.open(true);
  announcer.say(`${before} ${stage.words}`);
}

function tick() {
  const now = performance.now();
  stage.tick(game, now, seconds());
  if (!stands && game.isTimeUp(now)) {
    // The pen is taken away. What there is counts, once it is read.
    box.pad.finish();
    stage.open(false);
    if (!box.isAsking) {
      count();
      game.giveUp(now);
      ended();
    }
  }
  frame = requestAnimationFrame(tick);
}

/** There is an answer to what is drawn, or none to be had. */
function answered() {
  if (!game.task || !game.isOpen || stands) return;
  if (box.failure) {
    const [words, detail] = failureInWords(box.failure);
    stand(words, detail);
    return;
  }
  if (!box.answered) return;
  const answer = answerOf(box.answered.recognition, game.task);
  const words = wordsOfSight(answer, labels());
  stage.call(words);
  announcer.say(words);
  clearTimeout(rest);
  // While the pen is down a character may be on its way to another one.
  if (!box.pad.isBusy) rest = setTimeout(() => count() && ended(), REST);
}

/** Counts what is drawn, as far as it has been read; says whether it is right. */
function count() {
  if (!box.answered || !game.task) return false;
  return game.read(answerOf(box.answered.recognition, game.task), drawn);
}

/** A round is over. */
function ended() {
  const round = game.rounds.at(-1);
  if (!round) return;
  clearTimeout(rest);
  box.pad.finish();
  drawings.push(box.drawing.strokes);
  stage.open(false);
  stage.score(game);
  const words = wordsOfRound(round, labels());
  stage.call(words, round.outcome === "right" ? "right" : "wrong");
  pending = setTimeout(() => goTo(words), SHOWN[round.outcome]);
}

/** What comes after a round. @param {string} words what became of it */
function goTo(words) {
  pending = undefined;
  if (game.isOver) showOutcome();
  else begin(words);
}

/**
 * The game stands until somebody lets it go on.
 *
 * @param {string} words
 * @param {string} [detail]
 */
function stand(words, detail) {
  if (stands || !(game.isOpen || pending)) return;
  stands = true;
  clearTimeout(pending);
  clearTimeout(rest);
  game.pause(performance.now());
  box.pad.finish();
  stage.open(false);
  stage.stand(words, detail);
}

function goOn() {
  stands = false;
  stage.goOn();
  stage.focus();
  if (!game.isOpen) {
    goTo("");
    return;
  }
  game.resume(performance.now());
  stage.open(true);
  box.ask();
}

/** Ends the game, whether all of it was played or not. */
function showOutcome() {
  show("outcome");
  const { rounds } = game;
  const next = nextChoice(choosing.chosen, game.right, rounds.length);
  outcome.show(game, drawings, labels(), choosing.chosen, next);
}

/** @param {import("./sets.js").Choice} next */
function goHigher(next) {
  choosing.take(next);
  void start();
}

/** @param {"choosing" | "stage" | "outcome"} part of the page */
function show(part) {
  clearTimeout(pending);
  clearTimeout(rest);
  pending = undefined;
  stands = false;
  stage.goOn();
  for (const each of ["choosing", "stage", "outcome"]) {
    element(each, HTMLElement).hidden = each !== part;
  }
  if (part === "stage") return;
  cancelAnimationFrame(frame);
  game.stop();
  box.pad.finish();
}

/** @param {"undo" | "redo" | "clear"} step */
function edit(step) {
  if (game.isOpen && !stands) box.edit((drawing) => drawing[step]());
}

function labels() {
  return alphabet?.labels ?? [];
}

/** Seconds for each drawing. */
function seconds() {
  return LEVELS[choosing.chosen.level - 1] ?? null;
}

/**
 * What a drawing is taken for: of the alphabet's labels if that is right, else maybe of others.
 *
 * @param {Recognition} recognition
 * @param {import("./game.js").Task} task
 */
function answerOf({ label, outside, outside_label }, { accepts }) {
  if (label === null || accepts.includes(label)) return label;
  return outside > OUTSIDE ? outside_label : label;
}
