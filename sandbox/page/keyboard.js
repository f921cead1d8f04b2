// The bot's keyboards: inline under a message, persistent under the composer.

import { $, h, icon } from "./dom.js";
import { api } from "./api.js";
import { safeUrl } from "./format.js";
import { choosePlace } from "./map.js";
import { attempt } from "./snackbar.js";
import { conversationOf, isSamePlace, keyOf, on } from "./store.js";

const ANSWER_WAIT_MS = 60_000; // VK takes an answer to a callback button for a minute
const COLORS = new Set(["primary", "secondary", "negative", "positive"]);
const LINKS = new Set(["open_link", "open_app"]);
const COLORED = new Set(["text", "callback"]);
const ICONS = { open_link: "link", open_app: "link", location: "pin" };

const waiting = new Map(); // id of a pressed callback button → timer
const pressedBy = new Map(); // event id → id of the button; null when the answer came before the event id did

const idOf = (place) => [place.user, place.peer, place.cmid ?? "persistent", place.row, place.column].join(":");

function markBusy(id) {
  for (const button of document.querySelectorAll(`[data-press="${CSS.escape(id)}"]`)) {
    button.classList.toggle("busy", waiting.has(id));
    button.setAttribute("aria-busy", String(waiting.has(id)));
  }
}

function startWaiting(id) {
  clearTimeout(waiting.get(id));
  waiting.set(id, setTimeout(() => stopWaiting(id), ANSWER_WAIT_MS));
  markBusy(id);
}

function stopWaiting(id) {
  clearTimeout(waiting.get(id));
  waiting.delete(id);
  markBusy(id);
}

/** The bot answered a callback button: its spinner stops. */
export function callbackAnswered(eventId) {
  const id = pressedBy.get(eventId);
  if (!id) pressedBy.set(eventId, null);
  else {
    pressedBy.delete(eventId);
    stopWaiting(id);
  }
}

function linkPress(eventId, id) {
  if (!pressedBy.has(eventId)) pressedBy.set(eventId, id);
  else {
    pressedBy.delete(eventId);
    stopWaiting(id);
  }
}

async function press(place, action) {
  const geo = action.type === "location" ? await choosePlace() : undefined;
  if (geo === null) return;
  const id = idOf(place);
  if (action.type === "callback") startWaiting(id);
  const answer = await attempt(() =>
    api.press({
      user_id: place.user, peer_id: place.peer, conversation_message_id: place.cmid,
      row: place.row, column: place.column, geo,
    }));
  if (answer?.event_id) linkPress(answer.event_id, id);
  else stopWaiting(id);
}

function linkOf(action) {
  if (action.type === "open_link") return safeUrl(action.link);
  return safeUrl(`https://vk.com/app${Number(action.app_id) || 0}`);
}

function buttonOf(button, place, testid) {
  const { action } = button;
  const color = COLORED.has(action.type) && COLORS.has(button.color) ? button.color : "secondary";
  const label = action.label ?? { location: "Отправить местоположение", vkpay: "Оплатить" }[action.type] ?? "Открыть";
  const content = [ICONS[action.type] && icon(ICONS[action.type]), h("span", { class: "label" }, label)];
  const common = { class: `bot-button ${color}`, "data-testid": testid, "data-label": label, "data-row": place.row, "data-column": place.column };
  if (LINKS.has(action.type)) {
    return h("a", { ...common, href: linkOf(action), target: "_blank", rel: "noopener noreferrer" }, content);
  }
  const id = idOf(place);
  return h("button", {
    ...common, type: "button", "data-press": id, class: `${common.class}${waiting.has(id) ? " busy" : ""}`,
    onclick: () => press(place, action),
  }, content, h("span", { class: "spinner", "aria-hidden": "true" }));
}

function rowsOf(keyboard, place, testid) {
  return keyboard.buttons.map((row, index) =>
    h("div", { class: "bot-row" }, row.map((button, column) => buttonOf(button, { ...place, row: index, column }, testid))));
}

/** The buttons under one message, or null. */
export function inlineKeyboard(message, user, peer) {
  if (!message.keyboard?.buttons?.length) return null;
  const place = { user, peer, cmid: message.conversation_message_id };
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": "Кнопки сообщения" },
    rowsOf(message.keyboard, place, "inline-button"));
}

const collapsed = new Set(); // conversations whose persistent keyboard the person has folded
let shown = { user: null, peer: null };

const hasKeyboard = (user, peer) => (conversationOf(user, peer)?.keyboard?.buttons?.length ?? 0) > 0;
const isCollapsed = (user, peer) => collapsed.has(keyOf(user, peer));

export function toggleKeyboard() {
  const key = keyOf(shown.user, shown.peer);
  if (!collapsed.delete(key)) collapsed.add(key);
  renderKeyboard();
}

function renderKeyboard() {
  const { user, peer } = shown;
  const root = $("#keyboard");
  const toggle = $("#keyboard-toggle");
  const isThere = user !== null && hasKeyboard(user, peer);
  const isOpen = isThere && !isCollapsed(user, peer);
  root.hidden = !isOpen;
  if (toggle) {
    toggle.hidden = !isThere;
    toggle.setAttribute("aria-expanded", String(isOpen));
    toggle.classList.toggle("active", isOpen);
  }
  const keyboard = isThere ? conversationOf(user, peer).keyboard : null;
  const mark = JSON.stringify([user, peer, keyboard]);
  if (root.dataset.mark === mark) return;
  root.dataset.mark = mark;
  const heldFocus = root.contains(document.activeElement);
  root.replaceChildren(...(keyboard ? rowsOf(keyboard, { user, peer }, "keyboard-button") : []));
  if (heldFocus) (root.querySelector("button") ?? $("#composer-text"))?.focus({ preventScroll: true });
}

/** Shows the persistent keyboard of a conversation. */
export function showKeyboard(user, peer) {
  shown = { user, peer };
  renderKeyboard();
}

on("conversation", (place) => {
  if (shown.user !== null && isSamePlace(place, shown)) renderKeyboard();
});
