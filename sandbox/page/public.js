// The middle column when it is not a conversation: the community's wall and its discussions.

import { $, h, icon, iconButton, reconcile } from "./dom.js";
import { go, readRoute } from "./route.js";
import { clearSnackbars } from "./snackbar.js";
import { authorOf, isStaff, on, store } from "./store.js";
import { openTopic, renderTopic, renderTopics, topicComposer } from "./topics.js";
import { town } from "./town.js";
import { publishPost, renderWall } from "./wall.js";

export const PLACES = { wall: { title: "Стена", icon: "wall" }, topics: { title: "Обсуждения", icon: "topics" } };

const NEAR_BOTTOM_PX = 120;
const EMPTY = {
  wall: ["Записей пока нет", "Записи публикуют сотрудники сообщества."],
  topics: ["Обсуждений пока нет", "Обсуждения открывают сотрудники сообщества."],
  topic: ["Сообщений пока нет", "Напишите первое."],
};

let shown = null; // {user, place, topic}

const isManager = () => isStaff(store.users.get(shown.user));
const viewOf = ({ place, topic }) => (place === "wall" ? "wall" : topic ? "topic" : "topics");

const VIEWS = { wall: renderWall, topics: renderTopics, topic: renderTopic };

function renderBar() {
  const { user, place, topic } = shown;
  const title = topic ? (town.topics.get(topic)?.title ?? "Обсуждение") : PLACES[place].title;
  const back = topic
    ? iconButton("back", "Ко всем обсуждениям", { "data-testid": "to-topics", onclick: () => go({ user, place: "topics" }) })
    : iconButton("back", "К списку", { class: "icon-button only-phone", "data-testid": "back-from-public", onclick: () => go({ user }, { replace: true }) });
  const create = place === "wall" ? ["Новая запись", () => publishPost(user)] : ["Новое обсуждение", () => openTopic(user)];
  $("#public-bar").replaceChildren(...[
    back,
    !topic && h("span", { class: "avatar small", "aria-hidden": "true", vars: { "--avatar": "#2688eb" } }, icon(PLACES[place].icon)),
    h("div", { class: "bar-title" }, h("span", { class: "ellipsis", "data-testid": "public-title" }, title), h("small", {}, `вы — ${authorOf(user).name}`)),
    !topic && isManager() && iconButton("plus", create[0], { "data-testid": "public-new", onclick: create[1] }),
    iconButton("sliders", "Журнал, сбои и настройки", { class: "icon-button only-narrow", "data-testid": "open-panel", onclick: () => go({ ...shown, tab: "log" }) }),
  ].filter(Boolean));
}

function renderPlaces() {
  $("#public-places").replaceChildren(...Object.entries(PLACES).map(([place, { title }]) =>
    h("button", { type: "button", "aria-current": place === shown.place && "page", "data-testid": `place-${place}`, onclick: () => go({ user: shown.user, place }) }, title)));
}

function renderEmpty() {
  const isEmpty = $("#public-feed").childElementCount === 0;
  const [title, hint] = EMPTY[viewOf(shown)];
  const help = isManager() || viewOf(shown) === "topic" ? hint : `${hint} Выберите слева сотрудника.`;
  $("#public-empty").replaceChildren(...(isEmpty
    ? [h("div", { class: "empty" }, h("h2", {}, title), h("p", { class: "muted" }, help),
        !shown.topic && isManager() && h("button", { type: "button", class: "button primary", "data-testid": "public-first", onclick: () => (shown.place === "wall" ? publishPost : openTopic)(shown.user) },
          shown.place === "wall" ? "Опубликовать запись" : "Открыть обсуждение"))]
    : []));
}

function render() {
  if (!shown) return;
  const scroller = $("#public-scroll");
  const wasAtBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
  renderBar();
  renderPlaces();
  VIEWS[viewOf(shown)]($("#public-feed"), shown);
  renderEmpty();
  if (shown.topic && wasAtBottom) scrollDown();
}

function scrollDown() {
  const scroller = $("#public-scroll");
  scroller.scrollTop = scroller.scrollHeight;
}

function openPlace() {
  const { user, place, topic } = readRoute();
  const isPublic = place !== null && store.users.has(user);
  $("#public").hidden = !isPublic;
  $("#chat").hidden = isPublic;
  const before = shown;
  shown = isPublic ? { user, place, topic } : null;
  if (!shown || (before?.user === user && before.place === place && before.topic === topic)) return;
  clearSnackbars();
  reconcile($("#public-feed"), [], {});
  $("#public-feed").dataset.view = viewOf(shown);
  $("#public-footer").hidden = !topic;
  $("#public-footer").replaceChildren(...(topic ? [topicComposer(shown).node] : []));
  render();
  if (topic) scrollDown();
  else $("#public-scroll").scrollTop = 0;
}

/** Follows the route and the news. */
export function startPublic() {
  addEventListener("hashchange", () => store.community && openPlace());
  on("people", () => {
    openPlace();
    render();
  });
  on("wall", render);
}
