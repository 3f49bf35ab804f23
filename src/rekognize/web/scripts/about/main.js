import { readsHere } from "../answers/here.js";
import { say } from "../language/messages.js";
import { remember } from "../shell/address.js";
import { ROOMS_ALONE } from "../shell/alone.js";
import { element } from "../shell/element.js";
import { openPage, privacyOf } from "../shell/page.js";

openPage("about");

const here = element("here", HTMLButtonElement);
here.addEventListener("click", () => {
  remember("here", readsHere() ? null : "1");
  show();
});

/** Says what becomes of drawings, as they are read now. */
function show() {
  here.ariaPressed = String(readsHere());
  element("privacy", HTMLElement).textContent = say(privacyOf("about"));
  element("about-privacy", HTMLElement).textContent = privacy();
}

function privacy() {
  if (ROOMS_ALONE) return say("about.privacy.here");
  if (!readsHere()) return say("about.privacy");
  const rooms = { inside: say("room.inside"), how: say("room.how") };
  return `${say("about.privacy.here")} ${say("about.privacy.asks", rooms)}`;
}

show();
