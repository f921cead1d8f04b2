// What hangs on a message: photos, documents, voice, stickers, places, links.

import { h, icon } from "./dom.js";
import { durationOf, safeUrl, sizeOf } from "./format.js";
import { mapCard } from "./map.js";
import { hasFace, stickerFace } from "./stickers.js";

const BARS = 36;

function openLightbox(url, label) {
  const dialog = h("dialog", { class: "lightbox", "aria-label": label, onclick: () => dialog.close() },
    h("img", { src: url, alt: label }),
    h("button", { type: "button", class: "icon-button", "aria-label": "Закрыть" }, icon("close")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** How many of six columns the photo takes: rows of three, the rest goes first and larger. */
function spanOf(index, count) {
  if (count === 4) return 3;
  const firstRow = count % 3 || 3;
  return 6 / (index < firstRow ? firstRow : 3);
}

function photoGrid(photos) {
  const count = photos.length;
  return h("div", { class: count > 1 ? "photos" : "photos single", "data-testid": "photos" },
    photos.map((photo, index) => {
      const label = count > 1 ? `Фотография ${index + 1} из ${count}` : "Фотография";
      const url = safeUrl(photo.url);
      const span = spanOf(index, count);
      const common = { class: span === 6 ? "photo wide" : "photo", vars: { "--span": span } };
      if (!url) return h("div", { ...common, class: `${common.class} missing` }, icon("photo"));
      return h("button", { ...common, type: "button", "data-testid": "photo", "aria-label": `${label}: открыть`, onclick: () => openLightbox(url, label) },
        h("img", { src: url, alt: label }));
    }));
}

function documentCard(doc) {
  const url = safeUrl(doc.url);
  const line = [doc.ext?.toUpperCase(), sizeOf(doc.size)].filter(Boolean).join(" · ");
  const body = [
    h("span", { class: "file-icon" }, icon("doc")),
    h("span", { class: "file-text" }, h("span", { class: "ellipsis" }, doc.title || "Документ"), h("small", {}, line || "документ")),
  ];
  return url
    ? h("a", { class: "file", href: url, target: "_blank", rel: "noopener", "data-testid": "document" }, body)
    : h("span", { class: "file", "data-testid": "document" }, body);
}

/** Heights of the bars, 0…1; a silent default when the voice has no waveform of its own. */
function barHeights(waveform) {
  if (!waveform?.length) return Array.from({ length: BARS }, (_, i) => 0.25 + 0.6 * Math.abs(Math.sin(i * 1.7) * Math.cos(i * 0.45)));
  const top = Math.max(...waveform, 1);
  return Array.from({ length: BARS }, (_, i) => Math.max(0.12, waveform[Math.floor((i * waveform.length) / BARS)] / top));
}

function voice(message) {
  const url = safeUrl(message.url);
  const audio = url ? new Audio(url) : null;
  const bars = barHeights(message.waveform).map((height) => h("i", { vars: { "--bar": height } }));
  const time = h("span", { class: "voice-time" }, durationOf(message.duration ?? 0));
  const button = h("button", { type: "button", class: "voice-button", "aria-label": "Прослушать", disabled: !audio }, icon("play"));
  if (audio) {
    audio.preload = "metadata";
    const show = () => {
      button.replaceChildren(icon(audio.paused ? "play" : "pause"));
      button.setAttribute("aria-label", audio.paused ? "Прослушать" : "Пауза");
    };
    button.addEventListener("click", () => (audio.paused ? audio.play().catch(() => time.replaceChildren("нет звука")) : audio.pause()));
    for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, show);
    audio.addEventListener("timeupdate", () => {
      const done = audio.duration ? audio.currentTime / audio.duration : 0;
      bars.forEach((bar, index) => bar.classList.toggle("done", index < done * BARS));
    });
  }
  return h("div", { class: "voice", "data-testid": "voice" }, button, h("span", { class: "bars", "aria-hidden": "true" }, bars), time,
    message.transcript && h("p", { class: "transcript" }, message.transcript));
}

function sticker(item) {
  const url = hasFace(item.sticker_id) ? null : safeUrl(item.url);
  return h("div", { class: "sticker", "data-testid": "sticker", role: "img", "aria-label": "Стикер" },
    url ? h("img", { src: url, alt: "" }) : stickerFace(item.sticker_id));
}

function linkCard(item) {
  const url = safeUrl(item.url);
  const title = item.title || item.url || `Вложение: ${item.type}`;
  const body = [h("span", { class: "file-icon" }, icon("link")), h("span", { class: "file-text" }, h("span", { class: "ellipsis" }, title), h("small", {}, item.type))];
  return url ? h("a", { class: "file", href: url, target: "_blank", rel: "noopener noreferrer" }, body) : h("span", { class: "file" }, body);
}

const CARDS = { doc: documentCard, audio_message: voice, sticker };

/** All attachments and the place of a message, photos first as a grid. */
export function attachmentsOf(message) {
  const items = message.attachments ?? [];
  const photos = items.filter((item) => item.type === "photo");
  return [
    photos.length > 0 && photoGrid(photos),
    ...items.filter((item) => item.type !== "photo").map((item) => (CARDS[item.type] ?? linkCard)(item)),
    message.geo && mapCard(message.geo),
  ];
}

export const isBareSticker = (message) => message.attachments?.length === 1 && message.attachments[0].type === "sticker" && !message.text;
