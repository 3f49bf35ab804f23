// Renders openapi.json, so that the API's description needs nothing from elsewhere. Addresses are
// relative to the page's, so that it works under any path of a proxy's.

import { commands } from "./curl.js";

/** @import {Json} from "./curl.js" */

/**
 * An element with attributes and children. Text goes in as text, never as markup.
 * @param {string} name
 * @param {{[name: string]: string}} attributes
 * @param {...(Node | string)} children
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Prose with `code` in backticks, one paragraph a blank line.
 * @param {string | undefined} text
 * @returns {HTMLElement[]}
 */
function prose(text) {
  return (text ?? "")
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((paragraph) =>
      element(
        "p",
        {},
        ...paragraph
          .split("`")
          .map((part, index) => (index % 2 ? element("code", {}, part) : part)),
      ),
    );
}

/**
 * A table with a head.
 * @param {string[]} head
 * @param {(Node | string)[][]} rows
 */
function table(head, rows) {
  const cells = head.map((title) => element("th", { scope: "col" }, title));
  return element(
    "div",
    { class: "table" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...cells)),
      element(
        "tbody",
        {},
        ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell)))),
      ),
    ),
  );
}

/**
 * What a schema allows, in a line; components become links.
 * @param {Json | undefined} schema
 * @returns {HTMLElement}
 */
function typeOf(schema) {
  const line = element("span", {});
  if (!schema) return line;
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    line.append(element("a", { href: `#schema-${name}` }, name));
  } else if (schema.anyOf) {
    schema.anyOf.forEach((/** @type {Json} */ choice, /** @type {number} */ index) => {
      if (index) line.append(" or ");
      line.append(typeOf(choice));
    });
  } else if (schema.enum) {
    line.append(schema.enum.join(", "));
  } else if (schema.type === "array") {
    line.append("list of ", schema.prefixItems ? `${schema.prefixItems.length} ` : "");
    line.append(typeOf(schema.items ?? schema.prefixItems?.[0]));
  } else if (schema.type === "object" && schema.additionalProperties) {
    line.append("object of ", typeOf(schema.additionalProperties));
  } else {
    line.append(schema.format ?? schema.type ?? "anything");
  }
  line.append(bounds(schema));
  return line;
}

/**
 * @param {Json} schema
 * @returns {string}
 */
function bounds(schema) {
  const least = schema.minimum ?? schema.minItems;
  const most = schema.maximum ?? schema.maxItems;
  const parts = [];
  if (schema.exclusiveMinimum !== undefined) parts.push(`above ${schema.exclusiveMinimum}`);
  if (least !== undefined && least === most) parts.push(`${least}`);
  else if (least !== undefined && most !== undefined) parts.push(`${least} to ${most}`);
  else if (least !== undefined) parts.push(`at least ${least}`);
  else if (most !== undefined) parts.push(`at most ${most}`);
  if (schema.default !== undefined && schema.default !== null) parts.push(`else ${schema.default}`);
  return parts.length && !schema.prefixItems ? ` (${parts.join(", ")})` : "";
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Json} operation
 * @param {Json} components
 */
function article(method, path, operation, components) {
  const made = element(
    "article",
    { id: operation.operationId },
    element(
      "h3",
      {},
      element("span", { class: `method ${method}` }, method.toUpperCase()),
      element("code", {}, path),
    ),
    element("p", { class: "soft" }, operation.summary ?? ""),
    ...prose(operation.description),
  );
  if (operation.parameters?.length) {
    made.append(
      element("h4", {}, "Parameters"),
      table(
        ["Name", "Value", "Meaning"],
        operation.parameters.map((/** @type {Json} */ parameter) => [
          element("code", {}, parameter.name),
          typeOf(parameter.schema),
          parameter.description ?? "",
        ]),
      ),
    );
  }
  if (operation.requestBody) {
    made.append(
      element("h4", {}, "Body"),
      ...prose(operation.requestBody.description),
      table(["Content-Type", "Schema"], contents(operation.requestBody.content)),
    );
  }
  made.append(
    element("h4", {}, "Answers"),
    table(
      ["Status", "Schema", "Meaning"],
      Object.entries(operation.responses).map(([status, response]) => [
        element("code", {}, status),
        typeOf(response.content?.["application/json"]?.schema),
        element("div", {}, ...prose(response.description)),
      ]),
    ),
    element("h4", {}, "Try it"),
    element("pre", { tabindex: "0" }, commands(method, path, operation, components, document.baseURI).join("\n")),
  );
  return made;
}

/**
 * @param {Json} content
 * @returns {(Node | string)[][]}
 */
function contents(content) {
  return Object.entries(content).map(([type, { schema }]) => [
    element("code", {}, type),
    schema.properties ? `field ${Object.keys(schema.properties).join(", ")}` : typeOf(schema),
  ]);
}

/**
 * @param {string} name
 * @param {Json} schema
 */
function schemaArticle(name, schema) {
  const required = new Set(schema.required ?? []);
  return element(
    "article",
    { id: `schema-${name}` },
    element("h3", {}, name),
    ...prose(schema.description),
    table(
      ["Field", "Value", "Meaning"],
      Object.entries(schema.properties ?? {}).map(([field, value]) => [
        element("code", {}, field),
        element("span", {}, typeOf(value), required.has(field) ? "" : " (optional)"),
        value.description ?? "",
      ]),
    ),
  );
}

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/** @param {Json} description */
function render(description) {
  const { info, paths, components } = description;
  byId("title").textContent = `${info.title} API ${info.version}`;
  byId("summary").replaceChildren(info.summary, ...prose(info.description));
  const links = [];
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      byId("operations").append(article(method, path, operation, components.schemas));
      links.push(
        element(
          "li",
          {},
          element(
            "a",
            { href: `#${operation.operationId}` },
            element("span", { class: `method ${method}` }, method.toUpperCase()),
            element("code", {}, path),
          ),
          element("span", { class: "soft" }, ` ${operation.summary ?? ""}`),
        ),
      );
    }
  }
  byId("contents").append(element("ul", {}, ...links));
  const schemas = byId("schemas");
  for (const [name, schema] of Object.entries(components.schemas)) {
    schemas.append(schemaArticle(name, schema));
  }
  schemas.hidden = false;
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

async function start() {
  try {
    const response = await fetch("openapi.json");
    if (!response.ok) throw new Error(`status ${response.status}`);
    render(await response.json());
  } catch (error) {
    byId("summary").textContent = `The description could not be read: ${error}`;
  }
}

void start();
