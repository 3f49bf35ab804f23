import { ApiError } from "../answers/server.js";
import { element } from "../shell/element.js";
import { enter } from "./token.js";

/** The form that asks for the administrator's token, shown while the server wants one. */
export class Entrance {
  #form = element("entrance", HTMLFormElement);
  #token = element("token", HTMLInputElement);

  /** @param {() => void} onToken another one was given */
  constructor(onToken) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      enter(this.#token.value);
      this.#token.value = "";
      onToken();
    });
  }

  open() {
    this.#form.hidden = true;
  }

  /** Asks for the token, if that was the reason. @param {unknown} error */
  refuse(error) {
    const refused = error instanceof ApiError && error.status === 401;
    this.#form.hidden = !refused;
    if (refused) this.#token.focus();
  }
}
