import { readsHere } from "../answers/here.js";
import { say } from "../language/messages.js";
import { make } from "../shell/make.js";

/**
 * What a page that only a server can fill asks of those who read in their browser, before it sends
 * anything that they draw. It holds for as long as the page is open.
 */
export class Consent {
  /** Whether drawings may be sent. */
  isGiven = !readsHere();

  /**
   * @param {HTMLElement} instead stands in the place of the question once it is answered
   * @param {() => void} onGiven
   */
  constructor(instead, onGiven) {
    if (this.isGiven) return;
    const agree = make("button", { class: "button button--main", type: "button" }, say("inside.consent.agree"));
    const question = make(
      "div",
      { class: "inside__consent" },
      make("p", {}, say("inside.consent")),
      agree,
    );
    instead.hidden = true;
    instead.before(question);
    agree.addEventListener("click", () => {
      this.isGiven = true;
      question.remove();
      instead.hidden = false;
      onGiven();
    });
  }
}
