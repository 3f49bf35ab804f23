import { allOf } from "../language/formats.js";
import { hasMessage, say } from "../language/messages.js";
import { make } from "../shell/make.js";

/** @import {Check, Report} from "./registry.js" */

/**
 * Why the gate lets a candidate through or not, in plain words.
 *
 * @param {Report} report
 */
export function reasonInWords({ checks }) {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return say("models.passed");
  return say("models.refused", { reasons: allOf(failed.map(failureOf)) });
}

/**
 * The gate's table. What it measured is in English, as its command prints it.
 *
 * @param {Report} report
 */
export function verdictTable({ champion, candidate, checks }) {
  const heads = [
    say("models.check"),
    say("models.part.champion"),
    say("models.part.candidate"),
    say("models.wanted"),
    say("models.measured.detail"),
  ];
  const rows = checks.map((check) => {
    const result = say(check.passed ? "models.passes" : "models.fails");
    return make(
      "tr",
      { "data-passed": String(check.passed) },
      make("th", { scope: "row" }, nameOf(check), " ", make("strong", {}, result)),
      make("td", {}, check.champion),
      make("td", {}, check.candidate),
      make("td", { lang: "en" }, check.wanted),
      make("td", { lang: "en" }, check.detail),
    );
  });
  const against = say("models.against", { champion, candidate });
  return make(
    "div",
    {},
    make("p", { class: "small" }, against),
    make(
      "div",
      { class: "verdict-table", tabindex: "0", role: "group", "aria-label": say("models.figures.gate") },
      make(
        "table",
        { "aria-label": against },
        make("thead", {}, make("tr", {}, ...heads.map((words) => make("th", { scope: "col" }, words)))),
        make("tbody", {}, ...rows),
      ),
    ),
  );
}

/** @param {Check} check */
function nameOf({ name }) {
  const key = `models.check.${name}`;
  return hasMessage(key) ? say(key) : name;
}

/** @param {Check} check that failed */
function failureOf({ name, champion, candidate, detail }) {
  const unjudged = champion === "-" && candidate === "-";
  const key = `models.${unjudged ? "unjudged" : "failed"}.${name}`;
  return hasMessage(key) ? say(key) : `${name}: ${detail}`;
}
