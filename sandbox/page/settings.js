// The panel's settings: the community's switches, what a bot needs to connect, raw events, a fresh start.

import { $, h, iconButton } from "./dom.js";
import { api } from "./api.js";
import { attempt, showSnackbar } from "./snackbar.js";
import { on, store } from "./store.js";

const SWITCHES = {
  messages_enabled: ["Сообщения сообщества", "выключены — бот не может писать"],
  bot_capabilities: ["Возможности ботов", "выключены — клавиатуры не отправляются"],
  longpoll_enabled: ["Long Poll API", "выключен — бот не получает событий"],
  chat_access: ["Доступ ко всем сообщениям чата", "выключен — бот видит лишь обращения к нему"],
};
const PERMISSIONS = ["messages", "photos", "docs", "manage", "wall", "stories", "app_widget"];
const EVENT_EXAMPLE = '{\n  "type": "wall_reply_new",\n  "object": {"id": 1, "from_id": 101, "text": "Комментарий", "post_id": 1, "owner_id": -1}\n}';
const DEFAULT_RATE = 20; // VK's limit of a community token

const save = (change) => attempt(() => api.saveSettings(change));

function switchRow(title, note, isOn, testid, onToggle) {
  return h("div", { class: "switch-row" },
    h("div", { class: "card-title" }, h("span", {}, title), note && h("small", { class: "muted" }, note)),
    h("button", { type: "button", role: "switch", class: "switch", "aria-checked": String(isOn), "aria-label": title, "data-testid": testid, onclick: () => onToggle(!isOn) }));
}

function copyRow(title, value) {
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    showSnackbar("Скопировано");
  };
  return h("div", { class: "copy-row" },
    h("div", { class: "card-title" }, h("small", { class: "muted" }, title), h("code", { class: "ellipsis" }, value)),
    iconButton("copy", `Скопировать: ${title}`, { onclick: () => attempt(copy) }));
}

function communityCard() {
  return h("section", { class: "card" }, h("h2", {}, "Сообщество"),
    Object.entries(SWITCHES).map(([name, [title, note]]) =>
      switchRow(title, store.settings[name] ? "" : note, store.settings[name], `setting-${name}`, (value) => save({ [name]: value }))),
    switchRow("Лимит запросов", store.settings.rate_limit ? `${store.settings.rate_limit} в секунду, сверх — ошибка 6` : "без ограничения",
      Boolean(store.settings.rate_limit), "setting-rate_limit", (value) => save({ rate_limit: value ? DEFAULT_RATE : null })));
}

function connectionCard() {
  return h("section", { class: "card" }, h("h2", {}, "Подключить бота"),
    copyRow("Адрес API", `${location.origin}/method/`),
    copyRow("Ключ доступа", store.community.token),
    copyRow("Сообщество", String(store.community.id)));
}

function permissionsCard() {
  const granted = store.settings.token_permissions;
  const all = [...new Set([...PERMISSIONS, ...granted])];
  const toggle = (name, value) => save({ token_permissions: value ? [...granted, name] : granted.filter((other) => other !== name) });
  return h("details", { class: "card" }, h("summary", {}, `Права ключа: ${granted.length}`),
    all.map((name) => switchRow(name, "", granted.includes(name), `permission-${name}`, (value) => toggle(name, value))));
}

function eventsCard() {
  const events = Object.entries(store.settings.events);
  const onCount = events.filter(([, isOn]) => isOn).length;
  return h("details", { class: "card" }, h("summary", {}, `События Long Poll: ${onCount} из ${events.length}`),
    events.map(([name, isOn]) => switchRow(name, "", isOn, `event-${name}`, (value) => save({ events: { [name]: value } }))));
}

function injectCard() {
  const area = h("textarea", { rows: 7, spellcheck: "false", "aria-label": "Событие в JSON", "data-testid": "inject-json" }, EVENT_EXAMPLE);
  const send = async () => {
    await api.inject(JSON.parse(area.value));
    showSnackbar("Событие отправлено боту");
  };
  return h("details", { class: "card" }, h("summary", {}, "Своё событие"),
    h("p", { class: "muted" }, "Любое событие, в том числе странное или сломанное: бот получит его как есть."),
    area,
    h("button", { type: "button", class: "button secondary", "data-testid": "inject", onclick: () => attempt(send) }, "Отправить событие"));
}

function resetCard() {
  const reset = () => confirm("Стереть все переписки и людей, которых вы создали?") && attempt(api.reset);
  return h("section", { class: "card" }, h("h2", {}, "Начать заново"),
    h("p", { class: "muted" }, "Переписки, люди, сбои и журнал песочницы станут такими, как при запуске. База бота не меняется."),
    h("button", { type: "button", class: "button danger", "data-testid": "reset", onclick: reset }, "Сбросить песочницу"));
}

const CARDS = [connectionCard, communityCard, permissionsCard, eventsCard];

function render() {
  const root = $("#setting-cards");
  const opened = [...root.querySelectorAll("details")].map((details) => details.open);
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  root.replaceChildren(...CARDS.map((card) => card()));
  root.querySelectorAll("details").forEach((details, index) => (details.open = opened[index] ?? false));
  if (focused) $(`[data-testid="${CSS.escape(focused)}"]`, root)?.focus({ preventScroll: true });
}

export function startSettings() {
  $("#pane-settings").append(h("div", { class: "cards", id: "setting-cards" }), h("div", { class: "cards" }, injectCard(), resetCard()));
  on("settings", render);
}
