import { Entrance } from "../administrator/entrance.js";
import { reasonOf } from "../administrator/token.js";
import { nameOf } from "../answers/names.js";
import { NOT_A_CHARACTER } from "../answers/recognition.js";
import { ApiError, fetchAlphabets } from "../answers/server.js";
import { labelTyped } from "../answers/typed.js";
import { moment, percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { linkTo, remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";
import { openPage } from "../shell/page.js";
import { stored, store } from "../shell/stored.js";
import { sendDeletion } from "./desk.js";
import { History } from "./history.js";
import { Queue } from "./queue.js";

/** @import {Decision, FeedbackRecord} from "./desk.js" */

openPage("review");

const desk = element("desk", HTMLElement);
/** Why nobody is let in, where there is no desk to say it at. */
const refused = element("refused", HTMLElement);
const stage = element("stage", HTMLElement);
const picture = element("drawing", HTMLImageElement);
const words = element("words", HTMLElement);
const progress = element("progress", HTMLProgressElement);
const by = element("by", HTMLInputElement);
const other = element("other", HTMLInputElement);
const filters = element("filters", HTMLFormElement);
const buttons = {
  accept: element("accept", HTMLButtonElement),
  reject: element("reject", HTMLButtonElement),
  alike: element("alike", HTMLButtonElement),
  nothing: element("nothing", HTMLButtonElement),
  next: element("next", HTMLButtonElement),
  undo: element("undo", HTMLButtonElement),
  delete: element("delete", HTMLButtonElement),
};

/** Records passed over, put back once the rest is done. @type {FeedbackRecord[]} */
let passed = [];
/** The record whose drawing is seen: nobody judges one by the drawing before it. @type {FeedbackRecord | null} */
let shown = null;
let done = 0;
/** The labels of each alphabet, by its name. @type {Map<string, readonly string[]>} */
let labels = new Map();
let queue = new Queue(chosen(), show);
/** How many records the server counted last, and how many were done then. */
let counted = { counts: queue.counts, done };
let history = newHistory();
const entrance = new Entrance(() => {
  refused.textContent = "";
  void start();
});

element("to-models", HTMLAnchorElement).href = linkTo("models");
by.value = stored("reviewer") ?? "";
by.addEventListener("change", () => store("reviewer", by.value));
buttons.accept.addEventListener("click", () => decide({ state: "accepted" }));
buttons.reject.addEventListener("click", () => decide({ state: "rejected" }));
buttons.alike.addEventListener("click", () => decide({ state: "accepted" }, Infinity));
buttons.nothing.addEventListener("click", () => decide({ state: "accepted", label: NOT_A_CHARACTER }));
buttons.next.addEventListener("click", pass);
buttons.undo.addEventListener("click", undo);
buttons.delete.addEventListener("click", () => void erase());
other.addEventListener("input", () => {
  relabel(other.value);
  other.value = "";
  stage.focus();
});
stage.addEventListener("keydown", press);
filters.addEventListener("change", () => {
  remember("id", null);
  void start();
});
filters.addEventListener("submit", (event) => event.preventDefault());

/**
 * The filters that are set, or the one record that the address names.
 *
 * @returns {Record<string, string>}
 */
function chosen() {
  const id = stateOf("id");
  if (id !== null) return { id };
  const fields = /** @type {[string, string][]} */ ([...new FormData(filters)]);
  return Object.fromEntries(fields.filter(([, value]) => value !== ""));
}

/** What is decided about the queue that there is now. */
function newHistory() {
  const reviewed = queue;
  return new History(
    () => by.value,
    ({ records }, reason) => {
      if (queue === reviewed) {
        queue.putBack(records.filter(({ id }) => !queue.records.some((each) => each.id === id)));
        done = Math.max(0, done - records.length);
        show();
      }
      complain(say("verdict.failed", { reason }));
    },
  );
}

/** Begins with the queue that the filters choose, once what was decided about the last one is kept. */
async function start() {
  const before = history;
  queue.close();
  queue = new Queue(chosen(), show);
  history = newHistory();
  passed = [];
  done = 0;
  try {
    await before.close();
    const { alphabets } = await fetchAlphabets();
    labels = new Map(alphabets.map(({ name, labels: those }) => [name, those]));
    await queue.load();
    entrance.open();
    letIn(true);
    show();
    stage.focus();
  } catch (error) {
    letIn(!(error instanceof ApiError && (error.status === 401 || error.status === 403)));
    show();
    complain(reasonOf(error));
    entrance.refuse(error);
  }
}

/** Shows the desk to whoever may review, and to others only why not. @param {boolean} may */
function letIn(may) {
  desk.hidden = !may;
  refused.hidden = may;
}

/** Says what went wrong. @param {string} reason */
function complain(reason) {
  refused.textContent = reason;
  words.textContent = reason;
  words.toggleAttribute("data-failed", true);
}

/**
 * Decides about the first record, or all that look like it, and shows the next at once.
 *
 * @param {Decision} decision
 * @param {number} [most]
 */
function decide(decision, most = 1) {
  const records = queue.take(most);
  if (records.length === 0) return;
  history.add({ records, decision });
  done += records.length;
  goOn();
}

/** @param {string} typed */
function relabel(typed) {
  const [record] = queue.records;
  const label = record && labelTyped(typed, labels.get(record.alphabet) ?? []);
  if (label) decide({ state: "accepted", label });
}

function pass() {
  passed.push(...queue.take(1));
  goOn();
}

function undo() {
  const records = history.undo();
  done -= records.length;
  queue.putBack(records);
  show();
}

async function erase() {
  if (queue.records.length === 0 || !confirm(say("review.delete.sure"))) return;
  const reviewed = queue;
  const records = reviewed.take(1);
  goOn();
  try {
    await sendDeletion(records.map(({ id }) => id));
    reviewed.forget(records);
  } catch (error) {
    reviewed.putBack(records);
    show();
    complain(reasonOf(error));
  }
}

/** Shows the next record; at the end those that were passed over come again. */
function goOn() {
  if (queue.records.length === 0 && queue.isWhole) queue.putBack(passed.splice(0));
  show();
  queue.load().catch((error) => complain(reasonOf(error)));
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.target !== stage || event.repeat || event.altKey || event.metaKey) return;
  const key = event.ctrlKey ? `Control+${event.key}` : event.key;
  if (key === "Enter" && event.shiftKey) buttons.alike.click();
  else if (key === "Enter") buttons.accept.click();
  else if (key === "Backspace" || key === "Delete") buttons.reject.click();
  else if (key === "ArrowRight") buttons.next.click();
  else if (key === "ArrowLeft" || key === "Control+z") buttons.undo.click();
  else if (key === "-") buttons.nothing.click();
  else if (/^[0-9A-Za-z]$/.test(key)) relabel(key);
  else return;
  event.preventDefault();
}

/** Shows the first record, and how far one has come. */
function show() {
  const record = queue.records[0];
  const left = leftOf();
  const total = done + left;
  progress.max = Math.max(1, total);
  progress.value = done;
  element("count", HTMLElement).textContent = say("review.count", { done, left });
  for (const [name, button] of Object.entries(buttons)) {
    button.disabled = name === "undo" ? !history.canUndo : !record;
  }
  buttons.alike.disabled = !record || record.alike < 2;
  buttons.alike.textContent = say("review.alike", { count: record?.alike ?? 1 });
  other.disabled = !record;
  stage.toggleAttribute("data-empty", !record);
  if (!record) picture.hidden = true;
  words.textContent = record ? "" : queue.isWhole ? say("review.empty") : "…";
  words.toggleAttribute("data-failed", false);
  showWords(record);
  if (record) void showDrawing(record);
}

/** How many are still to be reviewed: all there were when last counted, less those decided since. */
function leftOf() {
  if (queue.isWhole) return queue.records.length + passed.length;
  const { counts } = queue;
  if (counts !== counted.counts) counted = { counts, done };
  const state = /** @type {import("./desk.js").State | undefined} */ (chosen()["state"]);
  const all = state ? counts[state] : counts.pending + counts.accepted + counts.rejected;
  return Math.max(0, all - (done - counted.done));
}

/** @param {FeedbackRecord} record */
async function showDrawing(record) {
  if (shown !== record) picture.hidden = true;
  const address = await queue.drawing(record.id);
  if (queue.records[0] !== record) return;
  shown = record;
  picture.hidden = address === "";
  if (address && picture.src !== address) picture.src = address;
}

/** @param {FeedbackRecord | undefined} record */
function showWords(record) {
  const label = record ? titleOf(record.label) : "";
  const answer = record ? titleOf(record.answer ?? NOT_A_CHARACTER) : "";
  element("label", HTMLElement).textContent = record ? symbolOf(record.label) : "";
  element("name", HTMLElement).textContent = label;
  element("answer", HTMLElement).textContent = record
    ? say("review.answer", { answer, share: percent(record.confidence) })
    : "";
  picture.alt = record ? say("review.drawing", { label }) : "";
  stage.dataset["agrees"] = String(record !== undefined && record.label === (record.answer ?? NOT_A_CHARACTER));
  const items = (record?.candidates ?? []).slice(0, 5).map(({ label: each, confidence }) => {
    return make("li", {}, `${symbolOf(each)} ${percent(confidence)}`);
  });
  element("candidates", HTMLOListElement).replaceChildren(...items);
  element("facts", HTMLElement).textContent = record
    ? [record.alphabet, record.model, moment(record.created)].join(" · ")
    : "";
}

/** @param {string} label */
function titleOf(label) {
  return nameOf(label, [label.toLowerCase(), label.toUpperCase()]);
}

/** @param {string} label */
function symbolOf(label) {
  return label === NOT_A_CHARACTER ? "∅" : label;
}

void start();
