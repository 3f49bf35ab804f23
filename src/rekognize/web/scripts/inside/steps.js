import { say } from "../language/messages.js";
import { make } from "../shell/make.js";

/** @import {Explanation} from "./explanation.js" */

/**
 * The pictures on the way from the drawing to its glyph.
 *
 * @param {HTMLElement} list
 * @param {Explanation["steps"]} steps
 */
export function showSteps(list, steps) {
  list.replaceChildren(
    ...steps.map(({ name, png }) => {
      const words = say(/** @type {any} */ (`inside.step.${name}`));
      const picture = make("img", { src: `data:image/png;base64,${png}`, alt: "", class: "step__picture" });
      return make("li", { class: "step" }, picture, make("span", {}, words));
    }),
  );
}
