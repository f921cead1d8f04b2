// The panel's journal: every request to the API, newest first.

import { $, h, reconcile } from "./dom.js";
import { on, store } from "./store.js";

const SHOWN = 200;
const filter = { text: "", onlyErrors: false };

function isShown(call) {
  if (filter.onlyErrors && call.ok) return false;
  return filter.text === "" || call.method.toLowerCase().includes(filter.text);
}

/** JSON inside a parameter (keyboard, payload) is laid out; anything else stays as it came. */
function readable(value) {
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value; // VKScript or a broken JSON: shown as it is
  }
}

function paramRow([name, value]) {
  const text = readable(value);
  return [h("dt", {}, name), h("dd", {}, text.includes("\n") || text.length > 80 ? h("pre", { tabindex: 0 }, text) : h("code", {}, text))];
}

function status(call) {
  if (call.ok) return "ok";
  if (call.error_code) return String(call.error_code);
  return call.http ? `HTTP ${call.http}` : "обрыв";
}

function details(call) {
  const params = Object.entries(call.params ?? {});
  return [
    call.error_msg && h("p", { class: "call-error" }, call.error_msg),
    params.length > 0 ? h("dl", { class: "params" }, params.map(paramRow)) : h("p", { class: "muted" }, "Без параметров"),
  ];
}

/** What tells one call from another of the same method without opening it. */
function hint({ params }) {
  const { peer_id: peer, peer_ids: peers, user_id: user, user_ids: users, code } = params ?? {};
  if (code) return `${code.split("API.").length - 1} выз.`;
  return String(peer ?? peers ?? user ?? users ?? "");
}

function row(call) {
  const node = h("details", { class: call.ok ? "call" : "call failed", "data-testid": "call", "data-method": call.method, "data-ok": String(call.ok) },
    h("summary", {},
      h("span", { class: call.in_execute ? "method inner" : "method" }, call.method, h("small", {}, hint(call))),
      h("span", { class: "ms" }, `${Math.round(call.ms)} мс`),
      h("span", { class: call.ok ? "status ok" : "status bad" }, status(call))));
  // Hundreds of rows are never opened: their parameters are laid out at the first look.
  node.addEventListener("toggle", () => node.childElementCount === 1 && node.append(...details(call).filter(Boolean)));
  return node;
}

function render() {
  const calls = store.calls.filter(isShown).slice(-SHOWN).reverse();
  reconcile($("#calls"), calls, { key: (call) => call.seq, signature: () => "", render: row });
  $("#calls-empty").hidden = calls.length > 0;
}

export function startLog() {
  const search = h("input", {
    type: "search", placeholder: "Метод", "aria-label": "Показать методы, в имени которых есть", "data-testid": "log-filter",
    oninput: () => {
      filter.text = search.value.trim().toLowerCase();
      render();
    },
  });
  const errors = h("input", {
    type: "checkbox", "data-testid": "log-errors",
    onchange: () => {
      filter.onlyErrors = errors.checked;
      render();
    },
  });
  const clear = () => {
    store.calls = [];
    render();
  };
  $("#pane-log").append(
    h("div", { class: "log-tools" }, search, h("label", { class: "check" }, errors, "ошибки"),
      h("button", { type: "button", class: "link-button", "data-testid": "log-clear", onclick: clear }, "Очистить")),
    h("div", { class: "scroll calls", id: "calls", "data-testid": "api-log" }),
    h("p", { class: "muted calls-empty", id: "calls-empty" }, "Запросов пока не было. Запустите бота с адресом песочницы (он — в «Настройках»)."));
  on("calls", render);
}
