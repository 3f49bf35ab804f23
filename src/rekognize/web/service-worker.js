/**
 * Keeps the pages for times without a network. Its own address says of which release, and it keeps
 * that one whole or not at all. A page comes from the network where there is one; the files that it
 * loads have addresses of its release alone, so whatever page it is, they are its own.
 *
 * Answers of the API are never kept, only the model that this browser itself can read with.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SCOPE = worker.registration.scope;
const FOLDER = `static/${new URL(worker.location.href).searchParams.get("version")}/`;
// Other sites may have this very origin, each below a path of its own.
const RELEASE = `rekognize ${SCOPE} ${FOLDER}`;
const MODEL = `rekognize ${SCOPE} model`;
const MODEL_FILES = ["api/v1/model/bundle.onnx", "api/v1/model/bundle.json"];

/** Without an answer for so long there is no network, in milliseconds. */
const PATIENCE = 5_000;

worker.addEventListener("install", (event) => event.waitUntil(keepRelease()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if (event.data === "keep the model") event.waitUntil(keepModel());
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = request.url.slice(SCOPE.length).replace(/[?#].*/, "");
  if (path.startsWith(FOLDER)) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate") event.respondWith(pageOf(request));
  else if (MODEL_FILES.includes(path)) event.respondWith(modelFile(event));
});

/** Every page and every file; an error leaves the release before in its place. */
async function keepRelease() {
  const { pages, files } = await (await fetch(new URL(`${FOLDER}offline.json`, SCOPE))).json();
  const cache = await caches.open(RELEASE);
  const addresses = files.map((/** @type {string} */ file) => new URL(FOLDER + file, SCOPE).href);
  await cache.addAll(addresses);
  await Promise.all(pages.map((/** @type {string} */ page) => keepPage(cache, page)));
}

/**
 * @param {Cache} cache
 * @param {string} page
 */
async function keepPage(cache, page) {
  const response = await fetch(new URL(page, SCOPE), { cache: "no-cache" });
  const text = await response.clone().text();
  if (!response.ok || !text.includes(FOLDER)) throw new Error(`${page} is not of the release in ${FOLDER}`);
  await cache.put(new URL(page, SCOPE), response);
}

/** Begins once no page of the release before is open: what that one kept is of no more use. */
async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`rekognize ${SCOPE} `) && name !== RELEASE && name !== MODEL) await caches.delete(name);
  }
  await worker.clients.claim();
}

/** So that this browser can read when the server cannot be reached. */
async function keepModel() {
  const cache = await caches.open(MODEL);
  const kept = await Promise.all(MODEL_FILES.map((file) => cache.match(new URL(file, SCOPE))));
  if (!kept.every(Boolean)) await cache.addAll(MODEL_FILES.map((file) => new URL(file, SCOPE).href));
}

/** @param {Request} request */
async function keptFirst(request) {
  return (await keptOf(request)) ?? fetch(request);
}

/** @param {Request} request */
async function pageOf(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch (error) {
    const page = await keptOf(request);
    if (page) return page;
    throw error;
  }
}

/**
 * What is kept of this release, whatever the address asks of it: the query is for the page, or the
 * worker, itself.
 *
 * @param {Request} request
 */
async function keptOf(request) {
  const cache = await caches.open(RELEASE);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  // Without the address that it was kept under, so that the query stays in `location`.
  return kept && new Response(kept.body, kept);
}

/** @param {FetchEvent} event */
async function modelFile(event) {
  const { request } = event;
  const cache = await caches.open(MODEL);
  try {
    const response = await fetch(request);
    // Kept meanwhile. Where there is no more room, the model is read with all the same.
    if (response.ok) event.waitUntil(cache.put(request, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}
