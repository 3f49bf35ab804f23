/**
 * The data of server-sent events. `EventSource` can carry no token and only asks with GET, so that they
 * are read here.
 *
 * @param {Response} response
 * @returns {AsyncGenerator<any, void, void>} each event's JSON
 * @throws {Error} the connection broke
 */
export async function* eventsOf(response) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (text + part.value).split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) yield JSON.parse(data.slice("data: ".length));
    }
  }
}
