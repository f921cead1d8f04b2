// The panel's faults: each one can be switched on for some requests or until it is switched off.

import { $, h, reconcile } from "./dom.js";
import { api } from "./api.js";
import { attempt } from "./snackbar.js";
import { on, store } from "./store.js";

const COMMON = [
  { name: "times", title: "Сколько раз", type: "number", placeholder: "пока не выключу" },
  { name: "probability", title: "Вероятность", type: "number", placeholder: "1", step: "0.05", min: 0, max: 1 },
  { name: "method", title: "Только метод", type: "text", placeholder: "любой" },
];

/** The filled fields; an empty one means the sandbox's own default. */
function valuesOf(form) {
  const values = {};
  for (const input of form.elements) {
    if (!input.name || input.value === "") continue;
    values[input.name] = input.type === "number" ? Number(input.value) : input.value;
  }
  return values;
}

function paramField(param) {
  const { name, title, type, default: initial, ...limits } = param;
  const input = h("input", {
    name, type: type === "number" ? "number" : "text", step: "any", autocomplete: "off", value: initial ?? "", "data-testid": `param-${name}`, ...limits,
  });
  return h("label", { class: "field" }, title, input);
}

function describe(fault) {
  const words = [
    fault.times === null ? "пока не выключите" : `ещё ${fault.times}`,
    fault.method && `для ${fault.method}`,
    fault.probability !== null && fault.probability < 1 && `вероятность ${fault.probability}`,
  ];
  return words.filter(Boolean).join(", ");
}

function card(kind) {
  const active = store.faults.filter((fault) => fault.name === kind.name);
  const isOn = active.length > 0;
  const form = h("form", { class: "fault-params", onsubmit: (event) => event.preventDefault() },
    kind.params.map(paramField),
    h("details", { class: "more" }, h("summary", {}, "Условия", h("code", {}, kind.name)), h("div", { class: "fault-grid" }, COMMON.map(paramField))));
  const toggle = h("button", {
    type: "button", role: "switch", class: "switch", "aria-checked": String(isOn), "aria-label": kind.title, "data-testid": `fault-${kind.name}`,
    onclick: () => attempt(() => (isOn ? api.clearFault(kind.name) : api.setFault({ name: kind.name, ...valuesOf(form) }))),
  });
  return h("section", { class: isOn ? "card on" : "card", "data-testid": `fault-card-${kind.name}` },
    h("div", { class: "card-head" },
      h("span", {}, kind.title), toggle),
    isOn ? active.map((fault) => h("p", { class: "card-state" }, describe(fault), h("code", {}, kind.name))) : form);
}

function render() {
  reconcile($("#fault-cards"), store.faultKinds, {
    key: (kind) => kind.name,
    signature: (kind) => JSON.stringify([kind, store.faults.filter((fault) => fault.name === kind.name)]),
    render: card,
  });
  const count = $("#fault-count");
  count.hidden = store.faults.length === 0;
  count.textContent = String(store.faults.length);
  $("#clear-faults").disabled = store.faults.length === 0;
}

export function startFaults() {
  $("#pane-faults").append(
    h("div", { class: "pane-head" },
      h("p", { class: "muted" }, "Включите сбой и посмотрите, не потеряет ли бот сообщение и не отправит ли его дважды."),
      h("button", { type: "button", class: "button secondary", id: "clear-faults", "data-testid": "clear-faults", onclick: () => attempt(api.clearFaults) }, "Выключить все")),
    h("div", { id: "fault-cards", class: "cards" }));
  on("faults", render);
}
