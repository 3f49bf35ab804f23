import { axisOf } from "../charts/axis.js";
import { lines } from "../charts/lines.js";
import { decimal } from "../language/formats.js";
import { LANGUAGE } from "../language/languages.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { scheduleOf } from "./schedule.js";

/** @import {MessageKey} from "../language/messages.js" */
/** @import {Epoch, Trained} from "./trained.js" */

const short = new Intl.NumberFormat(LANGUAGE.tag, { maximumSignificantDigits: 3 });

/** @param {number} value */
const plain = (value) => short.format(value);

/** @param {number} share */
const share = (share) => `${decimal(100 * share, 1)} %`;

/** A learning rate as the page writes it. @param {number} rate */
const thousands = (rate) => 1000 * rate;

/** What is drawn of each epoch. @type {[Exclude<keyof Epoch, "learning_rate">, MessageKey, (value: number) => string][]} */
const FIGURES = [
  ["training_loss", "training.loss", plain],
  ["validation_loss", "training.validation", plain],
  ["validation_accuracy", "training.accuracy", share],
];

/**
 * The learning curves of a model, and how its learning rate went.
 *
 * @param {Trained} trained
 */
export function curves(trained) {
  const epochs = trained.curves;
  const charts = FIGURES.flatMap(([name, title, write]) => chart(epochs, name, say(title), write));
  const schedule = scheduleOf(trained.recipe);
  if (schedule.length > 0) {
    const title = say("training.rate");
    const across = axisOf(schedule.map(([epoch]) => epoch), say("training.epoch"), plain, { from: 0, whole: true });
    /** @type {[number, number][]} */
    const points = schedule.map(([epoch, rate]) => [epoch, thousands(rate)]);
    const up = axisOf(points.map(([, rate]) => rate), title, plain, { from: 0 });
    charts.push(figure(title, lines([{ name: title, points, dense: true }], across, up, title)));
  }
  return make(
    "div",
    {},
    make("div", { class: "training__charts" }, ...charts),
    ...(epochs.length > 0 ? [make("details", {}, make("summary", {}, say("training.table")), table(epochs))] : []),
  );
}

/**
 * @param {readonly Epoch[]} epochs
 * @param {Exclude<keyof Epoch, "learning_rate">} name
 * @param {string} title
 * @param {(value: number) => string} write
 */
function chart(epochs, name, title, write) {
  const points = epochs.flatMap((epoch, i) => {
    const value = epoch[name];
    return value === null ? [] : [/** @type {[number, number]} */ ([i + 1, value])];
  });
  if (points.length === 0) return [];
  const across = axisOf([epochs.length], say("training.epoch"), plain, { from: 0, whole: true });
  const up = axisOf(points.map(([, value]) => value), title, write);
  return [figure(title, lines([{ name: title, points }], across, up, title))];
}

/**
 * @param {string} title
 * @param {SVGElement} drawn
 */
function figure(title, drawn) {
  return make("figure", { class: "training__chart" }, make("figcaption", {}, title), drawn);
}

/** @param {readonly Epoch[]} epochs */
function table(epochs) {
  const titles = [say("training.epoch"), ...FIGURES.map(([, title]) => say(title)), say("training.rate.end")];
  const rows = epochs.map((epoch, i) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, String(i + 1)),
      ...FIGURES.map(([name, , write]) => {
        const value = epoch[name];
        return make("td", {}, value === null ? "–" : write(value));
      }),
      make("td", {}, plain(thousands(epoch.learning_rate))),
    ),
  );
  return make(
    "div",
    { class: "training__table", tabindex: "0", role: "region", "aria-label": say("training.table") },
    make(
      "table",
      { class: "terms" },
      make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)))),
      make("tbody", {}, ...rows),
    ),
  );
}
