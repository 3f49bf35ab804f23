import { AlphabetChoice } from "../alphabet/choice.js";
import { failureInLine } from "../answers/failure.js";
import { paintGlyph } from "../answers/glyph.js";
import { Latest } from "../answers/latest.js";
import { askHow } from "../answers/server.js";
import { Sheet } from "../ink/sheet.js";
import { decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";
import { keepUp, openPage } from "../shell/page.js";
import { Consent } from "./consent.js";
import { showCandidates, showDecision, showProbabilities } from "./decision.js";
import { Looking } from "./looking.js";
import { Overview } from "./overview.js";
import { hideWhy, showWhy } from "./why.js";

/** @import {Explanation} from "./explanation.js" */

/** How long the pen must rest before it is asked which ink decided, in milliseconds. */
const REST = 300;

openPage("inside");
for (const link of document.querySelectorAll("a")) {
  if (link.dataset["how"]) keepUp(link, () => `how#${link.dataset["how"]}`);
}

const drawings = new Latest();
const numbers = new Latest();
const reasons = new Latest();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let rest;
/** Whether the stroke has grown since it was last asked about. */
let isGrown = false;
/** The layer that the address names, until there is an explanation to find it in. */
let wanted = stateOf("layer");

/** Whether the drawing page's guide lines were there to write on: then the size counts here too. */
const isRuled = stateOf("guides") === "1";
element("main", HTMLElement).toggleAttribute("data-guides", isRuled);

const status = element("reading", HTMLElement);
const consent = new Consent(status, ask);
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLElement),
  ask,
);
const sheet = new Sheet(ask, {
  onStart: forget,
  onGrow: () => {
    if (!consent.isGiven) return;
    isGrown = drawings.isRunning;
    if (!isGrown) askAbout();
  },
  example: [],
  isRuled,
});
const looking = new Looking(askNumber);
const overview = new Overview(element("steps", HTMLElement), element("layers", HTMLElement), descend);
element("up", HTMLButtonElement).addEventListener("click", () => {
  const left = looking.chosen;
  descend(null);
  document.querySelector(`[data-layer="${left}"]`)?.scrollIntoView({ block: "center", behavior: motion() });
  /** @type {HTMLElement | null} */ (document.querySelector(`[data-layer="${left}"]`))?.focus({ preventScroll: true });
});

/** Goes down to a layer, or up to all of them. @param {string | null} name */
function descend(name) {
  remember("layer", name);
  looking.choose(name);
  for (const card of document.querySelectorAll("[data-layer]")) {
    card.ariaPressed = String(card.getAttribute("data-layer") === name);
  }
  if (name) {
    const title = element("looking-title", HTMLElement);
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start", behavior: motion() });
  }
}

function motion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

/** Asks how the drawing is read; whatever was asked before is void. */
function ask() {
  for (const each of [drawings, numbers]) each.cancel();
  forget();
  if (!alphabets.chosen || !consent.isGiven) return;
  if (sheet.isBlank) {
    blank();
    return;
  }
  askAbout();
  rest = setTimeout(askWhy, REST);
}

/** The ink that decided is that of a drawing which is no more. */
function forget() {
  reasons.cancel();
  clearTimeout(rest);
  element("why", HTMLElement).ariaBusy = "true";
}

function blank() {
  element("seen", HTMLElement).hidden = true;
  status.textContent = say("inside.blank");
}

/** @param {Record<string, string>} more options of the query */
function question(more) {
  const alphabet = alphabets.chosen?.name ?? "";
  const number = looking.number;
  return { alphabet, ...(number ? { number } : {}), ...more };
}

function askAbout() {
  isGrown = false;
  const { ink } = sheet;
  void drawings.run(
    (signal) => askHow(ink, question({}), signal),
    ({ value, error }) => {
      // The server works on the next one while this one is painted.
      if (isGrown) askAbout();
      if (value) show(value);
      else fail(error);
    },
  );
}

/** Another number of the same drawing. */
function askNumber() {
  if (numbers.isRunning) return;
  const asked = looking.number;
  const { ink } = sheet;
  void numbers.run(
    (signal) => askHow(ink, question({ layers: "" }), signal),
    ({ value, error }) => {
      if (!value) fail(error);
      // The pointer has gone on meanwhile: the number where it now is comes next.
      else if (asked !== looking.number) askNumber();
      else looking.showNumber(value);
    },
  );
}

function askWhy() {
  const { ink } = sheet;
  void reasons.run(
    (signal) => askHow(ink, { alphabet: alphabets.chosen?.name ?? "", layers: "", why: "true" }, signal),
    ({ value, error }) => {
      if (value) {
        showWhy(value);
        return;
      }
      hideWhy();
      fail(error);
    },
  );
}

/** @param {Explanation} explanation */
function show(explanation) {
  const { candidates, glyph, has_ink, is_character, probabilities, temperature } = explanation;
  if (!has_ink || !glyph || !probabilities) {
    blank();
    return;
  }
  element("seen", HTMLElement).hidden = false;
  status.textContent = say(is_character ? "inside.read" : "inside.no-character", {
    label: candidates[0]?.label ?? "",
  });
  paintGlyph(element("glyph", HTMLCanvasElement), glyph.pixels);
  looking.show(explanation);
  if (wanted) looking.choose(wanted);
  wanted = null;
  overview.show(explanation, looking.chosen);
  element("temperature", HTMLElement).textContent = say("inside.words.temperature", {
    temperature: decimal(temperature, 3),
  });
  showProbabilities(element("odds", HTMLElement), probabilities);
  showCandidates(element("candidates", HTMLElement), explanation);
  showDecision(element("decision", HTMLElement), explanation.decision);
}

/** @param {unknown} error */
function fail(error) {
  status.textContent = failureInLine(error);
}

/** Learns the alphabets, and looks into what is there. */
async function start() {
  try {
    await alphabets.load();
    ask();
  } catch (error) {
    fail(error);
  }
}

void start();
