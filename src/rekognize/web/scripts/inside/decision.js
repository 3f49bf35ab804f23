import { decimal, percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { colour } from "./colours.js";
import { BASE } from "./explanation.js";

/** @import {Decision, Explanation} from "./explanation.js" */

const SHOWN_CANDIDATES = 5;
const SHOWN_FEATURES = 8;

/**
 * The 62 probabilities, a bar each.
 *
 * @param {HTMLElement} list
 * @param {readonly number[]} probabilities
 */
export function showProbabilities(list, probabilities) {
  if (list.children.length !== probabilities.length) {
    list.replaceChildren(...probabilities.map((_, i) => make("li", { class: "odds__one" }, BASE[i] ?? "")));
  }
  probabilities.forEach((probability, i) => {
    const item = /** @type {HTMLElement} */ (list.children[i]);
    item.title = percent(probability);
    item.style.setProperty("--share", String(probability));
  });
}

/**
 * How the alphabet adds up the probabilities.
 *
 * @param {HTMLElement} list
 * @param {Explanation} explanation
 */
export function showCandidates(list, { candidates }) {
  list.replaceChildren(
    ...candidates.slice(0, SHOWN_CANDIDATES).map(({ label, members, confidence }) => {
      const sum = members.length > 1 ? `${label} = ${[...members].join(" + ")}` : label;
      const bar = make("span", { class: "share" });
      bar.style.setProperty("--share", String(confidence));
      return make(
        "li",
        { class: "candidate-line" },
        make("span", { class: "candidate-line__label" }, sum),
        bar,
        make("span", {}, percent(confidence)),
      );
    }),
  );
}

/**
 * The last weighted sum, the features that say most for the answer or against it first.
 *
 * @param {HTMLElement} place
 * @param {Decision | null} decision
 */
export function showDecision(place, decision) {
  if (!decision) {
    place.replaceChildren(make("p", {}, say("inside.decision.none")));
    return;
  }
  const { answer, rival, features, for_answer, for_rival, biases } = decision;
  const said = features
    .map((value, index) => {
      const weight = (for_answer[index] ?? 0) - (for_rival[index] ?? 0);
      return { index, value, weight, term: value * weight };
    })
    .sort((one, other) => Math.abs(other.term) - Math.abs(one.term));
  const most = Math.abs(said[0]?.term ?? 0);
  const rows = said.slice(0, SHOWN_FEATURES).map(({ index, value, weight, term }) => {
    const cell = make("td", {}, decimal(term, 4));
    colour(cell, term, most);
    return make(
      "tr",
      {},
      make("th", { scope: "row" }, String(index)),
      make("td", {}, decimal(value, 3)),
      make("td", {}, decimal(weight, 3)),
      cell,
    );
  });
  const others = said.slice(SHOWN_FEATURES).reduce((sum, { term }) => sum + term, 0);
  const bias = biases[0] - biases[1];
  const total = said.reduce((sum, { term }) => sum + term, bias);
  const heads = [
    say("inside.decision.feature"),
    say("inside.decision.strength"),
    say("inside.decision.weight"),
    say("inside.decision.term"),
  ].map((words) => make("th", { scope: "col" }, words));
  place.replaceChildren(
    make("p", {}, say("inside.decision.what", { answer, rival })),
    make(
      "div",
      { class: "scrolls", tabindex: "0", role: "region", "aria-label": say("inside.decision") },
      make(
        "table",
        { class: "terms" },
        make("thead", {}, make("tr", {}, ...heads)),
        make("tbody", {}, ...rows),
      ),
    ),
    make("p", {}, say("inside.sum.others", { count: said.length - rows.length, value: decimal(others, 4) })),
    make("p", {}, say("inside.sum.bias", { value: decimal(bias, 4) })),
    make(
      "p",
      { class: "sum__total" },
      say("inside.decision.total", { answer, rival }),
      " ",
      make("output", { id: "decision-total" }, decimal(total, 4)),
    ),
  );
}
