import { say } from "../language/messages.js";
import { readsHere } from "../answers/here.js";
import { remember } from "../shell/address.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";

openPage("about");

const here = element("here", HTMLInputElement);
here.checked = readsHere();
here.addEventListener("change", () => {
  remember("here", here.checked ? "1" : null);
  element("privacy", HTMLElement).textContent = say(here.checked ? "page.privacy.here" : "page.privacy");
});
