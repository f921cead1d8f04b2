// Dialogs: a new person, changes of a person, a lead form, an answer by hand on behalf of the community.

import { h } from "./dom.js";
import { api } from "./api.js";
import { uploadAll } from "./files.js";
import { go } from "./route.js";
import { attempt, showSnackbar } from "./snackbar.js";
import { authorOf, defaultPeer, isChat, isStaff, refreshState, store } from "./store.js";

const ROLES = [["", "Гражданин"], ["moderator", "Модератор"], ["editor", "Редактор"], ["administrator", "Администратор"]];
const SEXES = [["1", "Женский"], ["2", "Мужской"]];
const DEFAULT_CITY = "Примерск";
const LEAD_FORM = { form_id: 1, form_name: "Сообщить о проблеме" };
// VK's own keys of standard questions; `custom_0` is a question that the community made up.
const LEAD_QUESTIONS = [
  ["last_name", "Фамилия"], ["first_name", "Имя"], ["phone_number", "Телефон"], ["email", "Почта"], ["location", "Город"],
];
const OWN_QUESTION = "custom_0";

export function textField(name, label, value, props = {}) {
  return h("label", { class: "field" }, label, h("input", { name, value, autocomplete: "off", "data-testid": `field-${name}`, ...props }));
}

export function textArea(name, label, value, props = {}) {
  return h("label", { class: "field" }, label, h("textarea", { name, rows: 4, value, "data-testid": `field-${name}`, ...props }));
}

function selectField(name, label, options, value) {
  const select = h("select", { name, "data-testid": `field-${name}` }, options.map(([id, title]) => h("option", { value: id }, title)));
  select.value = value;
  return h("label", { class: "field" }, label, select);
}

function checkField(name, label, checked) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", name, checked, "data-testid": `field-${name}` }), label);
}

/** Shows a form; `onSubmit(FormData)` returns undefined when it was refused, and the dialog stays. */
export function openForm({ title, fields, submitLabel, onSubmit }) {
  const dialog = h("dialog", { class: "sheet", "aria-label": title, "data-testid": "dialog" });
  const form = h("form", {},
    h("h2", {}, title), ...fields,
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, "Отмена"),
      h("button", { type: "submit", class: "button primary", "data-testid": "dialog-submit" }, submitLabel)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await attempt(() => onSubmit(new FormData(form)))) !== undefined) dialog.close();
  });
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function createPerson() {
  openForm({
    title: "Новый человек",
    submitLabel: "Создать",
    fields: [
      h("div", { class: "fields" }, textField("first_name", "Имя", "", { required: true }), textField("last_name", "Фамилия", "", { required: true })),
      h("div", { class: "fields" }, selectField("sex", "Пол", SEXES, "1"), textField("city", "Город", DEFAULT_CITY)),
      selectField("role", "Кто это", ROLES, ""),
      h("p", { class: "muted" }, "Модераторы и администраторы попадают и в чат модераторов."),
    ],
    async onSubmit(data) {
      const { role, ...about } = Object.fromEntries(data);
      const user = await api.createUser({ ...about, sex: Number(about.sex) });
      if (role) await api.updateUser(user.id, { role, in_chat: true });
      await refreshState();
      go({ user: user.id, peer: defaultPeer(user.id) });
      return user;
    },
  });
}

export function editPerson(user) {
  const isInChat = [...store.chats.values()].some((chat) => chat.members.includes(user.id));
  openForm({
    title: authorOf(user.id).name,
    submitLabel: "Сохранить",
    fields: [
      selectField("role", "Роль в сообществе", ROLES, user.role ?? ""),
      checkField("in_chat", "В чате модераторов", isInChat),
      checkField("allowed", "Разрешены сообщения от сообщества", user.allowed),
      checkField("privacy", "Закрыл личные сообщения настройками приватности", user.privacy),
      checkField("blocked", "В чёрном списке сообщества", user.blocked),
      checkField("deactivated", "Страница удалена", user.deactivated),
    ],
    async onSubmit(data) {
      const flags = ["in_chat", "allowed", "privacy", "blocked", "deactivated"].map((name) => [name, data.has(name)]);
      const changed = await api.updateUser(user.id, { role: data.get("role") || null, ...Object.fromEntries(flags) });
      await refreshState();
      return changed;
    },
  });
}

/** «Форма сбора заявок»: the person answers its questions, the bot gets `lead_forms_new`. */
export function fillLeadForm(user) {
  const known = { first_name: user.first_name, last_name: user.last_name, location: user.city };
  openForm({
    title: LEAD_FORM.form_name,
    submitLabel: "Отправить заявку",
    fields: [
      h("p", { class: "muted" }, `Так выглядит форма сбора заявок № ${LEAD_FORM.form_id}. Пустые ответы тоже приходят боту.`),
      ...LEAD_QUESTIONS.map(([key, title]) => textField(key, title, known[key] ?? "")),
      textField("question", "Свой вопрос сообщества", "Что случилось?"),
      h("label", { class: "field" }, "Ответ на него", h("textarea", { name: OWN_QUESTION, rows: 3, "data-testid": "field-answer" })),
    ],
    async onSubmit(data) {
      const questions = [...LEAD_QUESTIONS, [OWN_QUESTION, data.get("question")]];
      const answers = questions.map(([key, question]) => ({ key, question, answer: data.get(key) || null }));
      const lead = await api.fillForm({ user_id: user.id, ...LEAD_FORM, answers });
      showSnackbar("Заявка отправлена");
      return lead;
    },
  });
}

const managerField = () => {
  const managers = [...store.users.values()].filter(isStaff).map((manager) => [String(manager.id), authorOf(manager.id).name]);
  return selectField("manager", "Кто пишет", managers, managers[0]?.[0] ?? "");
};

const asCommunity = ({ user, peer }, data) =>
  ({ user_id: Number(data.get("manager")), peer_id: peer, text: data.get("text"), as_community: true, ...(isChat(peer) ? {} : { to_user_id: user }) });

/** A manager answers past the bot, in VK's own interface: the bot sees it as a reply with `admin_author_id`. */
export function answerByHand(place) {
  openForm({
    title: "Ответ от сообщества вручную",
    submitLabel: "Отправить",
    fields: [
      h("p", { class: "muted" }, "Так сотрудник отвечает в обход бота — из сообщений сообщества."),
      managerField(),
      textArea("text", "Текст", ""),
      h("label", { class: "field" }, "Файлы", h("input", { type: "file", name: "files", multiple: true, "data-testid": "field-files" })),
    ],
    async onSubmit(data) {
      const attachments = await uploadAll(data.getAll("files").filter((file) => file.size));
      return api.send({ ...asCommunity(place, data), attachments });
    },
  });
}

/** A manager corrects what was answered by hand: `message_edit` with `admin_author_id`. */
export function editByHand(place, message) {
  openForm({
    title: "Изменить ответ сообщества",
    submitLabel: "Сохранить",
    fields: [managerField(), textArea("text", "Текст", message.text)],
    onSubmit: (data) => api.edit({ ...asCommunity(place, data), conversation_message_id: message.conversation_message_id }),
  });
}
