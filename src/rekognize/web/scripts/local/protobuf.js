/**
 * One field of a message: its number, and its value: a whole number (a bigint, as 64 bits with a
 * sign), or the bytes of whatever else it is.
 *
 * @typedef {{number: number, value: bigint | Uint8Array}} Field
 */

const VARINT = 0;
const EIGHT_BYTES = 1;
const DELIMITED = 2;
const FOUR_BYTES = 5;

/**
 * The fields of a message in the wire format of Protocol Buffers, in order.
 *
 * @param {Uint8Array} bytes
 * @returns {Generator<Field>}
 * @throws {RangeError} cut off or damaged
 */
export function* fieldsOf(bytes) {
  const reader = new Reader(bytes);
  while (!reader.atEnd) {
    const tag = Number(reader.varint());
    const number = tag >>> 3;
    switch (tag & 7) {
      case VARINT:
        yield { number, value: reader.varint() };
        break;
      case EIGHT_BYTES:
        yield { number, value: reader.take(8) };
        break;
      case DELIMITED:
        yield { number, value: reader.take(Number(reader.varint())) };
        break;
      case FOUR_BYTES:
        yield { number, value: reader.take(4) };
        break;
      default:
        throw new RangeError(`a message has no wire type ${tag & 7}`);
    }
  }
}

/**
 * The whole numbers of a repeated field's part: one of them, or many packed.
 *
 * @param {bigint | Uint8Array} value
 * @returns {number[]}
 */
export function integersOf(value) {
  if (typeof value === "bigint") return [Number(value)];
  const reader = new Reader(value);
  const numbers = [];
  while (!reader.atEnd) numbers.push(Number(reader.varint()));
  return numbers;
}

/**
 * @param {bigint | Uint8Array} value
 * @returns {Uint8Array}
 */
export function bytesOf(value) {
  if (typeof value === "bigint") throw new RangeError(`bytes are needed, received ${value}`);
  return value;
}

/** @param {bigint | Uint8Array} value */
export function textOf(value) {
  return new TextDecoder().decode(bytesOf(value));
}

/** @param {Uint8Array} bytes */
export function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

class Reader {
  #bytes;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get atEnd() {
    return this.#at >= this.#bytes.length;
  }

  /** @returns {bigint} 64 bits with a sign */
  varint() {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
    throw new RangeError("a whole number is cut off");
  }

  /** @param {number} count */
  take(count) {
    const end = this.#at + count;
    if (!(count >= 0 && end <= this.#bytes.length)) {
      throw new RangeError(`${count} bytes are announced, ${this.#bytes.length - this.#at} follow`);
    }
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
