import { lines, sampleOf } from "../charts/lines.js";
import { decimal } from "../language/formats.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";

/** @typedef {{id: string, model: string, title: string, alphabet: string, count: number, accuracy: number}} Summary */

/** @typedef {{true: string, answered: string, confidence: number, glyph: string}} Mistake */

/** @typedef {{precision: number, recall: number, f1: number}} Averages */

/**
 * One model judged by one data set, as `rekognize evaluate --json` writes it.
 *
 * @typedef {object} Evaluation
 * @property {string} model
 * @property {string} title
 * @property {string} alphabet
 * @property {number} count
 * @property {number} accuracy
 * @property {[number, number]} interval_95
 * @property {Averages} macro
 * @property {(Averages & {label: string, support: number})[]} classes
 * @property {string[]} labels
 * @property {number[][]} confusion rows the true label; the last column had no ink
 * @property {{ece: number, bins: {count: number, confidence: number | null, accuracy: number | null}[]}} calibration
 * @property {{coverage: number[], risk: (number | null)[]}} risk_coverage
 * @property {Mistake[]} [mistakes] files of before have none
 */

/** A group of samples with fewer than this says little of its accuracy. */
const LEAST = 10;

/** @param {number} share */
function points(share) {
  return `${decimal(100 * share, 2)} %`;
}

/**
 * The figures of one evaluation or two, and their difference.
 *
 * @param {readonly Evaluation[]} evaluations
 */
export function figureTable(evaluations) {
  /** @type {[string, (evaluation: Evaluation) => number][]} */
  const rows = [
    [say("mistakes.accuracy"), ({ accuracy }) => accuracy],
    [say("mistakes.precision"), ({ macro }) => macro.precision],
    [say("mistakes.recall"), ({ macro }) => macro.recall],
    ["F1", ({ macro }) => macro.f1],
    [say("mistakes.ece"), ({ calibration }) => calibration.ece],
  ];
  const names = evaluations.map(({ model }, i) => make("th", { scope: "col" }, sampleOf(i), " ", model));
  const body = rows.map(([title, figure]) =>
    row(title, ...evaluations.map((each) => points(figure(each))), ...difference(evaluations.map(figure))),
  );
  const intervals = evaluations.map(({ interval_95: [low, high] }) => `${points(low)} – ${points(high)}`);
  body.splice(1, 0, row(say("mistakes.interval"), ...intervals, ...blanks(evaluations)));
  body.unshift(
    row(say("mistakes.set"), ...evaluations.map(({ title }) => title), ...blanks(evaluations)),
    row(say("mistakes.count"), ...evaluations.map(({ count }) => decimal(count, 0)), ...blanks(evaluations)),
  );
  const heads = evaluations.length > 1 ? [...names, make("th", { scope: "col" }, say("mistakes.difference"))] : names;
  return tableOf(say("training.table"), [make("td", {}), ...heads], body);
}

/**
 * Each label's own figures.
 *
 * @param {readonly Evaluation[]} evaluations
 */
export function classTable(evaluations) {
  const [first] = evaluations;
  if (!first) return make("div");
  const others = new Map(evaluations.slice(1).flatMap(({ classes }) => classes.map((each) => [each.label, each.f1])));
  const heads = [
    ...[say("mistakes.label"), say("mistakes.count"), say("mistakes.precision"), say("mistakes.recall"), "F1"],
    ...(evaluations.length > 1 ? [say("mistakes.other-f1"), say("mistakes.difference")] : []),
  ];
  const body = first.classes.map(({ label, support, precision, recall, f1 }) => {
    const other = others.get(label);
    const more = evaluations.length > 1 ? (other === undefined ? ["", ""] : [points(other), ...difference([f1, other])]) : [];
    return row(label, decimal(support, 0), points(precision), points(recall), points(f1), ...more);
  });
  const cells = heads.map((words) => make("th", { scope: "col" }, words));
  return tableOf(say("mistakes.classes.table"), cells, body);
}

/**
 * Whether confidences can be believed.
 *
 * @param {readonly Evaluation[]} evaluations
 */
export function reliability(evaluations) {
  const series = evaluations.map(({ model, calibration }) => ({
    name: model,
    points: calibration.bins.flatMap(({ count, confidence, accuracy }) =>
      count < LEAST || confidence === null || accuracy === null ? [] : [/** @type {[number, number]} */ ([confidence, accuracy])],
    ),
  }));
  const axis = { from: 0, to: 1, write: whole };
  return lines(
    series,
    { ...axis, title: say("mistakes.confidence") },
    { ...axis, title: say("mistakes.accuracy") },
    say("mistakes.reliability"),
    true,
  );
}

/**
 * How right the answers are when the least sure ones are left to people.
 *
 * @param {readonly Evaluation[]} evaluations
 */
export function rejection(evaluations) {
  const series = evaluations.map(({ model, risk_coverage: { coverage, risk } }) => ({
    name: model,
    points: coverage.flatMap((kept, i) => {
      const wrong = risk[i];
      return wrong == null ? [] : [/** @type {[number, number]} */ ([1 - kept, 1 - wrong])];
    }),
  }));
  const least = Math.min(...series.flatMap(({ points: all }) => all.map(([, right]) => right)));
  const from = Math.floor(least * 50) / 50;
  return lines(
    series,
    { from: 0, to: 1, title: say("mistakes.rejected"), write: whole },
    { from: Math.min(from, 0.98), to: 1, title: say("mistakes.accuracy"), write: (share) => decimal(100 * share, 1) },
    say("mistakes.rejection"),
  );
}

/** @param {number} share */
function whole(share) {
  return decimal(100 * share, 0);
}

/** @param {number[]} figures */
function difference([first, second]) {
  return first === undefined || second === undefined ? [] : [`${second > first ? "+" : ""}${decimal(100 * (second - first), 2)}`];
}

/** @param {readonly Evaluation[]} evaluations */
function blanks(evaluations) {
  return evaluations.length > 1 ? [""] : [];
}

/**
 * @param {string} title
 * @param {...string} cells
 */
function row(title, ...cells) {
  return make("tr", {}, make("th", { scope: "row" }, title), ...cells.map((words) => make("td", {}, words)));
}

/**
 * @param {string} name other than that of the section around it
 * @param {Node[]} heads
 * @param {Node[]} body
 */
function tableOf(name, heads, body) {
  return make(
    "div",
    { class: "scrolls", tabindex: "0", role: "region", "aria-label": name },
    make("table", { class: "terms" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body)),
  );
}
