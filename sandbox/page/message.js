// One message as a bubble.

import { h, iconButton } from "./dom.js";
import { attachmentsOf, isBareSticker } from "./attachments.js";
import { avatar } from "./avatar.js";
import { richText, timeOf } from "./format.js";
import { inlineKeyboard } from "./keyboard.js";
import { authorOf, isChat, store } from "./store.js";
import { serviceText, summaryOf } from "./summary.js";

const isKnownUser = (id) => store.users.has(id);

const textOf = (message) =>
  message.text && h("div", { class: "text", "data-testid": "text" }, richText(message.text, message.format_data, isKnownUser));

function quote(message) {
  return h("div", { class: "quote", "data-testid": "reply" },
    h("b", {}, authorOf(message.from_id).name), h("span", { class: "ellipsis" }, summaryOf(message)));
}

function forwarded(messages) {
  if (!messages?.length) return null;
  return h("div", { class: "forwarded", "data-testid": "forwarded" }, messages.map((message) =>
    h("div", { class: "forwarded-item" },
      h("div", { class: "forwarded-head" }, avatar(message.from_id, "tiny"), h("b", {}, authorOf(message.from_id).name), h("time", {}, timeOf(message.date))),
      textOf(message), attachmentsOf(message), forwarded(message.fwd))));
}

/** A line without a bubble: somebody joined, left, renamed the chat. */
function serviceLine(message) {
  const who = authorOf(message.action.member_id ?? message.from_id).name;
  return h("div", { class: "service", "data-testid": "service" }, `${who}: ${serviceText(message)}`);
}

/**
 * A message as `viewer` sees it in `peer`. `isFirst` / `isLast` tell its place in a run of one author;
 * `onMenu(message, button)` opens the actions.
 */
export function messageNode({ message, viewer, peer, isFirst, isLast, onMenu }) {
  if (message.action) return serviceLine(message);
  const isOwn = message.from_id === viewer;
  const author = authorOf(message.from_id);
  const time = timeOf(message.date);
  const bubble = h("div", { class: isBareSticker(message) ? "bubble bare" : "bubble" },
    isFirst && !isOwn && isChat(peer) && h("div", { class: "author" }, author.name),
    message.reply_to && quote(message.reply_to),
    textOf(message), attachmentsOf(message), forwarded(message.fwd),
    h("span", { class: "stamp" }, message.edited && h("span", {}, "ред."), h("time", { datetime: new Date(message.date * 1000).toISOString() }, time)),
  );
  const menu = iconButton("more", `Действия с сообщением, ${time}`, { class: "icon-button message-menu", "data-testid": "message-menu" });
  menu.addEventListener("click", () => onMenu(message, menu));
  const classes = ["message", isOwn ? "own" : "their", isFirst && "first", isLast && "last", message.keyboard?.buttons?.length && "with-keyboard"];
  return h("article", {
    class: classes.filter(Boolean).join(" "), "data-testid": "message", "data-cmid": message.conversation_message_id,
    "data-from": message.from_id, "aria-label": `${isOwn ? "Вы" : author.name}, ${time}`,
  },
    !isOwn && (isLast ? avatar(message.from_id, "small") : h("span", { class: "avatar-space" })),
    h("div", { class: "content" },
      h("div", { class: "bubble-line" }, bubble, menu),
      inlineKeyboard(message, viewer, peer)),
  );
}
