// The middle column: header, messages, empty states.

import { $, h, icon, iconButton, reconcile } from "./dom.js";
import { api } from "./api.js";
import { peerAvatar } from "./avatar.js";
import { edit, forward, openComposer, replyTo, sendStart } from "./composer.js";
import { answerByHand, editByHand, editPerson, fillLeadForm } from "./dialogs.js";
import { dayOf, plural } from "./format.js";
import { showKeyboard } from "./keyboard.js";
import { openMenu } from "./menu.js";
import { messageNode } from "./message.js";
import { go, hashOf, readRoute } from "./route.js";
import { attempt, clearSnackbars } from "./snackbar.js";
import { authorOf, canOpen, conversationOf, ensureConversation, isChat, isSamePlace, on, peerTitle, setCurrent, store } from "./store.js";

const RUN_SECONDS = 300; // messages of one author closer than this share an avatar
const NEAR_BOTTOM_PX = 120;
const TYPING_SHOWN_MS = 6000;

let shown = null; // {user, peer}
let isTyping = false;
let typingTimer;

function continuesRun(earlier, later) {
  return earlier && later && !earlier.action && !later.action && earlier.from_id === later.from_id
    && !earlier.keyboard && later.date - earlier.date < RUN_SECONDS && dayOf(earlier.date) === dayOf(later.date);
}

/** Messages with the day lines between them. */
function timeline(messages) {
  const items = [];
  messages.forEach((message, index) => {
    const [before, after] = [messages[index - 1], messages[index + 1]];
    if (!before || dayOf(before.date) !== dayOf(message.date)) items.push({ day: dayOf(message.date) });
    items.push({ message, isFirst: !continuesRun(before, message), isLast: !continuesRun(message, after) });
  });
  return items;
}

const versions = new WeakMap(); // message object → number, a cheap signature: an edit brings a new object
let lastVersion = 0;
function versionOf(message) {
  if (!versions.has(message)) versions.set(message, ++lastVersion);
  return versions.get(message);
}

function openMessageMenu(message, button) {
  const { user, peer } = shown;
  const target = { user_id: user, peer_id: peer, conversation_message_id: message.conversation_message_id };
  const own = [
    { icon: "edit", label: "Изменить", testid: "edit-message", run: () => edit(message) },
    { icon: "trash", label: "Удалить", testid: "delete-message", danger: true, run: () => attempt(() => api.remove(target)) },
  ];
  openMenu(button, [
    { icon: "reply", label: "Ответить", testid: "reply-message", run: () => replyTo(message) },
    { icon: "forward", label: "Переслать", testid: "forward-message", run: () => forward(message) },
    ...(message.from_id === user ? own : []),
    ...(message.by_hand ? [{ icon: "edit", label: "Изменить от имени сообщества", testid: "edit-by-hand", run: () => editByHand(shown, message) }] : []),
  ]);
}

function renderMessages() {
  const scroller = $("#messages-scroll");
  const conversation = conversationOf(shown.user, shown.peer);
  const isAtBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
  const hadCount = $("#messages").childElementCount;
  reconcile($("#messages"), timeline(conversation?.messages ?? []), {
    key: (item) => item.day ?? `${shown.user}:${shown.peer}:${item.message.conversation_message_id}`,
    signature: (item) => item.day ?? [versionOf(item.message), item.isFirst, item.isLast].join(),
    render: (item) => item.day
      ? h("div", { class: "day" }, item.day)
      : messageNode({ ...item, viewer: shown.user, peer: shown.peer, onMenu: openMessageMenu }),
  });
  renderEmpty(conversation);
  const isOwnNews = conversation?.messages.at(-1)?.from_id === shown.user;
  if (isAtBottom || hadCount === 0 || isOwnNews) scrollDown();
}

function scrollDown() {
  const scroller = $("#messages-scroll");
  scroller.scrollTop = scroller.scrollHeight;
}

function renderEmpty(conversation) {
  const root = $("#chat-empty");
  if (!conversation || conversation.messages.length > 0) return root.replaceChildren();
  const canStart = !isChat(shown.peer);
  root.replaceChildren(
    h("div", { class: "empty" },
      peerAvatar(shown.peer, "huge"),
      h("h2", {}, peerTitle(shown.peer)),
      h("p", { class: "muted" }, canStart ? "Переписки ещё нет. Начните разговор с сообществом." : "В чате пока тихо."),
      canStart && h("button", { type: "button", class: "button primary big", "data-testid": "start", onclick: sendStart }, "Начать")));
}

function subtitle() {
  if (isTyping) return isChat(shown.peer) ? `${store.community.name} печатает…` : "печатает…";
  const name = authorOf(shown.user).name;
  if (!isChat(shown.peer)) return `вы — ${name}`;
  const count = store.chats.get(shown.peer)?.members.length ?? 0;
  return `${plural(count, ["участник", "участника", "участников"])} · вы — ${name}`;
}

function openChatMenu(button) {
  const { user: id, peer } = shown;
  const user = store.users.get(id);
  const allow = { icon: user.allowed ? "bell-off" : "bell", label: user.allowed ? "Запретить сообщения" : "Разрешить сообщения",
    testid: "allow-toggle", run: () => setAllowed(!user.allowed) };
  openMenu(button, [
    ...(isChat(peer) ? [] : [allow, { icon: "doc", label: "Заполнить форму заявки", testid: "lead-form", run: () => fillLeadForm(user) }]),
    { icon: "home", label: "Ответить от сообщества вручную", testid: "answer-by-hand", run: () => answerByHand(shown) },
    { icon: "wall", label: "Стена сообщества", testid: "open-wall", run: () => go({ user: id, place: "wall" }) },
    { icon: "topics", label: "Обсуждения", testid: "open-topics", run: () => go({ user: id, place: "topics" }) },
    { icon: "person", label: "Изменить человека", testid: "edit-person", run: () => editPerson(user) },
    { icon: "window", label: "Открыть в новом окне", testid: "new-window", run: () => open(hashOf({ user: id, peer }), "_blank", "noopener") },
  ]);
}

const setAllowed = (allowed) => attempt(() => api.updateUser(shown.user, { allowed }));

function renderBar() {
  const { user, peer } = shown;
  const more = iconButton("more", "Действия", { "data-testid": "chat-menu" });
  more.addEventListener("click", () => openChatMenu(more));
  $("#chat-bar").replaceChildren(
    iconButton("back", "К списку", { class: "icon-button only-phone", "data-testid": "back", onclick: () => go({ user }, { replace: true }) }),
    peerAvatar(peer, "small"),
    h("div", { class: "bar-title" }, h("span", { class: "ellipsis" }, peerTitle(peer)),
      h("small", { class: isTyping ? "ellipsis typing" : "ellipsis" }, subtitle())),
    more,
    iconButton("sliders", "Журнал, сбои и настройки", { class: "icon-button only-narrow", "data-testid": "open-panel", onclick: () => go({ user, peer, tab: "log" }) }),
  );
}

function renderNotice() {
  const user = store.users.get(shown.user);
  const notice = $("#chat-notice");
  const hasTalked = (conversationOf(shown.user, shown.peer)?.messages.length ?? 0) > 0;
  notice.hidden = isChat(shown.peer) || user.allowed || !hasTalked;
  if (notice.hidden) return;
  notice.replaceChildren(icon("bell-off"), h("span", {}, "Сообщения от сообщества запрещены"),
    h("button", { type: "button", class: "link-button", "data-testid": "allow", onclick: () => setAllowed(true) }, "Разрешить"));
}

function renderNothing() {
  $("#chat-bar").replaceChildren(h("div", { class: "bar-title" }, ""));
  $("#chat-notice").hidden = true;
  $("#chat-footer").hidden = true;
  reconcile($("#messages"), [], {});
  $("#chat-empty").replaceChildren(h("div", { class: "empty" },
    h("span", { class: "avatar huge", "aria-hidden": "true" }, icon("chat")),
    h("p", { class: "muted" }, "Выберите, за кого играть, и диалог.")));
}

function setTyping(value) {
  clearTimeout(typingTimer);
  if (value) typingTimer = setTimeout(() => setTyping(false), TYPING_SHOWN_MS);
  if (isTyping === value) return;
  isTyping = value;
  if (shown) renderBar();
}

async function openRoute() {
  const { user, peer } = readRoute();
  setTyping(false);
  clearSnackbars();
  shown = canOpen(user, peer) ? { user, peer } : null;
  setCurrent(shown);
  if (!shown) return renderNothing();
  $("#chat-footer").hidden = false;
  reconcile($("#messages"), [], {});
  renderAll();
  openComposer(user, peer);
  showKeyboard(user, peer);
  scrollDown();
  await attempt(() => ensureConversation(user, peer));
}

function renderAll() {
  renderBar();
  renderNotice();
  renderMessages();
}

/** Follows the route and the news. */
export function startChat() {
  const scroller = $("#messages-scroll");
  const toBottom = $("#to-bottom");
  scroller.addEventListener("scroll", () => {
    toBottom.hidden = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2 * NEAR_BOTTOM_PX;
  });
  // A photo that loads, the phone's keyboard or the bot's keyboard change the height: stay at the end.
  let wasAtBottom = true;
  scroller.addEventListener("scroll", () => (wasAtBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX));
  const observer = new ResizeObserver(() => wasAtBottom && scrollDown());
  observer.observe(scroller);
  observer.observe($("#messages"));
  toBottom.addEventListener("click", scrollDown);

  addEventListener("hashchange", () => store.community && isMoved() && openRoute());
  on("people", () => {
    if (shown && canOpen(shown.user, shown.peer)) renderAll();
    else if (isMoved()) openRoute();
  });
  on("conversation", (place) => {
    if (!shown || !isSamePlace(place, shown)) return;
    renderNotice();
    renderMessages();
  });
  on("typing", (item) => shown && isSamePlace({ user: item.user_id, peer: item.peer_id }, shown) && setTyping(true));
  on("conversation", (place) => shown && isSamePlace(place, shown) && setTyping(false));
}

/** Opening the panel changes the address too, but not the conversation. */
function isMoved() {
  const { user, peer, place } = readRoute();
  return shown ? shown.user !== user || shown.peer !== peer : place === null;
}
