// Round avatars: initials on a colour of the person, a house for the community, people for a chat.

import { h, icon } from "./dom.js";
import { authorOf, isChat } from "./store.js";

const PALETTE = ["#e8604c", "#d98a1f", "#4fa84f", "#2f9fc4", "#5b7fe0", "#9b68d6", "#d0609a"];

const initials = (name) =>
  name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

/** The avatar of an author id (negative: the community). */
export function avatar(id, size = "") {
  const author = authorOf(id);
  const color = author.isCommunity ? "#2688eb" : (author.color ?? PALETTE[id % PALETTE.length]);
  return h(
    "span",
    { class: `avatar ${size}`, "aria-hidden": "true", vars: { "--avatar": color } },
    author.isCommunity ? icon("home") : initials(author.name),
  );
}

/** The avatar of a conversation: the community's or the chat's. */
export function peerAvatar(peer, size = "") {
  if (!isChat(peer)) return avatar(peer, size);
  return h("span", { class: `avatar ${size}`, "aria-hidden": "true", vars: { "--avatar": "#5b6b85" } }, icon("people"));
}
