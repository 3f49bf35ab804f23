import { readsHere } from "../answers/here.js";
import { fetchEvaluations } from "../answers/server.js";
import { fill } from "../language/fill.js";
import { LANGUAGE, LANGUAGES, speak } from "../language/languages.js";
import { say } from "../language/messages.js";
import { linkTo } from "./address.js";
import { element } from "./element.js";
import { make } from "./make.js";
import { keepPages } from "./offline.js";
import { ROOMS } from "./rooms.js";

/**
 * Opens one of the pages: its header completed, a footer below it, its words filled in, and then shown.
 * A page's entry module does this first.
 *
 * @param {string} room which of the {@link ROOMS} this is
 */
export function openPage(room) {
  document.documentElement.lang = LANGUAGE.tag;
  document.documentElement.dir = LANGUAGE.direction;
  document.title = say("page.title", { room: say(roomOf(room).title) });
  fill(document.body);
  document.body.prepend(make("a", { class: "skip", href: "#main" }, say("page.skip")));
  element("home", HTMLAnchorElement).href = linkTo("./");
  element("masthead", HTMLElement).append(rooms(room), languageChoice());
  document.body.append(
    make("footer", { class: "footing" }, make("p", { id: "privacy" }, say(privacyOf(room)))),
  );
  delete document.documentElement.dataset["waiting"];
  keepPages();
}

/**
 * What becomes of drawings and pictures on a page.
 *
 * @param {string} room
 */
export function privacyOf(room) {
  return readsHere() && !roomOf(room).sends ? "page.privacy.here" : "page.privacy";
}

/** @param {string} name */
function roomOf(name) {
  const found = ROOMS.find((room) => room.name === name);
  if (!found) throw new TypeError(`there is no room ${name}`);
  return found;
}

/** @param {string} here */
function rooms(here) {
  const outer = roomOf(here).within ?? here;
  const listed = ROOMS.filter(({ name, unlisted }) => !unlisted || name === here);
  const links = listed.filter(({ within }) => !within).map((room) => linkOf(room, here, outer));
  const inner = listed.filter(({ within }) => within === outer).map((room) => linkOf(room, here, outer));
  return make(
    "nav",
    { class: "rooms", "aria-label": say("page.rooms") },
    make("ul", { class: "rooms__list" }, ...links),
    ...(inner.length > 0 ? [make("ul", { class: "rooms__list rooms__list--within" }, ...inner)] : []),
  );
}

/**
 * @param {(typeof ROOMS)[number]} room
 * @param {string} here name of the page one is on
 * @param {string} outer name of the room that it is in
 */
function linkOf({ name, path, title, needs }, here, outer) {
  const link = make("a", { class: "rooms__link" }, say(title));
  if (name === here) link.ariaCurrent = "page";
  else if (name === outer) link.ariaCurrent = "true";
  keepUp(link, () => path);
  const item = make("li", { hidden: needs !== undefined && name !== here }, link);
  if (item.hidden) void reveal(item);
  return item;
}

/**
 * Shows a link to the evaluations where there are some.
 *
 * @param {HTMLElement} item
 */
async function reveal(item) {
  try {
    item.hidden = (await fetchEvaluations()).length === 0;
  } catch {
    // Without a server there is nothing to lead to; the page itself says that it is away.
  }
}

/**
 * Lets a link go on with the state that there is when it is followed.
 *
 * @param {HTMLAnchorElement} link
 * @param {() => string} path where it leads, relative to this page
 */
export function keepUp(link, path) {
  link.href = linkTo(path());
  for (const event of ["pointerdown", "keydown", "focus"]) {
    link.addEventListener(event, () => {
      link.href = linkTo(path());
    });
  }
}

function languageChoice() {
  const select = make("select", {
    class: "choice choice--quiet",
    id: "language",
    "aria-label": say("page.language"),
  });
  for (const { tag, name } of LANGUAGES) {
    const option = new Option(name, tag, tag === LANGUAGE.tag, tag === LANGUAGE.tag);
    option.lang = tag;
    select.append(option);
  }
  select.addEventListener("change", () => speak(select.value));
  return select;
}
