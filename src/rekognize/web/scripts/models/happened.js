import { moment } from "../language/formats.js";
import { hasMessage, say } from "../language/messages.js";
import { make } from "../shell/make.js";
import { verdictTable } from "./verdict.js";

/** @import {ModelEvent} from "./registry.js" */

/** So many events are shown before one asks for the earlier ones. */
const FIRST = 10;

/**
 * What happened, the newest first.
 *
 * @param {readonly ModelEvent[]} events the oldest first
 */
export function historyList(events) {
  const newest = events.toReversed();
  const list = make("ol", { class: "happened" }, ...newest.slice(0, FIRST).map(eventItem));
  const earlier = newest.slice(FIRST);
  if (earlier.length === 0) return [list];
  const more = make("button", { class: "button", type: "button" }, say("models.history.more", { count: earlier.length }));
  more.addEventListener("click", () => {
    const items = earlier.map(eventItem);
    list.append(...items);
    more.remove();
    items[0]?.focus();
  });
  return [list, more];
}

/** @param {ModelEvent} event */
function eventItem(event) {
  const { at, who, model, replaced, why, report } = event;
  const key = `models.event.${event.what.replace(" ", "-")}`;
  const what = hasMessage(key) ? say(key, { model, replaced: replaced ?? "–" }) : `${model}: ${event.what}`;
  const judged = event.what === "passed" || event.what === "refused";
  return make(
    "li",
    { class: "happened__event", tabindex: "-1" },
    make("p", { class: "small" }, make("time", { datetime: at }, moment(at)), " · ", who),
    make("p", {}, what),
    ...(why ? [make("p", { class: "happened__why" }, why)] : []),
    ...(judged && report?.checks.length
      ? [make("details", {}, make("summary", {}, say("models.figures.gate")), verdictTable(report))]
      : []),
  );
}
