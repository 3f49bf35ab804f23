import { readsHere } from "../answers/here.js";
import { say } from "../language/messages.js";
import { remember } from "../shell/address.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";

openPage("about");

const here = element("here", HTMLButtonElement);
here.ariaPressed = String(readsHere());
here.addEventListener("click", () => {
  remember("here", readsHere() ? null : "1");
  here.ariaPressed = String(readsHere());
  element("privacy", HTMLElement).textContent = say(readsHere() ? "page.privacy.here" : "page.privacy");
});
