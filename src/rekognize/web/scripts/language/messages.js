import { LANGUAGE } from "./languages.js";

/** @typedef {keyof (typeof import("../../messages/en.json"))} MessageKey */

/**
 * A message, or one for each plural form that the language has (`Intl.PluralRules`), chosen by the
 * value `count`. `{name}` stands where a value goes.
 *
 * @typedef {string | Record<string, string>} Message
 */

/** Modules wait here until the messages are there, so that every one of them can just speak. */
const messages = await load(LANGUAGE.tag);

const plurals = new Intl.PluralRules(LANGUAGE.tag);
const numbers = new Intl.NumberFormat(LANGUAGE.tag);

/**
 * A message in the language spoken.
 *
 * @param {MessageKey} key
 * @param {Record<string, string | number>} [values] numbers are written as the language does
 * @returns {string}
 */
export function say(key, values = {}) {
  const message = messages[key] ?? key;
  const text = typeof message === "string" ? message : formOf(message, Number(values["count"]));
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return typeof value === "number" ? numbers.format(value) : (value ?? whole);
  });
}

/**
 * Whether a key that was put together, such as `alphabet.digits`, has a message.
 *
 * @param {string} key
 * @returns {key is MessageKey}
 */
export function hasMessage(key) {
  return key in messages;
}

/**
 * @param {Record<string, string>} forms
 * @param {number} count
 */
function formOf(forms, count) {
  return forms[plurals.select(count)] ?? forms["other"] ?? "";
}

/**
 * @param {string} tag
 * @returns {Promise<Record<string, Message>>}
 */
async function load(tag) {
  const response = await fetch(new URL(`../../messages/${tag}.json`, import.meta.url));
  return response.json();
}
