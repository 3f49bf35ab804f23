import { convolution, maxPool } from "./convolution.js";
import { reshaped, sizeOf, zerosLike } from "./tensor.js";

/** @import {GraphNode} from "./onnx.js" */
/** @import {Tensor} from "./tensor.js" */
/** @import {Window} from "./convolution.js" */

/** @typedef {(inputs: readonly (Tensor | undefined)[], node: GraphNode) => Tensor} Operator */

/**
 * What our networks are made of (ONNX operators, version 18), and no more.
 *
 * @type {ReadonlyMap<string, Operator>}
 */
export const OPERATORS = new Map(
  Object.entries({
    Add: combining((a, b) => a + b),
    Sub: combining((a, b) => a - b),
    Mul: combining((a, b) => a * b),
    Div: combining((a, b) => a / b),
    Relu: (inputs) => mapped(first(inputs), (x) => Math.max(x, 0)),
    Identity: first,
    Cast: cast,
    Conv: (inputs, node) => convolution(first(inputs), needed(inputs, 1), inputs[2], windowOf(node, needed(inputs, 1))),
    MaxPool: (inputs, node) => maxPool(first(inputs), windowOf(node)),
    Sigmoid: (inputs) => mapped(first(inputs), (x) => 1 / (1 + Math.exp(-x))),
    Concat: concatenate,
    MatMul: ([a, b]) => product(given(a), given(b)),
    Gemm: gemm,
    ReduceMean: reducing((sum, count) => sum / count, (sum, x) => sum + x, 0),
    ReduceMax: reducing((most) => most, Math.max, -Infinity),
    ReduceL2: reducing(Math.sqrt, (sum, x) => sum + x * x, 0),
    Shape: (inputs, node) => whole(first(inputs).dims.slice(number(node, "start", 0), node.attributes.has("end") ? number(node, "end", 0) : undefined)),
    Reshape: reshape,
    Flatten: flatten,
    Squeeze: squeeze,
    Unsqueeze: unsqueeze,
    Gather: gather,
    Range: range,
  }),
);

/**
 * @param {Tensor | undefined} tensor
 * @returns {Tensor}
 */
function given(tensor) {
  if (!tensor) throw new RangeError("an input is missing");
  return tensor;
}

/** @type {(inputs: readonly (Tensor | undefined)[], place: number) => Tensor} */
const needed = (inputs, place) => given(inputs[place]);

/** @type {(inputs: readonly (Tensor | undefined)[]) => Tensor} */
function first(inputs) {
  return needed(inputs, 0);
}

/**
 * @param {GraphNode} node
 * @param {string} name
 * @param {number} usual
 * @returns {number}
 */
function number({ attributes, operator }, name, usual) {
  const value = attributes.get(name) ?? usual;
  if (typeof value !== "number") throw new RangeError(`${name} of ${operator} is a number`);
  return value;
}

/**
 * @param {GraphNode} node
 * @param {string} name
 * @returns {number[] | undefined}
 */
function numbers({ attributes, operator }, name) {
  const value = attributes.get(name);
  if (value !== undefined && !Array.isArray(value)) throw new RangeError(`${name} of ${operator} is a list`);
  return value;
}

/**
 * @param {GraphNode} node
 * @param {Tensor} [weights] whose size is the window's where the node does not state it
 * @returns {Window}
 */
function windowOf(node, weights) {
  const [rows, columns] = numbers(node, "kernel_shape") ?? weights?.dims.slice(2) ?? [];
  const [down = 1, across = 1] = numbers(node, "strides") ?? [];
  const [top = 0, left = 0, bottom = 0, right = 0] = numbers(node, "pads") ?? [];
  const plain =
    number(node, "group", 1) === 1 &&
    number(node, "ceil_mode", 0) === 0 &&
    (numbers(node, "dilations") ?? []).every((step) => step === 1) &&
    ["NOTSET", "VALID", undefined].includes(/** @type {string | undefined} */ (node.attributes.get("auto_pad")));
  if (!plain || rows === undefined || columns === undefined) {
    throw new RangeError(`${node.operator} in groups, dilated or padded by itself is not run`);
  }
  return { kernel: [rows, columns], strides: [down, across], pads: [top, left, bottom, right] };
}

/**
 * @param {Tensor} tensor
 * @param {(x: number) => number} change
 * @returns {Tensor}
 */
function mapped(tensor, change) {
  const result = zerosLike(tensor, tensor.dims);
  for (let i = 0; i < result.data.length; i++) result.data[i] = change(/** @type {number} */ (tensor.data[i]));
  return result;
}

/**
 * @param {readonly number[]} values
 * @returns {Tensor} one axis of whole numbers
 */
function whole(values) {
  return { dims: [values.length], data: Float64Array.from(values) };
}

/** @type {Operator} */
function cast(inputs, node) {
  const tensor = first(inputs);
  const to = number(node, "to", 0);
  if (to === 1) return { dims: tensor.dims, data: Float32Array.from(tensor.data) };
  if (to === 6 || to === 7) return { dims: tensor.dims, data: Float64Array.from(tensor.data, Math.trunc) };
  throw new RangeError(`Cast to the type ${to} is not run`);
}

/**
 * Two tensors number by number, the smaller one repeated along the axes that it lacks.
 *
 * @param {(a: number, b: number) => number} combine
 * @returns {Operator}
 */
function combining(combine) {
  return (inputs) => {
    const [a, b] = [needed(inputs, 0), needed(inputs, 1)];
    const rank = Math.max(a.dims.length, b.dims.length);
    const [left, right] = [a, b].map(({ dims }) => [...Array(rank - dims.length).fill(1), ...dims]);
    const dims = /** @type {number[]} */ (left).map((side, axis) => (side === 1 ? (right?.[axis] ?? 1) : side));
    const result = zerosLike(a, dims);
    const places = [left, right].map((sides) => placesOf(/** @type {number[]} */ (sides), dims));
    for (let i = 0; i < result.data.length; i++) {
      result.data[i] = combine(
        /** @type {number} */ (a.data[places[0]?.[i] ?? i]),
        /** @type {number} */ (b.data[places[1]?.[i] ?? i]),
      );
    }
    return result;
  };
}

/**
 * Where the numbers of a tensor stand that is repeated to fill a larger shape.
 *
 * @param {readonly number[]} sides of the tensor
 * @param {readonly number[]} dims
 * @returns {Int32Array | null} null where nothing is repeated
 */
function placesOf(sides, dims) {
  if (sides.every((side, axis) => side === dims[axis])) return null;
  let places = [0];
  let step = sizeOf(sides);
  dims.forEach((count, axis) => {
    const side = /** @type {number} */ (sides[axis]);
    if (side !== 1 && side !== count) throw new RangeError(`[${sides}] cannot be repeated to [${dims}]`);
    step /= side;
    const move = side === 1 ? 0 : step;
    places = places.flatMap((place) => Array.from({ length: count }, (_, i) => place + i * move));
  });
  return Int32Array.from(places);
}

/**
 * @param {Tensor} a (N, K)
 * @param {Tensor} b (K, M)
 * @param {boolean} [turned] b is (M, K)
 * @returns {Tensor} (N, M)
 */
function product(a, b, turned = false) {
  const [rows, terms, ...more] = a.dims;
  const [columns, same] = turned ? b.dims : [b.dims[1], b.dims[0]];
  if (rows === undefined || terms === undefined || columns === undefined || more.length || terms !== same) {
    throw new RangeError(`[${a.dims}] cannot be multiplied by [${b.dims}]`);
  }
  const [step, skip] = turned ? [1, terms] : [columns, 1];
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < terms; k++) {
        sum += /** @type {number} */ (a.data[row * terms + k]) * /** @type {number} */ (b.data[column * skip + k * step]);
      }
      data[row * columns + column] = sum;
    }
  }
  return { dims: [rows, columns], data };
}

/** @type {Operator} */
function gemm(inputs, node) {
  if (number(node, "transA", 0) || number(node, "alpha", 1) !== 1 || number(node, "beta", 1) !== 1) {
    throw new RangeError("Gemm with alpha, beta or a turned first factor is not run");
  }
  const result = product(first(inputs), needed(inputs, 1), number(node, "transB", 0) === 1);
  return inputs[2] ? combining((a, b) => a + b)([result, inputs[2]], node) : result;
}

/**
 * @param {readonly number[]} axes
 * @param {number} rank
 */
function counted(axes, rank) {
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

/**
 * @param {(total: number, count: number) => number} finish
 * @param {(total: number, x: number) => number} add
 * @param {number} start
 * @returns {Operator}
 */
function reducing(finish, add, start) {
  return (inputs, node) => {
    const tensor = first(inputs);
    const rank = tensor.dims.length;
    const named = inputs[1] ? [...inputs[1].data] : (numbers(node, "axes") ?? []);
    const axes = named.length ? counted(named, rank) : tensor.dims.map((_, axis) => axis);
    const kept = tensor.dims.map((side, axis) => (axes.includes(axis) ? 1 : side));
    const totals = zerosLike(tensor, kept);
    totals.data.fill(start);
    const places = placesOf(kept, tensor.dims);
    tensor.data.forEach((x, i) => {
      const place = places?.[i] ?? i;
      totals.data[place] = add(/** @type {number} */ (totals.data[place]), x);
    });
    const result = mapped(totals, (total) => finish(total, tensor.data.length / totals.data.length));
    if (number(node, "keepdims", 1)) return result;
    return reshaped(result, kept.filter((_, axis) => !axes.includes(axis)));
  };
}

/** @type {Operator} */
function reshape(inputs, node) {
  const tensor = first(inputs);
  const literal = number(node, "allowzero", 0) === 1;
  const wanted = [...needed(inputs, 1).data].map((side, axis) => (side === 0 && !literal ? (tensor.dims[axis] ?? 0) : side));
  const open = wanted.indexOf(-1);
  if (open >= 0) wanted[open] = -tensor.data.length / sizeOf(wanted);
  return reshaped(tensor, wanted);
}

/** @type {Operator} */
function flatten(inputs, node) {
  const tensor = first(inputs);
  const [axis = 1] = counted([number(node, "axis", 1)], tensor.dims.length);
  return reshaped(tensor, [sizeOf(tensor.dims.slice(0, axis)), sizeOf(tensor.dims.slice(axis))]);
}

/** @type {Operator} */
function squeeze(inputs) {
  const tensor = first(inputs);
  const axes = inputs[1] && counted([...inputs[1].data], tensor.dims.length);
  return reshaped(tensor, tensor.dims.filter((side, axis) => (axes ? !axes.includes(axis) : side !== 1)));
}

/** @type {Operator} */
function unsqueeze(inputs) {
  const tensor = first(inputs);
  const added = needed(inputs, 1).data;
  const axes = counted([...added], tensor.dims.length + added.length);
  const dims = [...tensor.dims];
  for (const axis of axes.toSorted((a, b) => a - b)) dims.splice(axis, 0, 1);
  return reshaped(tensor, dims);
}

/** @type {Operator} */
function concatenate(inputs, node) {
  const parts = inputs.map(given);
  const { dims } = first(parts);
  const [axis = 0] = counted([number(node, "axis", 0)], dims.length);
  const lengths = parts.map((part) => sizeOf(part.dims.slice(axis)));
  const side = parts.reduce((sum, part) => sum + (part.dims[axis] ?? 0), 0);
  const result = zerosLike(first(parts), dims.with(axis, side));
  for (let at = 0, row = 0; at < result.data.length; row++) {
    parts.forEach(({ data }, i) => {
      const length = lengths[i] ?? 0;
      result.data.set(data.subarray(row * length, (row + 1) * length), at);
      at += length;
    });
  }
  return result;
}

/** @type {Operator} */
function gather(inputs, node) {
  const [tensor, places] = [first(inputs), needed(inputs, 1)];
  const [axis = 0] = counted([number(node, "axis", 0)], tensor.dims.length);
  const before = sizeOf(tensor.dims.slice(0, axis));
  const side = tensor.dims[axis] ?? 1;
  const after = sizeOf(tensor.dims.slice(axis + 1));
  const result = zerosLike(tensor, [...tensor.dims.slice(0, axis), ...places.dims, ...tensor.dims.slice(axis + 1)]);
  let at = 0;
  for (let i = 0; i < before; i++) {
    for (const place of counted([...places.data], side)) {
      const start = (i * side + place) * after;
      result.data.set(tensor.data.subarray(start, start + after), at);
      at += after;
    }
  }
  return result;
}

/** @type {Operator} */
function range(inputs) {
  const [start = 0, end = 0, step = 1] = inputs.map((input) => given(input).data[0]);
  return whole(Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => start + i * step));
}
