// Who is played and what is open lives in the address, so every window plays its own person:
// `#user=101&peer=-1` a conversation, `#user=101&place=wall` the wall, `#user=101&place=topics&topic=1` a discussion.

const NARROW = matchMedia("(max-width: 760px)");

const PLACES = ["wall", "topics"];
export const TABS = ["log", "faults", "settings"];

/** `{user, peer, place, topic, tab, ref}`; absent parts are null. `tab` opens the panel on a phone. */
export function readRoute() {
  const params = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (params.get(name) ? Number(params.get(name)) || null : null);
  const tab = params.get("panel");
  const place = PLACES.includes(params.get("place")) ? params.get("place") : null;
  return {
    user: number("user"),
    peer: place ? null : number("peer"),
    place,
    topic: place === "topics" ? number("topic") : null,
    tab: TABS.includes(tab) ? tab : null,
    ref: params.get("ref"),
  };
}

export function hashOf({ user, peer, place, topic, tab, ref }) {
  const params = new URLSearchParams();
  if (user) params.set("user", user);
  if (peer) params.set("peer", peer);
  if (place) params.set("place", place);
  if (topic) params.set("topic", topic);
  if (tab) params.set("panel", tab);
  if (ref) params.set("ref", ref);
  return `#${params}`;
}

/** Goes to a place; `replace` leaves no step in the browser's history. */
export function go(route, { replace = false } = {}) {
  const hash = hashOf(route);
  if (hash === location.hash) return;
  if (!replace) location.hash = hash;
  else {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  }
}

/** True on a phone, where list, chat and panel are views of their own. */
export const isNarrow = () => NARROW.matches;
