/** @typedef {{[name: string]: any}} Json */

/** What the picture to send is called. */
const PICTURE = "drawing.png";

/**
 * The requests of an operation as commands for a POSIX shell: one for each way to send its body, as a
 * form, as JSON or, where it takes nothing else, as the bytes of a file.
 *
 * @param {string} method in lower case, as OpenAPI writes it
 * @param {string} path with `{name}` where a parameter goes
 * @param {Json} operation
 * @param {Json} schemas the document's components
 * @param {string} base an address in the folder that the path is below
 * @returns {string[]}
 */
export function commands(method, path, operation, schemas, base) {
  // Braces would be the shell's, curl's or escaped: what is to be filled in is in capitals.
  const named = path.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase());
  const address = new URL(named.replace(/^\//, ""), base).href;
  const isGuarded = operation.security?.some((/** @type {Json} */ each) => Object.keys(each).length > 0);
  return bodies(operation.requestBody?.content ?? {}, schemas).map((body) => {
    const implied = body.length > 0 ? "post" : "get";
    return [
      "curl",
      ...(method === implied ? [] : ["-X", method.toUpperCase()]),
      ...(isGuarded ? ["-H", "Authorization: Bearer TOKEN"] : []),
      ...body,
      address,
    ]
      .map(quoted)
      .join(" ");
  });
}

/**
 * What curl is told of the body, in each way to send it.
 *
 * @param {Json} content media types with their schemas
 * @param {Json} schemas
 * @returns {string[][]} at least one; an empty one sends nothing
 */
function bodies(content, schemas) {
  const form = content["multipart/form-data"];
  const json = content["application/json"];
  const raw = Object.keys(content).find((type) => type !== "multipart/form-data" && type !== "application/json");
  const found = [];
  if (form) found.push(fieldsOf(form.schema, schemas));
  if (json) found.push(["--json", JSON.stringify(json.example ?? exampleOf(json.schema, schemas))]);
  if (found.length === 0) found.push(raw ? ["--data-binary", `@${PICTURE}`, "-H", `Content-Type: ${raw}`] : []);
  return found;
}

/**
 * @param {Json} schema of a form
 * @param {Json} schemas
 */
function fieldsOf(schema, schemas) {
  const { properties = {}, required = Object.keys(properties) } = resolved(schema, schemas);
  return required.flatMap((/** @type {string} */ name) => {
    const { format, contentMediaType } = properties[name];
    const isFile = format === "binary" || contentMediaType !== undefined;
    return ["-F", `${name}=${isFile ? `@${PICTURE}` : exampleOf(properties[name], schemas)}`];
  });
}

/**
 * A value that a schema allows: its example, or as little as it requires.
 *
 * @param {Json} schema
 * @param {Json} schemas
 * @returns {any}
 */
function exampleOf(schema, schemas) {
  const { type, examples, default: fallback, enum: choices, anyOf, properties, required, items, minItems, minimum } =
    resolved(schema, schemas);
  const given = examples?.[0] ?? fallback ?? choices?.[0];
  if (given !== undefined) return given;
  if (anyOf) return exampleOf(anyOf[0], schemas);
  if (type === "object") {
    const names = /** @type {string[]} */ (required ?? []);
    return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name], schemas)]));
  }
  if (type === "array") return Array.from({ length: minItems ?? 0 }, () => exampleOf(items, schemas));
  if (type === "boolean") return false;
  if (type === "integer" || type === "number") return minimum ?? 0;
  return "...";
}

/**
 * @param {Json} schema
 * @param {Json} schemas
 * @returns {Json} the one that it refers to, or itself
 */
function resolved(schema, schemas) {
  return schema.$ref ? schemas[schema.$ref.split("/").pop()] : schema;
}

/** One word of a command, whatever is in it. @param {string} word */
function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
