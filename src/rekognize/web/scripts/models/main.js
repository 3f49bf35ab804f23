import { Entrance } from "../administrator/entrance.js";
import { reasonOf } from "../administrator/token.js";
import { say } from "../language/messages.js";
import { linkTo } from "../shell/address.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";
import { historyList } from "./happened.js";
import { Question } from "./question.js";
import { fetchEvents, fetchServing, fetchVersions, promote, remove, rollBack, writeNote } from "./registry.js";
import { RetrainingPanel } from "./retraining.js";
import { reasonInWords, verdictTable } from "./verdict.js";
import { versionItem } from "./versions.js";

/** @import {Asked} from "./question.js" */
/** @import {Change, Version} from "./registry.js" */

openPage("models");

/** So often is looked whether the server has followed a promotion, every so many milliseconds. */
const LOOKS = 20;
const LOOK_EVERY = 500;

const words = element("words", HTMLElement);
const serving = element("serving", HTMLElement);
const now = element("now", HTMLElement);
const panels = element("panels", HTMLElement);
const question = new Question(() => words.focus());
const entrance = new Entrance(() => void open());
const retraining = new RetrainingPanel(() => void load());
const promoteButton = element("promote", HTMLButtonElement);
/** @type {Version | undefined} */
let candidate;

element("to-review", HTMLAnchorElement).href = linkTo("review");
promoteButton.addEventListener("click", () => candidate && askToPromote(candidate));
element("rollback", HTMLButtonElement).addEventListener("click", askToRollBack);
document.addEventListener("visibilitychange", () => {
  // Others may have done something meanwhile, on their pages or by command.
  if (!document.hidden && !panels.hidden) void open();
});

/** Shows everything at once, and follows a run that is under way. */
async function open() {
  if (!(await load())) return;
  void retraining.follow();
  await retraining.known;
  now.hidden = panels.hidden = false;
}

/** Writes down what there is; whether the server told it. */
async function load() {
  try {
    const [versions, events, model] = await Promise.all([fetchVersions(), fetchEvents(), fetchServing()]);
    entrance.open();
    if (words.hasAttribute("data-failed")) tell("");
    showServing(versions.find(isChampion)?.model ?? model, model);
    showCandidate(versions.find(({ aliases }) => aliases.includes("candidate")));
    showVersions(versions);
    element("history", HTMLElement).replaceChildren(
      ...(events.length > 0 ? historyList(events) : [say("models.history.none")]),
    );
    return true;
  } catch (error) {
    const reason = reasonOf(error);
    tell(reason, reason !== "");
    entrance.refuse(error);
    return false;
  }
}

/**
 * @param {string} message
 * @param {boolean} [failed]
 */
function tell(message, failed = false) {
  words.textContent = message;
  words.toggleAttribute("data-failed", failed);
}

/**
 * @param {string} champion
 * @param {string} model the one that answers here
 */
function showServing(champion, model) {
  serving.textContent = say(champion === model ? "models.serving" : "models.serving.other", { champion, model });
}

/** @param {Version | undefined} version */
function showCandidate(version) {
  candidate = version;
  const report = version?.verdict?.report;
  const passed = version?.verdict?.what === "passed";
  promoteButton.disabled = !passed;
  element("reason", HTMLElement).textContent = !version
    ? say("models.candidate.none")
    : report
      ? reasonInWords(report)
      : say("models.unjudged");
  element("candidate-name", HTMLElement).textContent = version?.model ?? "";
  element("verdict", HTMLElement).replaceChildren(...(report?.checks.length ? [verdictTable(report)] : []));
  element("judge", HTMLElement).hidden = !version || Boolean(report);
  element("judge-command", HTMLElement).textContent = `rekognize model compare ${version?.model ?? ""}`;
}

/** @param {readonly Version[]} versions */
function showVersions(versions) {
  const acts = { promote: askToPromote, remove: askToRemove, note: askToNote };
  element("versions", HTMLElement).replaceChildren(...versions.map((version) => versionItem(version, acts)));
  element("versions-none", HTMLElement).hidden = versions.length > 0;
  element("rollback", HTMLButtonElement).disabled = !versions.some(isChampion);
}

/** @param {Version} version */
function isChampion({ aliases }) {
  return aliases.includes("champion");
}

/** @param {Version} version */
function askToPromote({ model }) {
  askWhy("models.promote", model, async (why) => followChange(await promote(model, why)));
}

function askToRollBack() {
  askWhy("models.rollback", "", async (why) => followChange(await rollBack(why)));
}

/** @param {Version} version */
function askToRemove({ model }) {
  askWhy("models.remove", model, async (why) => {
    await remove(model, why);
    await showDone(say("models.removed", { model }));
  });
}

/** @param {Version} version */
function askToNote({ model, note }) {
  question.ask({
    title: say("models.note.title", { model }),
    words: say("models.note.words"),
    label: say("models.note"),
    yes: say("models.note.save"),
    answer: note,
    optional: true,
    act: async (answer) => {
      await writeNote(model, answer);
      await showDone(say("models.noted", { model }));
    },
  });
}

/**
 * @param {"models.promote" | "models.rollback" | "models.remove"} what
 * @param {string} model
 * @param {Asked["act"]} act
 */
function askWhy(what, model, act) {
  question.ask({
    title: say(`${what}.title`, { model }),
    words: say(`${what}.words`),
    label: say("models.why"),
    yes: say(what),
    act,
  });
}

/** Shows another champion, and goes on looking until this server answers with it. @param {Change} change */
async function followChange({ champion, before }) {
  await showDone(say("models.promoted", { model: champion, before }));
  void (async () => {
    for (let look = 0; look < LOOKS; look++) {
      const model = await fetchServing().catch(() => before);
      showServing(champion, model);
      if (model === champion) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  })();
}

/** @param {string} message */
async function showDone(message) {
  if (await load()) tell(message);
}

void open();
