import { reasonOf } from "../administrator/token.js";
import { say } from "../language/messages.js";
import { remember, stateOf } from "../shell/address.js";
import { element } from "../shell/element.js";
import { openPage } from "../shell/page.js";
import { Changing } from "./changing.js";
import { curves } from "./curves.js";
import { Lesson } from "./lesson.js";
import { fetchTrained } from "./trained.js";

/** @import {Trained} from "./trained.js" */

openPage("training");

const changing = new Changing();
new Lesson();
const model = element("model", HTMLSelectElement);
/** @type {readonly Trained[]} */
let known = [];
model.addEventListener("change", () => {
  remember("model", model.value);
  show();
});

/** Shows the model that is chosen. */
function show() {
  const trained = known.find((each) => each.model === model.value);
  if (!trained) return;
  const { parent, teachers, parameters, images, curves: epochs } = trained;
  const count = Object.values(images).reduce((sum, each) => sum + each, 0);
  element("made", HTMLElement).textContent = [
    say("training.made", { parameters, count }),
    parent === null ? say("training.fresh") : say("training.parent", { parent }),
    ...(parent !== null && epochs.length > 0 ? [say("training.after")] : []),
    ...(teachers.length > 0 ? [say("training.teachers", { teachers: teachers.join(", ") })] : []),
  ].join(" ");
  element("none", HTMLElement).hidden = epochs.length > 0;
  element("curves", HTMLElement).replaceChildren(curves(trained));
  changing.recipe(trained.recipe.augmentation ?? {});
  element("recipe", HTMLElement).textContent = say("training.drawn.words", { model: model.value });
}

async function start() {
  const wanted = stateOf("model");
  try {
    known = await fetchTrained(wanted);
    model.replaceChildren(...known.map((each) => new Option(each.model)));
    if (known.some((each) => each.model === wanted)) model.value = wanted ?? "";
    element("found", HTMLElement).hidden = false;
    show();
  } catch (error) {
    element("status", HTMLElement).textContent = reasonOf(error);
  }
}

void start();
