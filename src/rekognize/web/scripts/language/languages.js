import { stateOf } from "../shell/address.js";
import { store, stored } from "../shell/stored.js";

/**
 * The languages there are: each has a file in `messages/`.
 *
 * @typedef {{tag: string, name: string, direction: "ltr" | "rtl"}} Language
 */

/** @type {readonly Language[]} */
export const LANGUAGES = [
  { tag: "en", name: "English", direction: "ltr" },
  { tag: "de", name: "Deutsch", direction: "ltr" },
  { tag: "es", name: "Español", direction: "ltr" },
  { tag: "fr", name: "Français", direction: "ltr" },
];

/** Key of the browser's storage that remembers what was chosen. */
const CHOICE = "language";

/** The language spoken: the address's, else the one chosen before, else the browser's. */
export const LANGUAGE = spoken([stateOf("lang"), stored(CHOICE), ...navigator.languages]);

/**
 * Speaks another language from now on. The page is loaded again, and the drawing kept.
 *
 * @param {string} tag
 */
export function speak(tag) {
  store(CHOICE, tag);
  const address = new URL(location.href);
  address.searchParams.set("lang", tag);
  location.replace(address);
}

/**
 * @param {readonly (string | null)[]} wishes language tags, the dearest first
 * @returns {Language}
 */
function spoken(wishes) {
  for (const wish of wishes) {
    const base = wish?.split("-")[0]?.toLowerCase();
    const language = LANGUAGES.find(({ tag }) => tag === base);
    if (language) return language;
  }
  return /** @type {Language} */ (LANGUAGES[0]);
}
