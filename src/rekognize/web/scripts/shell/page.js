import { readsHere } from "../answers/here.js";
import { fill } from "../language/fill.js";
import { LANGUAGE, LANGUAGES, speak } from "../language/languages.js";
import { say } from "../language/messages.js";
import { linkTo } from "./address.js";
import { make } from "./make.js";
import { ROOMS } from "./rooms.js";

/**
 * Opens one of the pages: header and footer around it, its words filled in, and then shown. A page's
 * entry module does this first.
 *
 * @param {string} room which of the {@link ROOMS} this is
 */
export function openPage(room) {
  document.documentElement.lang = LANGUAGE.tag;
  document.documentElement.dir = LANGUAGE.direction;
  document.title = say("page.title", { room: say(roomTitle(room)) });
  fill(document.body);
  document.body.prepend(
    make("a", { class: "skip", href: "#main" }, say("page.skip")),
    masthead(room),
  );
  document.body.append(
    make("footer", { class: "footing" }, make("p", { id: "privacy" }, say(readsHere() ? "page.privacy.here" : "page.privacy"))),
  );
  delete document.documentElement.dataset["waiting"];
}

/** @param {string} room */
function roomTitle(room) {
  const found = ROOMS.find(({ name }) => name === room);
  if (!found) throw new TypeError(`there is no room ${room}`);
  return found.title;
}

/** @param {string} here */
function masthead(here) {
  const listed = ROOMS.filter(({ name, unlisted }) => !unlisted || name === here);
  const links = listed.map(({ name, path, title }) => {
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
    "header",
    { class: "masthead" },
    make("a", { class: "masthead__name", href: linkTo("./") }, mark(), make("span", {}, "Rekognize")),
    make(
      "nav",
      { class: "rooms", "aria-label": say("page.rooms") },
      make("ul", { class: "rooms__list" }, ...links),
    ),
    languageChoice(),
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

/** The R on its line. */
function mark() {
  return make("img", { class: "masthead__mark", src: "static/icons/favicon.svg", alt: "" });
}
