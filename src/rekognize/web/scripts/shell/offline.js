/** Which release this page is of: the folder that its modules lie in. */
const VERSION = /\/static\/([^/]+)\/scripts\//.exec(import.meta.url)?.[1];

/**
 * Lets the browser keep the pages, so that they open without a network. Browsers can only where the page
 * comes over TLS or from the same computer.
 */
export function keepPages() {
  if (!("serviceWorker" in navigator) || VERSION === undefined) return;
  const address = new URL("service-worker.js", document.baseURI);
  address.searchParams.set("version", VERSION);
  // What is shown now goes first.
  const keep = () => void navigator.serviceWorker.register(address).catch(() => {});
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep, { once: true });
}

/** Lets the browser keep the model too, unless it is asked to save data. */
export async function keepModel() {
  if (!("serviceWorker" in navigator) || /** @type {any} */ (navigator).connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage("keep the model");
}
