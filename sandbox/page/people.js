// The left column: everybody one can play, and the conversations of whoever is played now.

import { $, h, icon, reconcile } from "./dom.js";
import { avatar, peerAvatar } from "./avatar.js";
import { dayOf, timeOf } from "./format.js";
import { PLACES } from "./public.js";
import { go, isNarrow, readRoute } from "./route.js";
import {
  authorOf, conversationOf, defaultPeer, isChat, isStaff, keyOf, on, peersOf, peerTitle, store, unreadOf, unreadOfUser,
} from "./store.js";
import { summaryOf } from "./summary.js";
import { latestAt } from "./town.js";

const ROLES = { moderator: "модератор", administrator: "администратор", editor: "редактор", creator: "владелец" };

function preview(userId, peer) {
  const last = conversationOf(userId, peer)?.messages.at(-1);
  if (!last) return { text: "Сообщений пока нет", time: "" };
  const author = last.from_id === userId ? "Вы: " : isChat(peer) ? `${authorOf(last.from_id).name.split(" ")[0]}: ` : "";
  const isToday = dayOf(last.date) === "сегодня";
  return { text: author + summaryOf(last), time: isToday ? timeOf(last.date) : dayOf(last.date) };
}

const badge = (count) =>
  count > 0 && h("span", { class: "badge", "data-testid": "badge", "aria-label": `непрочитанных: ${count}` }, count > 99 ? "99+" : count);

function conversationRow(userId, peer) {
  const { text, time } = preview(userId, peer);
  const isOpen = readRoute().peer === peer;
  return h(
    "button",
    {
      type: "button", class: "row conversation", "data-testid": `conversation-${peer}`,
      "aria-current": isOpen && "true", onclick: () => go({ user: userId, peer }),
    },
    peerAvatar(peer, "small"),
    h("span", { class: "row-text" },
      h("span", { class: "row-title" }, h("span", { class: "ellipsis" }, peerTitle(peer)), h("time", {}, time)),
      h("span", { class: "row-line" }, h("span", { class: "ellipsis" }, text), badge(unreadOf(keyOf(userId, peer)))),
    ),
  );
}

/** The wall and the discussions: the latest words there, whoever wrote them. */
function publicPreview(place) {
  const latest = latestAt(place);
  if (!latest) return { text: place === "wall" ? "Записей пока нет" : "Обсуждений пока нет", time: "" };
  const author = latest.from_id ? `${authorOf(latest.from_id).name.split(" ")[0]}: ` : "";
  const date = latest.date ?? latest.created;
  return { text: author + (latest.title ?? summaryOf(latest)), time: dayOf(date) === "сегодня" ? timeOf(date) : dayOf(date) };
}

function publicRow(userId, place) {
  const { text, time } = publicPreview(place);
  return h(
    "button",
    {
      type: "button", class: "row conversation", "data-testid": `go-${place}`,
      "aria-current": readRoute().place === place && "true", onclick: () => go({ user: userId, place }),
    },
    h("span", { class: "avatar small", "aria-hidden": "true", vars: { "--avatar": "#2688eb" } }, icon(PLACES[place].icon)),
    h("span", { class: "row-text" },
      h("span", { class: "row-title" }, h("span", { class: "ellipsis" }, PLACES[place].title), h("time", {}, time)),
      h("span", { class: "row-line" }, h("span", { class: "ellipsis" }, text))),
  );
}

function choosePerson(userId) {
  const { place, topic } = readRoute();
  if (place && !isNarrow()) return go({ user: userId, place, topic }); // on the wall the next person goes on there
  const staysInList = isNarrow() && peersOf(userId).length > 1;
  go({ user: userId, peer: staysInList ? null : defaultPeer(userId) });
}

function personRow(user) {
  const isPlayed = readRoute().user === user.id;
  const line = [ROLES[user.role], user.city].filter(Boolean).join(" · ");
  const button = h(
    "button",
    {
      type: "button", class: "row person", "data-testid": `person-${user.id}`, "aria-pressed": String(isPlayed),
      onclick: () => choosePerson(user.id),
    },
    avatar(user.id),
    h("span", { class: "row-text" },
      h("span", { class: "row-title" }, h("span", { class: "ellipsis" }, authorOf(user.id).name)),
      h("span", { class: "row-line" },
        h("span", { class: "ellipsis" }, line),
        !user.allowed && !isStaff(user) && conversationOf(user.id, peersOf(user.id)[0])?.messages.length > 0
          && h("span", { class: "tag" }, "запретил" + (user.sex === 1 ? "а" : "")),
      ),
    ),
    !isPlayed && badge(unreadOfUser(user.id)),
  );
  const conversations = isPlayed && [
    ...peersOf(user.id).map((peer) => conversationRow(user.id, peer)),
    ...Object.keys(PLACES).map((place) => publicRow(user.id, place)),
  ];
  return h("div", { class: isPlayed ? "person-block played" : "person-block" }, button, conversations);
}

function groupTitle(text) {
  return h("h2", { class: "group-title" }, text);
}

/** Everything a row shows, so that rows are made anew only when something visible changed. */
function signature(item) {
  if (item.title) return item.title;
  const { user } = item;
  const route = readRoute();
  const isPlayed = route.user === user.id;
  const rows = isPlayed ? peersOf(user.id).map((peer) => [preview(user.id, peer), unreadOf(keyOf(user.id, peer))]) : [];
  const places = isPlayed ? Object.keys(PLACES).map(publicPreview) : [];
  return JSON.stringify([user, isPlayed && [route.peer, route.place], places, isPlayed, unreadOfUser(user.id), rows, store.community.name]);
}

function render() {
  if (!store.community) return;
  const users = [...store.users.values()];
  const group = (title, members) => (members.length ? [{ title }, ...members.map((user) => ({ user }))] : []);
  const items = [
    ...group("Граждане", users.filter((user) => !isStaff(user))),
    ...group("Модераторы", users.filter(isStaff)),
  ];
  reconcile($("#people"), items, {
    key: (item) => item.title ?? item.user.id,
    signature,
    render: (item) => (item.title ? groupTitle(item.title) : personRow(item.user)),
  });
}

export function startPeople() {
  on("people conversation wall", render);
  addEventListener("hashchange", render);
}
