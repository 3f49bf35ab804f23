import { svg } from "../charts/svg.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { glyphList } from "./glyphs.js";

/** @import {Evaluation} from "./figures.js" */

const CELL = 10;
const HEAD = 14;

/**
 * The confusion matrix: the more often, the darker. A cell opens its images, by pointer in the picture
 * or by the two lists below it.
 *
 * @param {Evaluation} evaluation
 */
export function confusionMatrix({ confusion, labels, mistakes = [] }) {
  const shown = make("div", { class: "confusion__shown", "aria-live": "polite" });
  const [row, column] = [say("mistakes.true"), say("mistakes.answered")].map((title) => {
    const select = make("select", { class: "choice" }, ...labels.map((label) => new Option(label)));
    return { select, field: make("label", { class: "confusion__field" }, title, " ", select) };
  });
  if (!row || !column) throw new TypeError("a matrix has rows and columns");
  const open = (/** @type {number} */ i, /** @type {number} */ k) => {
    row.select.selectedIndex = i;
    column.select.selectedIndex = k;
    const [truth = "", answered = ""] = [labels[i], labels[k]];
    const count = confusion[i]?.[k] ?? 0;
    const images = mistakes.filter((mistake) => mistake.true === truth && mistake.answered === answered);
    shown.replaceChildren(
      make("p", {}, say("mistakes.cell", { true: truth, answered, count })),
      glyphList(images),
    );
    cursor.setAttribute("x", String(HEAD + k * CELL));
    cursor.setAttribute("y", String(HEAD + i * CELL));
  };
  for (const { select } of [row, column]) {
    select.addEventListener("change", () => open(row.select.selectedIndex, column.select.selectedIndex));
  }
  const cursor = svg("rect", { width: CELL, height: CELL, class: "confusion__cursor" });
  const picture = matrix(confusion, labels, cursor);
  picture.addEventListener("click", (event) => {
    const place = /** @type {SVGElement} */ (event.target).dataset;
    if (place["row"]) open(Number(place["row"]), Number(place["column"]));
  });
  const [i, k] = commonest(confusion, labels.length);
  open(i, k);
  return make("div", { class: "confusion" }, picture, row.field, column.field, shown);
}

/**
 * @param {Evaluation["confusion"]} confusion
 * @param {readonly string[]} labels
 * @param {SVGElement} cursor
 */
function matrix(confusion, labels, cursor) {
  const side = HEAD + labels.length * CELL;
  const parts = labels.flatMap((label, i) => {
    const middle = HEAD + (i + 0.5) * CELL;
    const total = Math.max(1, (confusion[i] ?? []).reduce((sum, count) => sum + count, 0));
    const cells = labels.map((answered, k) => {
      const count = confusion[i]?.[k] ?? 0;
      const box = { x: HEAD + k * CELL, y: HEAD + i * CELL, width: CELL, height: CELL };
      const share = count === 0 ? 0 : 0.15 + 0.85 * Math.sqrt(count / total);
      return svg(
        "rect",
        { ...box, class: i === k ? "confusion__right" : "confusion__wrong", "fill-opacity": share.toFixed(3), "data-row": i, "data-column": k },
        ...(count > 0 ? [svg("title", {}, say("mistakes.cell", { true: label, answered, count }))] : []),
      );
    });
    const name = { class: "confusion__label", "text-anchor": "middle" };
    return [
      ...cells,
      svg("text", { x: HEAD / 2, y: middle + 3, ...name }, label),
      svg("text", { x: middle, y: HEAD - 4, ...name }, label),
    ];
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${side} ${side}`, class: "chart confusion__matrix", role: "img", "aria-label": say("mistakes.matrix") },
    ...parts,
    cursor,
  );
}

/**
 * The wrong answer that is given most often.
 *
 * @param {Evaluation["confusion"]} confusion
 * @param {number} size
 * @returns {[number, number]}
 */
function commonest(confusion, size) {
  /** @type {[number, number]} */
  let found = [0, 0];
  let most = 0;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const count = confusion[i]?.[k] ?? 0;
      if (i !== k && count > most) {
        most = count;
        found = [i, k];
      }
    }
  }
  return found;
}
