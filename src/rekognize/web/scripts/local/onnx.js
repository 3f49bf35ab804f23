import { bytesOf, fieldsOf, integersOf, textOf, viewOf } from "./protobuf.js";
import { floatsOfHalves, sizeOf } from "./tensor.js";

/** @import {Tensor} from "./tensor.js" */

/** @typedef {number | readonly number[] | string | Tensor} Attribute */

/**
 * One step of a network.
 *
 * @typedef {object} GraphNode
 * @property {string} operator
 * @property {string[]} inputs names of tensors; an empty one is left out
 * @property {string[]} outputs
 * @property {Map<string, Attribute>} attributes
 */

/**
 * A network as its `.onnx` file says it.
 *
 * @typedef {object} Graph
 * @property {GraphNode[]} nodes each after those whose outputs it needs
 * @property {Map<string, Tensor>} constants
 * @property {string[]} outputs
 */

/**
 * Reads the parts of an ONNX file that a network of ours is made of (onnx.proto, IR version 10).
 *
 * @param {Uint8Array} bytes
 * @returns {Graph}
 * @throws {RangeError} no ONNX file, or one with parts that are not read
 */
export function readOnnx(bytes) {
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 7) return readGraph(bytesOf(value));
  }
  throw new RangeError("an ONNX file holds a graph; this one does not");
}

/**
 * @param {Uint8Array} bytes
 * @returns {Graph}
 */
function readGraph(bytes) {
  /** @type {Graph} */
  const graph = { nodes: [], constants: new Map(), outputs: [] };
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) graph.nodes.push(readNode(bytesOf(value)));
    else if (number === 5) {
      const { name, tensor } = readTensor(bytesOf(value));
      graph.constants.set(name, tensor);
    } else if (number === 12) graph.outputs.push(nameOf(bytesOf(value)));
  }
  return graph;
}

/**
 * @param {Uint8Array} bytes of a ValueInfoProto
 * @returns {string}
 */
function nameOf(bytes) {
  for (const { number, value } of fieldsOf(bytes)) if (number === 1) return textOf(value);
  return "";
}

/**
 * @param {Uint8Array} bytes
 * @returns {GraphNode}
 */
function readNode(bytes) {
  /** @type {GraphNode} */
  const node = { operator: "", inputs: [], outputs: [], attributes: new Map() };
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) node.inputs.push(textOf(value));
    else if (number === 2) node.outputs.push(textOf(value));
    else if (number === 4) node.operator = textOf(value);
    else if (number === 5) node.attributes.set(...readAttribute(bytesOf(value)));
  }
  return node;
}

/**
 * @param {Uint8Array} bytes
 * @returns {[string, Attribute]}
 */
function readAttribute(bytes) {
  let name = "";
  /** @type {number[]} */
  const list = [];
  /** @type {Attribute} */
  let content = list;
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) name = textOf(value);
    else if (number === 2) content = viewOf(bytesOf(value)).getFloat32(0, true);
    else if (number === 3) content = Number(value);
    else if (number === 4) content = textOf(value);
    else if (number === 5) content = readTensor(bytesOf(value)).tensor;
    else if (number === 8) list.push(...integersOf(value));
    else if (number !== 20) throw new RangeError(`attributes of kind ${number} are not read`);
  }
  return [name, content];
}

/**
 * @param {Uint8Array} bytes
 * @returns {{name: string, tensor: Tensor}}
 */
function readTensor(bytes) {
  let name = "";
  let type = 0;
  /** @type {number[]} */
  const dims = [];
  /** @type {Uint8Array} */
  let raw = new Uint8Array();
  for (const { number, value } of fieldsOf(bytes)) {
    if (number === 1) dims.push(...integersOf(value));
    else if (number === 2) type = Number(value);
    else if (number === 8) name = textOf(value);
    else if (number === 9) raw = bytesOf(value);
    else if (number !== 12) throw new RangeError(`tensors with field ${number} are not read`);
  }
  const data = numbersOf(type, viewOf(raw));
  if (data.length !== sizeOf(dims)) {
    throw new RangeError(`the tensor ${name} needs [${dims}] numbers, has ${data.length}`);
  }
  return { name, tensor: { dims, data } };
}

/**
 * @param {number} type a TensorProto.DataType
 * @param {DataView} view
 * @returns {Float32Array | Float64Array}
 */
function numbersOf(type, view) {
  const each = (/** @type {number} */ bytes, /** @type {(at: number) => number} */ read) =>
    Array.from({ length: view.byteLength / bytes }, (_, i) => read(bytes * i));
  switch (type) {
    case 1:
      return Float32Array.from(each(4, (at) => view.getFloat32(at, true)));
    case 3:
      return Float64Array.from(each(1, (at) => view.getInt8(at)));
    case 6:
      return Float64Array.from(each(4, (at) => view.getInt32(at, true)));
    case 7:
      return Float64Array.from(each(8, (at) => Number(view.getBigInt64(at, true))));
    case 10:
      return floatsOfHalves(view);
    default:
      throw new RangeError(`tensors of the type ${type} are not read`);
  }
}
