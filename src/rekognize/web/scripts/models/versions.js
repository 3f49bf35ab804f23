import { decimal, moment, percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { linkTo } from "../shell/address.js";
import { make } from "../shell/make.js";

/** @import {Version} from "./registry.js" */

/**
 * What can be done with a version from the list.
 *
 * @typedef {object} Acts
 * @property {(version: Version) => void} promote
 * @property {(version: Version) => void} remove
 * @property {(version: Version) => void} note
 */

/**
 * A version with its card's figures and what can be done with it.
 *
 * @param {Version} version
 * @param {Acts} acts
 */
export function versionItem(version, acts) {
  const { model, aliases, metrics, images, note } = version;
  const parts = aliases.map((alias) => make("span", { class: `part part--${alias}` }, say(`models.part.${alias}`)));
  const figures = make(
    "details",
    { open: aliases.length > 0 },
    make("summary", {}, say("models.figures")),
    facts([
      ...Object.entries(metrics).map(([name, value]) => [name, value <= 1 ? percent(value) : decimal(value, 2)]),
      ...Object.entries(images).map(([source, count]) => [source, say("models.images", { count })]),
    ]),
    make("p", { class: "small" }, say("models.measured"), " ", make("code", {}, version.measured_by)),
  );
  return make(
    "li",
    { class: "version", "data-model": model },
    make("h3", { class: "version__name" }, model, " ", ...parts),
    facts([
      [say("models.made"), version.created],
      [say("models.kept"), moment(version.added)],
      [say("models.parent"), version.parent ?? "–"],
    ]),
    ...(note ? [make("p", { class: "version__note" }, note)] : []),
    figures,
    make("p", { class: "models__buttons" }, ...buttonsOf(version, acts), learnt(model)),
  );
}

/**
 * @param {Version} version
 * @param {Acts} acts
 */
function buttonsOf(version, acts) {
  /** @type {[label: string, act: (version: Version) => void, there: boolean][]} */
  const all = [
    // The candidate has its button below the gate's table.
    [say("models.promote"), acts.promote, version.aliases.length === 0 && version.verdict?.what === "passed"],
    [say("models.note"), acts.note, true],
    [say("models.remove"), acts.remove, !version.aliases.includes("champion")],
  ];
  return all
    .filter(([, , there]) => there)
    .map(([label, act]) => {
      const button = make("button", { class: "button", type: "button", "aria-label": `${label}: ${version.model}` }, label);
      button.addEventListener("click", () => act(version));
      return button;
    });
}

/** The way to how a version was trained. @param {string} model */
function learnt(model) {
  const href = linkTo(`training?model=${encodeURIComponent(model)}`);
  return make("a", { class: "models__link", href, "aria-label": `${say("training.curves")}: ${model}` }, say("training.curves"));
}

/** @param {string[][]} pairs of a name and a value */
function facts(pairs) {
  const items = pairs.map(([name = "", value = ""]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)));
  return make("dl", { class: "facts" }, ...items);
}
