import { fetchDrawing, fetchQueue, fetchRecord } from "./desk.js";

/** @import {FeedbackRecord, State} from "./desk.js" */

/** So many drawings are loaded before they are looked at. */
const AHEAD = 20;

/** With fewer records than this left, the next page is asked for. */
const FEW = 40;

/** The records still to review, loaded ahead of whoever reviews them. */
export class Queue {
  #query;
  #onChange;
  /** Where the next page begins; null at the end. @type {string | null} */
  #following = "";
  /** @type {Promise<void> | null} */
  #underWay = null;
  /** @type {Map<string, Promise<string>>} */
  #drawings = new Map();
  /** Records that came already: one may come again, as others that it was alike to are decided. @type {Set<string>} */
  #known = new Set();
  /** @type {FeedbackRecord[]} */
  records = [];
  /** @type {Record<State, number>} */
  counts = { pending: 0, accepted: 0, rejected: 0 };

  /**
   * @param {Record<string, string>} filters or the `id` of one record
   * @param {() => void} onChange more records are there
   */
  constructor(filters, onChange) {
    this.#query = filters;
    this.#onChange = onChange;
  }

  /** Whether everything has been loaded. */
  get isWhole() {
    return this.#following === null;
  }

  /** Loads ahead what will be needed next. @throws {ApiError | ServerAway} */
  async load() {
    this.#fetchAhead();
    if (this.isWhole || this.records.length >= FEW) return;
    this.#underWay ??= this.#loadPage().finally(() => {
      this.#underWay = null;
    });
    if (this.records.length === 0) await this.#underWay;
    // While there are others to review, a page that fails is asked for again with the next of them.
    else this.#underWay.catch(() => {});
  }

  #fetchAhead() {
    for (const { id } of this.records.slice(0, AHEAD)) void this.drawing(id);
  }

  /**
   * The address of a record's drawing.
   *
   * @param {string} id
   * @returns {Promise<string>}
   */
  drawing(id) {
    let drawing = this.#drawings.get(id);
    if (!drawing) {
      drawing = fetchDrawing(id).catch(() => "");
      this.#drawings.set(id, drawing);
      // One that failed is asked for again when it is looked at.
      void drawing.then((address) => address || this.#drawings.delete(id));
    }
    return drawing;
  }

  /** Takes the first record, and those that look like it if so many are asked for. @param {number} most */
  take(most) {
    const first = this.records[0];
    let count = 0;
    while (count < most && first && isAlike(first, this.records[count])) count++;
    return this.records.splice(0, count);
  }

  /** Puts records back to the front. @param {readonly FeedbackRecord[]} records */
  putBack(records) {
    this.records.unshift(...records);
  }

  /** Lets go of all drawings: another queue takes this one's place. */
  close() {
    for (const id of this.#drawings.keys()) this.#forget(id);
  }

  /** Lets go of drawings that nobody will look at again. @param {readonly FeedbackRecord[]} records */
  forget(records) {
    for (const { id } of records) this.#forget(id);
  }

  /** @param {string} id */
  #forget(id) {
    void this.#drawings.get(id)?.then((address) => URL.revokeObjectURL(address));
    this.#drawings.delete(id);
  }

  async #loadPage() {
    const { id, ...filters } = this.#query;
    if (id) {
      this.records.push(await fetchRecord(id));
      this.#following = null;
      this.#fetchAhead();
      return;
    }
    const query = new URLSearchParams({ ...filters, limit: "100" });
    if (this.#following) query.set("cursor", this.#following);
    const { records, following, counts } = await fetchQueue(query);
    this.#following = following;
    this.counts = counts;
    this.records.push(...records.filter(({ id: each }) => !this.#known.has(each)));
    for (const { id: each } of records) this.#known.add(each);
    this.#fetchAhead();
    this.#onChange();
  }
}

/**
 * @param {FeedbackRecord} first
 * @param {FeedbackRecord | undefined} other
 */
function isAlike(first, other) {
  return other !== undefined && other.label === first.label && other.shape === first.shape;
}
