import { showProbabilities } from "../inside/decision.js";
import { BASE, numbersOf } from "../inside/explanation.js";
import { decimal, percent } from "../language/formats.js";
import { say } from "../language/messages.js";
import { element } from "../shell/element.js";
import { make } from "../shell/make.js";

/** @import {Explanation, Kernels} from "../inside/explanation.js" */

/** The ideas at the network's end, which one can turn at: temperature and dropout. */
export class Output {
  #temperature = element("heat", HTMLInputElement);
  #share = element("drop", HTMLInputElement);
  #weights;
  /** @type {Explanation | null} */
  #explanation = null;
  /** Chances of the features, each in [0, 1): those below the share are dropped. @type {number[]} */
  #chances = [];

  /** @param {Kernels | null} kernels of the last layer, where it is dense */
  constructor(kernels) {
    this.#weights = kernels && { numbers: numbersOf(kernels), bias: kernels.bias };
    this.#temperature.addEventListener("input", () => this.#showTemperature());
    this.#share.addEventListener("input", () => this.#showDropout());
    element("drop-others", HTMLButtonElement).addEventListener("click", () => {
      this.#chances = [];
      this.#showDropout();
    });
  }

  /** @param {Explanation} explanation */
  show(explanation) {
    if (!this.#explanation) this.#temperature.value = String(Math.log2(explanation.temperature));
    this.#explanation = explanation;
    this.#showTemperature();
    this.#showDropout();
  }

  #showTemperature() {
    const { logits } = this.#explanation ?? {};
    if (!logits) return;
    const temperature = 2 ** this.#temperature.valueAsNumber;
    const probabilities = softmax(logits.map((logit) => logit / temperature));
    showProbabilities(element("heat-odds", HTMLElement), probabilities);
    const words = say("how.temperature.see", { temperature: decimal(temperature, 2), ...likeliest(probabilities) });
    element("heat-words", HTMLElement).textContent = words;
    this.#temperature.setAttribute("aria-valuetext", words);
  }

  #showDropout() {
    const { decision, temperature = 1 } = this.#explanation ?? {};
    element("drop-live", HTMLElement).hidden = !decision || !this.#weights;
    if (!decision || !this.#weights) return;
    const { features } = decision;
    if (this.#chances.length !== features.length) this.#chances = features.map(Math.random);
    const share = this.#share.valueAsNumber / 100;
    const left = this.#chances.map((chance) => chance >= share);
    // What is left is scaled up, so that sums stay as large as they were (Srivastava et al., 2014).
    const kept = features.map((feature, i) => (left[i] ? feature / (1 - share) : 0));
    const { numbers, bias } = this.#weights;
    const logits = bias.map((own, i) =>
      kept.reduce((sum, feature, k) => sum + feature * (numbers[i * kept.length + k] ?? 0), own),
    );
    const probabilities = softmax(logits.map((logit) => logit / temperature));
    const most = Math.max(...features.map(Math.abs));
    element("drop-features", HTMLElement).replaceChildren(
      ...features.map((feature, i) => {
        const bar = make("span", { class: left[i] ? "feature" : "feature feature--dropped" });
        bar.style.setProperty("--share", String(most > 0 ? Math.abs(feature) / most : 0));
        return bar;
      }),
    );
    const words = say("how.dropout.see", {
      count: left.filter((stays) => !stays).length,
      all: features.length,
      ...likeliest(probabilities),
    });
    element("drop-words", HTMLElement).textContent = words;
    this.#share.setAttribute("aria-valuetext", `${this.#share.value} %`);
  }
}

/** @param {readonly number[]} logits */
function softmax(logits) {
  const most = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - most));
  const sum = exponentials.reduce((total, each) => total + each, 0);
  return exponentials.map((each) => each / sum);
}

/** @param {readonly number[]} probabilities */
function likeliest(probabilities) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return { label: BASE[best] ?? "", share: percent(probabilities[best] ?? 0) };
}
