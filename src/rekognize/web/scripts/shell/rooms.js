/** @import {MessageKey} from "../language/messages.js" */

/**
 * The pages, as the header lists them: a name, the address relative to the first page, and what the
 * link says. Those within another are listed while one is in that one or in another of its own; one
 * that needs evaluations only where the server has some.
 *
 * @type {readonly {name: string, path: string, title: MessageKey, within?: string, needs?: "evaluations"}[]}
 */
export const ROOMS = [
  { name: "draw", path: "./", title: "room.draw" },
  { name: "upload", path: "upload", title: "room.upload" },
  { name: "inside", path: "inside", title: "room.inside" },
  { name: "how", path: "how", title: "room.how", within: "inside" },
  { name: "mistakes", path: "mistakes", title: "room.mistakes", within: "inside", needs: "evaluations" },
  { name: "about", path: "about", title: "room.about" },
];
