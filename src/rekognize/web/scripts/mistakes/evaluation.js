/** @typedef {{id: string, model: string, title: string, alphabet: string, count: number, accuracy: number}} Summary */

/** @typedef {{true: string, answered: string, confidence: number, glyph: string}} Mistake */

/** @typedef {{precision: number, recall: number, f1: number}} Averages */

/**
 * One model judged by one data set, as `rekognize evaluate --json` writes it.
 *
 * @typedef {object} Evaluation
 * @property {string} model
 * @property {string} title
 * @property {string} alphabet
 * @property {number} count
 * @property {number} accuracy
 * @property {[number, number]} interval_95
 * @property {Averages} macro
 * @property {(Averages & {label: string, support: number})[]} classes
 * @property {string[]} labels
 * @property {number[][]} confusion rows the true label; the last column had no ink
 * @property {{ece: number, bins: {count: number, confidence: number | null, accuracy: number | null}[]}} calibration
 * @property {{coverage: number[], risk: (number | null)[]}} risk_coverage
 * @property {Mistake[]} [mistakes] files of before have none
 */

/** Nothing but this file's types is imported. */
export {};
