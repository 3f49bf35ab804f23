import { readsHere } from "../answers/here.js";
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
  document.title = say("page.title", { room: say(roomTitle(room)) });
  fill(document.body);
  document.body.prepend(make("a", { class: "skip", href: "#main" }, say("page.skip")));
  element("home", HTMLAnchorElement).href = linkTo("./");
  element("masthead", HTMLElement).append(rooms(room), languageChoice());
  document.body.append(
    make("footer", { class: "footing" }, make("p", { id: "privacy" }, say(readsHere() ? "page.privacy.here" : "page.privacy"))),
  );
  delete document.documentElement.dataset["waiting"];
  keepPages();
}

/** @param {string} room */
function roomTitle(room) {
  const found = ROOMS.find(({ name }) => name === room);
  if (!found) throw new TypeError(`there is no room ${room}`);
  return found.title;
}

/** @param {string} here */
function rooms(here) {
  const links = ROOMS.map(({ name, path, title }) => {
    const link = make("a", { class: "rooms__link", href: linkTo(path) }, say(title));
    if (name === here) link.ariaCurrent = "page";
    // The state may have changed since: the link goes on with the one that now is.
    for (const event of ["pointerdown", "keydown", "focus"]) {
      link.addEventListener(event, () => {
        link.href = linkTo(path);
      });
    }
    return make("li", {}, link);
  });
  return make(
    "nav",
    { class: "rooms", "aria-label": say("page.rooms") },
    make("ul", { class: "rooms__list" }, ...links),
  );
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
