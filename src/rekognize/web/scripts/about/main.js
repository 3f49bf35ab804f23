import { readsHere } from "../answers/here.js";
import { say } from "../language/messages.js";
import { remember } from "../shell/address.js";
import { ROOMS_ALONE } from "../shell/alone.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";

openPage("about");

if (ROOMS_ALONE) element("about-privacy", HTMLElement).textContent = say("about.privacy.here");

const here = element("here", HTMLButtonElement);
here.ariaPressed = String(readsHere());
here.addEventListener("click", () => {
  remember("here", readsHere() ? null : "1");
  here.ariaPressed = String(readsHere());
  element("privacy", HTMLElement).textContent = say(readsHere() ? "page.privacy.here" : "page.privacy");
});
