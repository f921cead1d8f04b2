// Where a person writes a comment or a message of a discussion: text, files, and for the staff, in whose name.

import { h, icon, iconButton } from "./dom.js";
import { api } from "./api.js";
import { kindOf, MAX_FILES } from "./files.js";
import { plainText } from "./format.js";
import { attempt, showSnackbar } from "./snackbar.js";
import { authorOf, isStaff, store } from "./store.js";

const drafts = new Map(); // key → draft, so that a rebuilt form goes on where it was

function draftOf(key) {
  if (!drafts.has(key)) drafts.set(key, { text: "", files: [], replyTo: null, asCommunity: true });
  return drafts.get(key);
}

/** How VK's own form begins a reply: with the name of whoever is answered. */
function callOf(remark) {
  const { name, isCommunity } = authorOf(remark.from_id);
  return isCommunity ? name : name.split(" ")[0];
}

/** The name at the beginning becomes a mention, as VK sends it. */
function withMention(text, replyTo) {
  const call = replyTo && callOf(replyTo);
  if (!call || !text.startsWith(`${call}, `)) return text;
  const target = replyTo.from_id < 0 ? `club${-replyTo.from_id}` : `id${replyTo.from_id}`;
  return `[${target}|${call}]${text.slice(call.length)}`;
}

/**
 * A form: `{node, replyTo(remark)}`. `key` keeps drafts apart, `send(message)` carries it out with
 * `{user_id, text, attachments, reply_to, as_community}`.
 */
export function remarkComposer({ key, user, placeholder, send }) {
  const isManager = isStaff(store.users.get(user));
  const above = h("div", { class: "draft" });
  const field = h("textarea", { rows: 1, placeholder, "aria-label": placeholder, "data-testid": "remark-text", enterkeyhint: "send" });
  const button = h("button", { type: "submit", class: "icon-button send", "data-testid": "remark-send", "aria-label": "Отправить", title: "Отправить (Enter)" }, icon("send"));

  const isReady = () => {
    const { text, files } = draftOf(key);
    return files.every((file) => file.uploadId) && (text.trim() !== "" || files.length > 0);
  };

  async function submit() {
    if (!isReady()) return;
    const draft = draftOf(key);
    const message = {
      user_id: user, text: withMention(draft.text, draft.replyTo), attachments: draft.files.map((file) => file.uploadId),
      reply_to: draft.replyTo?.id, as_community: isManager && draft.asCommunity,
    };
    drafts.set(key, { text: "", files: [], replyTo: null, asCommunity: draft.asCommunity });
    render();
    if ((await attempt(() => send(message))) !== undefined) return;
    drafts.set(key, draft);
    render();
  }

  async function addFiles(list) {
    const draft = draftOf(key);
    const free = MAX_FILES - draft.files.length;
    if (list.length > free) showSnackbar(`Не больше ${MAX_FILES} вложений`, { isError: true });
    for (const file of list.slice(0, free)) {
      const item = { name: file.name, uploadId: null };
      draft.files.push(item);
      render();
      const answer = await attempt(() => api.upload(file, kindOf(file)));
      if (answer) item.uploadId = answer.upload_id;
      else draft.files.splice(draft.files.indexOf(item), 1);
      render();
    }
    field.focus();
  }

  function chip(item) {
    const remove = () => {
      const { files } = draftOf(key);
      files.splice(files.indexOf(item), 1);
      render();
    };
    return h("div", { class: "chip", "data-testid": "remark-file" }, icon("clip"), h("span", { class: "ellipsis" }, item.name),
      !item.uploadId && h("span", { class: "spinner", role: "progressbar", "aria-label": "Загрузка" }),
      iconButton("close", `Убрать: ${item.name}`, { class: "icon-button chip-remove", onclick: remove }));
  }

  function context(remark) {
    const cancel = () => {
      draftOf(key).replyTo = null;
      render();
      field.focus();
    };
    return h("div", { class: "context", "data-testid": "remark-context" },
      h("div", { class: "context-text" }, h("b", {}, `Ответ: ${authorOf(remark.from_id).name}`), h("span", { class: "ellipsis" }, plainText(remark.text) || "Вложение")),
      iconButton("close", "Убрать", { onclick: cancel }));
  }

  function voiceSwitch() {
    const { asCommunity } = draftOf(key);
    const toggle = () => {
      draftOf(key).asCommunity = !asCommunity;
      render();
      above.querySelector("[role=switch]").focus();
    };
    return h("div", { class: "voice-of" }, h("span", { class: "muted" }, "От имени сообщества"),
      h("button", { type: "button", role: "switch", class: "switch", "aria-checked": String(asCommunity), "aria-label": "От имени сообщества", "data-testid": "as-community", onclick: toggle }));
  }

  function fitHeight() {
    field.style.height = "auto";
    if (field.scrollHeight) field.style.height = `${field.scrollHeight}px`;
  }

  function render() {
    const draft = draftOf(key);
    field.value = draft.text;
    fitHeight();
    above.replaceChildren(...[
      isManager && voiceSwitch(),
      draft.replyTo && context(draft.replyTo),
      draft.files.length > 0 && h("div", { class: "chips" }, draft.files.map(chip)),
    ].filter(Boolean));
    button.disabled = !isReady();
  }

  const input = h("input", { type: "file", multiple: true, class: "visually-hidden", "aria-label": "Прикрепить файлы" });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    addFiles(files);
  });
  field.addEventListener("input", () => {
    draftOf(key).text = field.value;
    fitHeight();
    button.disabled = !isReady();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const form = h("form", { class: "composer", onsubmit: (event) => {
    event.preventDefault();
    submit();
  } },
    h("label", { class: "icon-button", title: "Прикрепить файлы", "data-testid": "remark-attach" }, icon("clip"), input),
    field, button);
  render();

  return {
    node: h("div", { class: "remark-composer" }, above, form),
    replyTo(remark) {
      const draft = draftOf(key);
      if (draft.text.trim() === "") draft.text = `${callOf(remark)}, `;
      draft.replyTo = remark;
      render();
      field.focus();
      field.scrollIntoView({ block: "nearest" });
    },
  };
}
