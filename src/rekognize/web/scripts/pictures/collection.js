import { labelOf } from "../answers/recognition.js";
import { recognize } from "../answers/recognize.js";
import { cropped, cutOut, prepare, turned } from "./picture.js";

/** @import {Answered} from "../answers/answer.js" */
/** @import {Recognition} from "../answers/recognition.js" */
/** @import {Alphabet} from "../answers/server.js" */
/** @import {Part} from "./crop.js" */

/** So many pictures are read at a time: enough to keep the server busy, without a queue there. */
const AT_ONCE = 2;

/** A picture that was handed in, and what it was read as. */
export class Picture {
  /** As it is sent; null until it is prepared. @type {Blob | null} */
  blob;
  /** Whether it was turned or cropped since it was handed in. */
  isChanged;
  /** @type {Answered | null} */
  answered = null;
  /** Why there is no answer; null where there is one, or will be. @type {unknown} */
  failure = null;

  /**
   * @param {File} file as it was handed in
   * @param {string} [name]
   * @param {Blob | null} [part] of it, where it is not the whole
   */
  constructor(file, name = file.name, part = null) {
    this.file = file;
    this.name = name;
    this.blob = part;
    this.isChanged = part !== null;
  }

  /** Whether there is nothing more to wait for. */
  get isDone() {
    return this.answered !== null || this.failure !== null;
  }

  /** What was read, or what somebody said that it is; null where neither is known. */
  get label() {
    return labelOf(this.answered);
  }
}

/** The pictures handed in, read one after another. */
export class Collection {
  #alphabet;
  #onChange;
  #onSplit;
  /** @type {Set<Picture>} */
  #underWay = new Set();
  /** What is done to a picture: one step after the other. @type {WeakMap<Picture, Promise<void>>} */
  #steps = new WeakMap();
  /** Answers to questions of another round are void. */
  #round = new AbortController();
  /** @type {Picture[]} */
  pictures = [];

  /**
   * @param {() => Alphabet | null} alphabet
   * @param {(picture: Picture) => void} onChange a picture was prepared, read, or could not be
   * @param {(picture: Picture, parts: readonly Picture[]) => void} onSplit others have taken its place
   */
  constructor(alphabet, onChange, onSplit) {
    this.#alphabet = alphabet;
    this.#onChange = onChange;
    this.#onSplit = onSplit;
  }

  /**
   * @param {readonly File[]} files
   * @returns {Picture[]} the pictures that they have become
   */
  add(files) {
    const added = files.map((file) => new Picture(file));
    this.pictures = [...this.pictures, ...added];
    this.#goOn();
    return added;
  }

  /** @param {Picture} picture */
  remove(picture) {
    this.pictures = this.pictures.filter((other) => other !== picture);
  }

  /** Turns a picture by a quarter to the right and reads it again. @param {Picture} picture */
  async turn(picture) {
    await this.#change(picture, turned, true);
  }

  /**
   * Keeps a part of a picture only and reads that.
   *
   * @param {Picture} picture
   * @param {Part} part
   */
  async crop(picture, part) {
    await this.#change(picture, (blob) => cropped(blob, part), true);
  }

  /**
   * Puts a picture of each of its characters in the place of one of several. Each can be restored to the
   * whole.
   *
   * @param {Picture} picture
   * @param {Recognition["characters"]} boxes where they stand
   */
  async split(picture, boxes) {
    const { blob } = picture;
    await this.#steps.get(picture);
    // What is being turned or cropped is no longer what was answered.
    if (!blob || blob !== picture.blob) return;
    /** @type {Blob[]} */
    let blobs;
    try {
      blobs = await cutOut(blob, boxes);
    } catch (error) {
      picture.answered = null;
      picture.failure = error;
      this.#onChange(picture);
      return;
    }
    // So is what was turned, cropped or put away meanwhile.
    const at = this.pictures.indexOf(picture);
    if (at < 0 || blob !== picture.blob) return;
    const parts = blobs.map((part, i) => new Picture(picture.file, `${picture.name} ${i + 1}`, part));
    this.pictures = this.pictures.toSpliced(at, 1, ...parts);
    this.#onSplit(picture, parts);
    this.#goOn();
  }

  /** Goes back to a picture as it was handed in. @param {Picture} picture */
  async restore(picture) {
    await this.#change(picture, () => prepare(picture.file), false);
  }

  /**
   * @param {Picture} picture
   * @param {(blob: Blob) => Promise<Blob>} step
   * @param {boolean} isChanged whether the picture then is another than the one handed in
   */
  #change(picture, step, isChanged) {
    const before = this.#steps.get(picture) ?? Promise.resolve();
    const done = before.then(() => this.#take(picture, step, isChanged));
    this.#steps.set(picture, done);
    return done;
  }

  /**
   * @param {Picture} picture
   * @param {(blob: Blob) => Promise<Blob>} step
   * @param {boolean} isChanged
   */
  async #take(picture, step, isChanged) {
    if (!picture.blob) return;
    try {
      picture.blob = await step(picture.blob);
      picture.isChanged = isChanged;
      picture.failure = null;
    } catch (error) {
      picture.failure = error;
    }
    picture.answered = null;
    this.#onChange(picture);
    this.#goOn();
  }

  /** Reads everything again, in the alphabet that is now chosen; corrections stay. */
  readAgain() {
    this.#round.abort();
    this.#round = new AbortController();
    this.#underWay = new Set();
    for (const picture of this.pictures) {
      picture.failure = null;
      if (picture.answered?.label == null) picture.answered = null;
    }
    this.#goOn();
  }

  /** Takes up as many of the pictures that still wait as may be under way. */
  #goOn() {
    const { signal } = this.#round;
    const underWay = this.#underWay;
    const alphabet = this.#alphabet();
    const waiting = this.pictures.filter((picture) => !picture.isDone && !underWay.has(picture));
    if (!alphabet) return;
    for (const picture of waiting.slice(0, AT_ONCE - underWay.size)) {
      underWay.add(picture);
      void this.#read(picture, alphabet, signal).then(() => {
        underWay.delete(picture);
        if (signal.aborted) return;
        this.#onChange(picture);
        this.#goOn();
      });
    }
  }

  /**
   * @param {Picture} picture
   * @param {Alphabet} alphabet
   * @param {AbortSignal} signal
   */
  async #read(picture, alphabet, signal) {
    let { blob } = picture;
    try {
      blob = picture.blob ??= await prepare(picture.file);
      if (!signal.aborted) this.#onChange(picture);
      const question = { alphabet: alphabet.name, picture: blob };
      const recognition = await recognize(question, signal);
      // Turned or asked again meanwhile: this answer is to what no longer is, as a failure would be.
      if (signal.aborted || blob !== picture.blob) return;
      picture.answered = { question, recognition, alphabet, sized: false, label: null };
    } catch (error) {
      if (!signal.aborted && blob === picture.blob) picture.failure = error;
    }
  }
}
