import { failureInWords } from "../answers/failure.js";
import { save } from "../shell/save.js";

/** @import {Picture} from "../pictures/collection.js" */

/**
 * Columns of the table as `rekognize recognize --format csv` has them, and two that only a page can
 * know: what somebody corrected, and why a file could not be read.
 */
const COLUMNS = /** @type {const} */ ([
  "file",
  "label",
  "confidence",
  "has_ink",
  "is_character",
  "several",
  "character_score",
  "outside",
  "outside_label",
  "candidates",
  "model",
  "corrected",
  "error",
]);

/**
 * Hands the answers over as a file.
 *
 * @param {readonly Picture[]} pictures
 * @param {"csv" | "json"} form
 */
export function download(pictures, form) {
  const text = form === "csv" ? csv(pictures) : json(pictures);
  const type = form === "csv" ? "text/csv" : "application/json";
  save(new Blob([text], { type }), `rekognize.${form}`);
}

/**
 * RFC 4180, as spreadsheets read it.
 *
 * @param {readonly Picture[]} pictures
 */
function csv(pictures) {
  const rows = pictures.map((picture) => {
    const values = valuesOf(picture);
    return COLUMNS.map((column) => cell(values[column]));
  });
  return [COLUMNS, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** @param {readonly Picture[]} pictures */
function json(pictures) {
  const answers = pictures.map((picture) => ({
    file: picture.name,
    ...(picture.answered && {
      ...picture.answered.recognition,
      glyph: undefined,
      corrected: picture.answered.label,
    }),
    ...errorOf(picture),
  }));
  return `${JSON.stringify(answers, null, 2)}\n`;
}

/**
 * @param {Picture} picture
 * @returns {Partial<Record<typeof COLUMNS[number], string | number | boolean | null>>}
 */
function valuesOf(picture) {
  const { answered, name: file } = picture;
  if (!answered) return { file, ...errorOf(picture) };
  const { candidates, model, ...rest } = answered.recognition;
  const { label, has_ink, is_character, several, character_score, outside, outside_label } = rest;
  const [best] = candidates;
  return {
    file,
    // Where no single character was read there is no answer to be sure of; the candidates still tell.
    label,
    confidence: label !== null && best ? Number(best.confidence.toFixed(6)) : null,
    has_ink,
    is_character,
    several,
    character_score: Number(character_score.toFixed(6)),
    outside,
    outside_label,
    candidates: candidates.map((c) => `${c.label}=${c.confidence.toFixed(4)}`).join(" "),
    model,
    corrected: answered.label,
  };
}

/** @param {Picture} picture */
function errorOf({ failure }) {
  return failure ? { error: failureInWords(failure)[1] } : {};
}

/** @param {string | number | boolean | null | undefined} value */
function cell(value) {
  const text = String(value ?? "");
  // A name that a spreadsheet would take for a formula is shown as the text that it is, as
  // `rekognize.feedback.spreadsheet` does it.
  const safe = typeof value === "string" && /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
