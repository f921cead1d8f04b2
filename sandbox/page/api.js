// The client of the sandbox's control API.

const WAIT_SECONDS = 25;
const RETRY_MS = [300, 700, 1500, 3000, 5000];

async function request(path, { method = "GET", body, signal } = {}) {
  const isForm = body instanceof FormData;
  const response = await fetch(`/sandbox/${path}`, {
    method,
    signal,
    headers: body && !isForm ? { "Content-Type": "application/json" } : {},
    body: body && !isForm ? JSON.stringify(body) : body,
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Error(answer?.error ?? `Песочница ответила ${response.status}`);
  return answer;
}

const post = (path, body) => request(path, { method: "POST", body });

export const api = {
  state: () => request("state"),
  conversation: (user, peer) => request(`conversations/${user}/${peer}`),
  calls: () => request("calls"),
  send: (message) => post("messages", message),
  press: (press) => post("press", press),
  edit: (change) => post("edit", change),
  typing: (place) => post("typing", place),
  remove: (target) => post("delete", target),
  createUser: (user) => post("users", user),
  updateUser: (id, change) => post(`users/${id}`, change),
  setFault: (fault) => post("faults", fault),
  clearFault: (name) => request(`faults/${encodeURIComponent(name)}`, { method: "DELETE" }),
  clearFaults: () => request("faults", { method: "DELETE" }),
  saveSettings: (settings) => post("settings", settings),
  fillForm: (lead) => post("leads", lead),
  inject: (event) => post("events", event),
  wall: () => request("wall"),
  publish: (message) => post("wall/posts", message),
  changePost: (id, change) => post(`wall/posts/${id}`, change),
  comment: (message) => post("wall/comments", message),
  changeComment: (id, act, body) => post(`wall/comments/${id}/${act}`, body),
  openTopic: (topic) => post("topics", topic),
  writeInTopic: (message) => post("topics/messages", message),
  changeTopicPost: (id, act, body) => post(`topics/messages/${id}/${act}`, body),
  reset: () => post("reset", {}),
  upload(file, kind) {
    const form = new FormData();
    form.append("kind", kind);
    form.append("file", file, file.name);
    return post("uploads", form);
  },
};

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Follows the feed for ever. `load()` fetches everything afresh and returns the seq to go on from; it runs at the
 * start and after every break, because a restarted sandbox counts from the beginning. `onItems(items)` gets the
 * news, `onConnection(up)` every change of the connection.
 */
export async function follow({ load, onItems, onConnection }) {
  for (let failures = 0; ; ) {
    try {
      let seq = await load();
      onConnection(true);
      failures = 0;
      for (;;) {
        const feed = await request(`feed?after=${seq}&wait=${WAIT_SECONDS}`);
        if (feed.reset || feed.seq < seq || feed.items.some((item) => item.kind === "reset")) break; // load it all anew
        seq = feed.seq;
        await onItems(feed.items);
      }
    } catch (error) {
      console.warn("feed:", error);
      onConnection(false);
      await pause(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    }
  }
}
