// Where a person writes: text, files, voice, stickers, a place, replies and edits.

import { $, h, icon, iconButton } from "./dom.js";
import { api } from "./api.js";
import { draftOf, dropDraft, forwardedBy, restoreDraft, setForwarded } from "./drafts.js";
import { kindOf, MAX_FILES, PHOTO_TYPES } from "./files.js";
import { toggleKeyboard } from "./keyboard.js";
import { choosePlace } from "./map.js";
import { openMenu } from "./menu.js";
import { go, readRoute } from "./route.js";
import { attempt, showSnackbar } from "./snackbar.js";
import { STICKER_IDS, stickerFace } from "./stickers.js";
import { authorOf, peersOf } from "./store.js";
import { summaryOf } from "./summary.js";
import { plural } from "./format.js";

const TYPING_EVERY_MS = 5000;

let place = null; // {user, peer}
let lastTyping = 0;

const field = () => $("#composer-text");

// --- sending -------------------------------------------------------------------------------------------------

function outgoing(extra) {
  const { ref } = readRoute();
  return { user_id: place.user, peer_id: place.peer, ...(ref ? { ref, ref_source: "link" } : {}), ...extra };
}

/** VK's button of an empty conversation with a community. */
export const sendStart = () => attempt(() => api.send(outgoing({ text: "Начать", payload: '{"command":"start"}' })));

function canSend() {
  const draft = draftOf(place);
  const isReady = draft.files.every((file) => file.uploadId);
  return isReady && (draft.text.trim() !== "" || draft.files.length > 0 || forwardedBy(place.user).length > 0);
}

async function saveEdit(draft) {
  const change = { user_id: place.user, peer_id: place.peer, conversation_message_id: draft.editing.conversation_message_id, text: draft.text };
  if ((await attempt(() => api.edit(change))) !== undefined) {
    dropDraft(place);
    render();
  }
}

async function submit() {
  if (!canSend()) return;
  const draft = draftOf(place);
  if (draft.editing) return saveEdit(draft);
  const sentFrom = place;
  const bundle = forwardedBy(place.user);
  const message = outgoing({
    text: draft.text,
    attachments: draft.files.map((file) => file.uploadId),
    reply_to: draft.replyTo?.conversation_message_id,
    fwd: bundle.length ? bundle.map((item) => item.id) : undefined,
  });
  dropDraft(place);
  setForwarded(place.user, []);
  render();
  if ((await attempt(() => api.send(message))) !== undefined) return;
  restoreDraft(sentFrom, draft);
  setForwarded(sentFrom.user, bundle);
  if (place === sentFrom) render();
}

async function sendPlace() {
  const from = place;
  closeTools();
  const geo = await choosePlace();
  if (geo) await attempt(() => api.send({ user_id: from.user, peer_id: from.peer, text: "", geo }));
}

function sendSticker(id) {
  $("#sticker-picker").hidePopover();
  attempt(() => api.send(outgoing({ text: "", sticker_id: id })));
}

const sendVoiceSample = () => attempt(() => api.send(outgoing({ text: "", voice: true })));

// --- files ---------------------------------------------------------------------------------------------------

async function addFiles(list, kind) {
  const target = place;
  const draft = draftOf(target);
  closeTools();
  const free = MAX_FILES - draft.files.length;
  if (list.length > free) showSnackbar(`В одном сообщении не больше ${MAX_FILES} вложений`, { isError: true });
  const added = [...list].slice(0, free).map((file) => ({
    file, kind, name: file.name, uploadId: null,
    preview: kind === "photo" ? URL.createObjectURL(file) : null,
  }));
  draft.files.push(...added);
  renderDraft();
  for (const item of added) {
    const answer = await attempt(() => api.upload(item.file, kind));
    if (answer) item.uploadId = answer.upload_id;
    else draft.files.splice(draft.files.indexOf(item), 1);
    renderDraft();
  }
  if (kind === "voice" && added.length) await submit(); // VK sends a voice message by itself
  field().focus();
}

function addDropped(files) {
  for (const kind of ["photo", "doc"]) {
    const chosen = [...files].filter((file) => kindOf(file) === kind);
    if (chosen.length) addFiles(chosen, kind);
  }
}

function removeFile(item) {
  const { files } = draftOf(place);
  files.splice(files.indexOf(item), 1);
  if (item.preview) URL.revokeObjectURL(item.preview);
  renderDraft();
  field().focus();
}

// --- context: reply, edit, forward ---------------------------------------------------------------------------

export function replyTo(message) {
  Object.assign(draftOf(place), { replyTo: message, editing: null });
  render();
  field().focus();
}

export function edit(message) {
  Object.assign(draftOf(place), { editing: message, replyTo: null, text: message.text });
  render();
  field().focus();
}

/** Takes a message along; a person with one more conversation is asked to open it. */
export function forward(message) {
  setForwarded(place.user, [...forwardedBy(place.user), message]);
  render();
  const other = peersOf(place.user).find((peer) => peer !== place.peer);
  if (other) go({ user: place.user, peer: other });
  field().focus();
}

function contextLine(title, text, onCancel, testid) {
  return h("div", { class: "context", "data-testid": testid },
    h("div", { class: "context-text" }, h("b", {}, title), h("span", { class: "ellipsis" }, text)),
    iconButton("close", "Убрать", { onclick: onCancel }));
}

function contexts(draft) {
  const bundle = forwardedBy(place.user);
  const clear = (change) => () => {
    Object.assign(draft, change);
    render();
    field().focus();
  };
  return [
    draft.replyTo && contextLine(`Ответ: ${authorOf(draft.replyTo.from_id).name}`, summaryOf(draft.replyTo), clear({ replyTo: null }), "context-reply"),
    draft.editing && contextLine("Изменить сообщение", summaryOf(draft.editing), clear({ editing: null, text: "" }), "context-edit"),
    bundle.length > 0 && contextLine("Переслать", plural(bundle.length, ["сообщение", "сообщения", "сообщений"]), () => {
      setForwarded(place.user, []);
      render();
    }, "context-forward"),
  ];
}

function fileChip(item) {
  return h("div", { class: item.preview ? "chip photo" : "chip", "data-testid": "upload" },
    item.preview ? h("img", { src: item.preview, alt: item.name }) : [icon(item.kind === "voice" ? "mic" : "doc"), h("span", { class: "ellipsis" }, item.name)],
    !item.uploadId && h("span", { class: "spinner", role: "progressbar", "aria-label": "Загрузка" }),
    iconButton("close", `Убрать: ${item.name}`, { class: "icon-button chip-remove", onclick: () => removeFile(item) }));
}

// --- the form ------------------------------------------------------------------------------------------------

function fileInput(kind, props) {
  const input = h("input", { type: "file", ...props });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) addFiles(files, kind);
  });
  return input;
}

function openVoiceMenu(button) {
  closeTools();
  openMenu(button, [
    { icon: "mic", label: "Отправить пример", testid: "voice-sample", run: sendVoiceSample },
    { icon: "doc", label: "Выбрать аудиофайл", testid: "voice-file", run: () => fileInput("voice", { accept: "audio/*" }).click() },
  ]);
}

/** A file input inside its label: a real control for the keyboard, for screen readers and for tests. */
function fileButton(name, label, { kind, accept, testid }) {
  const input = fileInput(kind, { accept, multiple: true, class: "visually-hidden", "aria-label": label });
  return h("label", { class: "icon-button tool", "data-testid": testid, title: label }, icon(name), h("span", { class: "tool-label" }, label), input);
}

function openStickers() {
  closeTools();
  $("#sticker-picker").showPopover();
}

function stickerPicker() {
  return h("div", { id: "sticker-picker", class: "sticker-picker", popover: "auto", "aria-label": "Стикеры" },
    STICKER_IDS.map((id) =>
      h("button", { type: "button", class: "sticker-choice", "aria-label": `Стикер ${id}`, "data-testid": `sticker-${id}`, onclick: () => sendSticker(id) }, stickerFace(id))));
}

function toolButton(name, label, props) {
  const button = iconButton(name, label, { class: "icon-button tool", ...props });
  button.append(h("span", { class: "tool-label" }, label));
  return button;
}

const tools = () => $("#tools");

function closeTools() {
  tools().classList.remove("open");
  $("#attach").setAttribute("aria-expanded", "false");
}

function toggleTools() {
  const isOpen = tools().classList.toggle("open");
  $("#attach").setAttribute("aria-expanded", String(isOpen));
}

function onKey(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") {
    Object.assign(draftOf(place), { replyTo: null, editing: null });
    render();
  }
}

function onInput() {
  draftOf(place).text = field().value;
  fitHeight();
  renderSend();
  const now = performance.now();
  if (now - lastTyping < TYPING_EVERY_MS) return;
  lastTyping = now;
  api.typing({ user_id: place.user, peer_id: place.peer }).catch(console.warn);
}

function fitHeight() {
  const area = field();
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

function build() {
  const text = h("textarea", {
    id: "composer-text", rows: 1, placeholder: "Сообщение", "aria-label": "Сообщение", "data-testid": "composer", enterkeyhint: "send",
    onkeydown: onKey, oninput: onInput,
  });
  text.addEventListener("paste", (event) => event.clipboardData.files.length && addDropped(event.clipboardData.files));
  const form = h("form", { class: "composer" },
    iconButton("clip", "Вложение", { class: "icon-button only-compact", id: "attach", "aria-expanded": "false", "aria-controls": "tools", "data-testid": "attach", onclick: toggleTools }),
    h("div", { class: "tools", id: "tools" },
      fileButton("photo", "Фотографии", { kind: "photo", accept: PHOTO_TYPES.join(), testid: "attach-photo" }),
      fileButton("doc", "Документы", { kind: "doc", testid: "attach-document" }),
      toolButton("mic", "Голосовое сообщение", { "data-testid": "attach-voice", onclick: (event) => openVoiceMenu(event.currentTarget) }),
      toolButton("pin", "Место на карте", { "data-testid": "send-location", onclick: sendPlace }),
      toolButton("smile", "Стикер", { "data-testid": "attach-sticker", onclick: openStickers })),
    text,
    iconButton("keyboard", "Клавиатура бота", { id: "keyboard-toggle", "data-testid": "keyboard-toggle", "aria-controls": "keyboard", onclick: toggleKeyboard, hidden: true }),
    h("button", { type: "submit", class: "icon-button send", id: "send", "data-testid": "send", "aria-label": "Отправить", title: "Отправить (Enter)" }, icon("send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    field().focus();
  });
  document.addEventListener("pointerdown", (event) => tools().contains(event.target) || $("#attach").contains(event.target) || closeTools());
  $("#composer-root").replaceChildren(h("div", { id: "draft", class: "draft" }), form, stickerPicker());
}

function renderSend() {
  const button = $("#send");
  button.disabled = !canSend();
  const label = draftOf(place).editing ? "Сохранить" : "Отправить";
  if (button.getAttribute("aria-label") === label) return;
  button.setAttribute("aria-label", label);
  button.replaceChildren(icon(draftOf(place).editing ? "check" : "send"));
}

function renderDraft() {
  const draft = draftOf(place);
  $("#draft").replaceChildren(
    ...contexts(draft).filter(Boolean),
    ...(draft.files.length ? [h("div", { class: "chips" }, draft.files.map(fileChip))] : []));
  renderSend();
}

function render() {
  field().value = draftOf(place).text;
  fitHeight();
  renderDraft();
}

/** Shows the draft of a conversation and, where there is a keyboard to type on, takes the focus. */
export function openComposer(user, peer) {
  if (!field()) build();
  place = { user, peer };
  closeTools();
  render();
  if (matchMedia("(hover: hover) and (min-width: 761px)").matches) field().focus({ preventScroll: true });
}

/** Files dropped onto the conversation become attachments. */
export function startDrop() {
  const chat = $("#chat");
  chat.addEventListener("dragover", (event) => {
    if (!place || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    chat.classList.add("dropping");
  });
  chat.addEventListener("dragleave", (event) => chat.contains(event.relatedTarget) || chat.classList.remove("dropping"));
  chat.addEventListener("drop", (event) => {
    event.preventDefault();
    chat.classList.remove("dropping");
    if (place) addDropped(event.dataTransfer.files);
  });
}
