import { SIDE } from "./glyph.js";
import { readOnnx } from "./onnx.js";
import { OPERATORS } from "./operators.js";

/** @import {GraphNode} from "./onnx.js" */
/** @import {Tensor} from "./tensor.js" */

const INPUT = "glyphs";

/** The network of a bundle, run in this very thread, without a library. */
export class Network {
  #constants;
  /** @type {GraphNode[]} */
  #steps = [];

  /**
   * What depends on no glyph (weights from half precision) is worked out here, once.
   *
   * @param {Uint8Array} bytes of the `.onnx` file
   * @throws {RangeError} it is no network of ours
   */
  constructor(bytes) {
    const graph = readOnnx(bytes);
    this.#constants = graph.constants;
    if (`${graph.outputs}` !== "logits,character") {
      throw new RangeError(`a network has the outputs logits and character, received ${graph.outputs}`);
    }
    const varying = new Set([INPUT]);
    for (const node of graph.nodes) {
      if (node.inputs.some((name) => varying.has(name))) {
        node.outputs.forEach((name) => varying.add(name));
        this.#steps.push(node);
      } else run(node, this.#constants);
    }
  }

  /**
   * @param {Float32Array} pixels of one glyph, 28 x 28, ink 1
   * @returns {{logits: Float32Array, character: number}} 62 logits of the base classes, and the
   *   logit of its being a character at all
   */
  run(pixels) {
    /** @type {Map<string, Tensor>} */
    const values = new Map(this.#constants);
    values.set(INPUT, { dims: [1, 1, SIDE, SIDE], data: pixels });
    for (const node of this.#steps) run(node, values);
    const character = values.get("character")?.data[0];
    const logits = values.get("logits")?.data;
    if (!logits || character === undefined) throw new RangeError("the network gave no answer");
    return { logits: Float32Array.from(logits), character };
  }
}

/**
 * @param {GraphNode} node
 * @param {Map<string, Tensor>} values
 */
function run(node, values) {
  const [output, ...others] = node.outputs;
  const operator = OPERATORS.get(node.operator);
  if (!operator || output === undefined || others.length) {
    throw new RangeError(`the operator ${node.operator} with ${node.outputs.length} outputs is not run`);
  }
  values.set(output, operator(node.inputs.map((name) => values.get(name)), node));
}
