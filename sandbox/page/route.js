// Who is played and what is open lives in the address: `#user=101&peer=-1`, so every window plays its own person.

const NARROW = matchMedia("(max-width: 760px)");

export const TABS = ["log", "faults", "settings"];

/** `{user, peer, tab, ref}`; absent parts are null. `tab` opens the panel on a phone. */
export function readRoute() {
  const params = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (params.get(name) ? Number(params.get(name)) || null : null);
  const tab = params.get("panel");
  return {
    user: number("user"),
    peer: number("peer"),
    tab: TABS.includes(tab) ? tab : null,
    ref: params.get("ref"),
  };
}

export function hashOf({ user, peer, tab, ref }) {
  const params = new URLSearchParams();
  if (user) params.set("user", user);
  if (peer) params.set("peer", peer);
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
