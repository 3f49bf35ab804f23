import { failureInLine } from "../answers/failure.js";
import { Latest } from "../answers/latest.js";
import { fetchEvaluation, fetchEvaluations } from "../answers/server.js";
import { say } from "../language/messages.js";
import { remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";
import { openPage } from "../shell/page.js";
import { confusionMatrix } from "./confusion.js";
import { classTable, figureTable, rejection, reliability } from "./figures.js";
import { glyphList } from "./glyphs.js";

/** @import {Evaluation} from "./figures.js" */

/** How many of the most confident mistakes are shown. */
const SUREST = 24;

openPage("mistakes");

const first = element("first", HTMLSelectElement);
const second = element("second", HTMLSelectElement);
const status = element("status", HTMLElement);
const questions = new Latest();
for (const [name, select] of /** @type {const} */ ([["of", first], ["against", second]])) {
  select.addEventListener("change", () => {
    remember(name, select.value || null);
    ask();
  });
}

function ask() {
  const ids = [first.value, second.value].filter((id) => id !== "");
  void questions.run(
    () => Promise.all(ids.map((id) => fetchEvaluation(id))),
    ({ value, error }) => {
      if (value) show(value);
      else fail(error);
    },
  );
}

/** @param {Evaluation[]} evaluations one, or two side by side */
function show(evaluations) {
  status.textContent = "";
  element("figures", HTMLElement).replaceChildren(figureTable(evaluations));
  element("reliability", HTMLElement).replaceChildren(reliability(evaluations));
  element("rejection", HTMLElement).replaceChildren(rejection(evaluations));
  element("classes", HTMLElement).replaceChildren(classTable(evaluations));
  each("confusions", evaluations, confusionMatrix);
  each("surest", evaluations, ({ mistakes = [] }) =>
    mistakes.length > 0 ? glyphList(mistakes.slice(0, SUREST)) : make("p", {}, say("mistakes.none")),
  );
  element("found", HTMLElement).hidden = false;
}

/**
 * Shows something of each evaluation, side by side.
 *
 * @param {string} id
 * @param {Evaluation[]} evaluations
 * @param {(evaluation: Evaluation) => HTMLElement} part
 */
function each(id, evaluations, part) {
  element(id, HTMLElement).replaceChildren(
    ...evaluations.map((evaluation) => make("div", {}, make("h3", {}, evaluation.model), part(evaluation))),
  );
}

/** @param {unknown} error */
function fail(error) {
  status.textContent = failureInLine(error);
}

async function start() {
  try {
    const summaries = await fetchEvaluations();
    const options = summaries.map(({ id, model, title }) => [`${title} · ${model}`, id]);
    first.replaceChildren(...options.map(([words, id]) => new Option(words, id)));
    second.replaceChildren(new Option(say("mistakes.alone"), ""), ...options.map(([words, id]) => new Option(words, id)));
    for (const [name, select] of /** @type {const} */ ([["of", first], ["against", second]])) {
      const wanted = stateOf(name);
      if (summaries.some(({ id }) => id === wanted)) select.value = wanted ?? "";
    }
    element("choice", HTMLElement).hidden = summaries.length === 0;
    element("empty", HTMLElement).hidden = summaries.length > 0;
    if (summaries.length > 0) ask();
  } catch (error) {
    fail(error);
  }
}

void start();
