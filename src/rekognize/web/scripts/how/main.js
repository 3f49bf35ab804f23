import { AlphabetChoice } from "../alphabet/choice.js";
import { failureInLine } from "../answers/failure.js";
import { paintGlyph } from "../answers/glyph.js";
import { Latest } from "../answers/latest.js";
import { askHow } from "../answers/server.js";
import { Consent } from "../inside/consent.js";
import { showCandidates, showDecision } from "../inside/decision.js";
import { showSteps } from "../inside/steps.js";
import { Sheet } from "../ink/sheet.js";
import { decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { keepUp, openPage } from "../shell/page.js";
import { Ideas } from "./ideas.js";
import { examplesOf, neededLayers } from "./layers.js";
import { Output } from "./output.js";

/** @import {Explanation} from "../inside/explanation.js" */
/** @import {Examples} from "./layers.js" */

openPage("how");

const questions = new Latest();
const status = element("reading", HTMLElement);
const consent = new Consent(status, ask);
const alphabets = new AlphabetChoice(
  element("alphabet", HTMLSelectElement),
  element("alphabet-labels", HTMLElement),
  ask,
);
const sheet = new Sheet(ask);
/** What is known of the network once it has answered. @type {{needed: string, ideas: Ideas, output: Output} | null} */
let network = null;
/** Whether the drawing has changed since it was last asked about. */
let isStale = false;
/** Whether the idea that the address names has been gone to. */
let isArrived = false;

/** Asks about the drawing, or will when the answer to the one before is there. */
function ask() {
  if (!alphabets.chosen || !consent.isGiven) return;
  isStale = questions.isRunning;
  if (isStale) return;
  if (sheet.isBlank) {
    blank();
    return;
  }
  void questions.run(look, ({ value, error }) => {
    if (value) show(value);
    else fail(error);
    if (isStale) ask();
  });
}

/** @param {AbortSignal} signal */
async function look(signal) {
  const alphabet = alphabets.chosen?.name ?? "";
  const { ink } = sheet;
  const asked = (/** @type {Record<string, string>} */ more) => askHow(ink, { alphabet, ...more }, signal);
  network ??= await meet(asked);
  const explanation = await asked({ layers: network.needed });
  if (explanation.has_ink) network.ideas.follow(explanation);
  return explanation;
}

/**
 * Asks for the layers that there are and the weights that the page shows, and links each idea with the
 * layer that it is shown by.
 *
 * @param {(more: Record<string, string>) => Promise<Explanation>} asked
 */
async function meet(asked) {
  const examples = examplesOf((await asked({ layers: "" })).layers);
  const [kernels = null, weights = null] = await Promise.all(
    [examples.convolution, examples.output].map(async (layer) =>
      layer ? (await asked({ layers: "", kernels: layer.name })).kernels : null,
    ),
  );
  linkLayers(examples);
  return {
    needed: neededLayers(examples).join(),
    ideas: new Ideas(examples, kernels),
    output: new Output(weights),
  };
}

/** @param {Examples} examples */
function linkLayers({ convolution, relu, maxPool, mean, add, gate, output }) {
  element("specialist", HTMLElement).hidden = !gate;
  const chosen = { convolution, relu, pool: maxPool ?? mean, residual: add, specialist: gate, dense: output };
  for (const [idea, layer] of Object.entries(chosen)) {
    const link = element(`${idea}-link`, HTMLAnchorElement);
    link.hidden = !layer;
    if (!layer) continue;
    keepUp(link, () => `inside?layer=${encodeURIComponent(layer.name)}`);
    link.textContent = say("how.look", { layer: layer.name });
  }
}

/** @param {Explanation} explanation */
function show(explanation) {
  const { candidates, glyph, has_ink, temperature } = explanation;
  if (!has_ink || !glyph || !network) {
    blank();
    return;
  }
  element("seen", HTMLElement).toggleAttribute("data-blank", false);
  status.textContent = say("inside.read", { label: candidates[0]?.label ?? "" });
  showSteps(element("steps", HTMLElement), explanation.steps);
  paintGlyph(element("glyph", HTMLCanvasElement), glyph.pixels);
  for (const [idea, pictures] of Object.entries(network.ideas.pictures(explanation))) {
    element(`${idea}-live`, HTMLElement).replaceChildren(...pictures);
  }
  element("temperature", HTMLElement).textContent = say("inside.words.temperature", {
    temperature: decimal(temperature, 3),
  });
  network.output.show(explanation);
  showDecision(element("decision", HTMLElement), explanation.decision);
  showCandidates(element("candidates", HTMLElement), explanation);
  toNamedIdea();
}

/** The pictures have pushed the idea that the address names out of sight. */
function toNamedIdea() {
  if (isArrived) return;
  isArrived = true;
  document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: "instant" });
}

function blank() {
  element("seen", HTMLElement).toggleAttribute("data-blank", true);
  status.textContent = say("inside.blank");
}

/** @param {unknown} error */
function fail(error) {
  status.textContent = failureInLine(error);
}

async function start() {
  try {
    await alphabets.load();
    ask();
  } catch (error) {
    fail(error);
  }
}

void start();
