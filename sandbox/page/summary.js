// A message in one line, for lists and quotes.

import { plainText } from "./format.js";

const ATTACHMENTS = {
  photo: "Фотография", doc: "Документ", audio_message: "Голосовое сообщение", sticker: "Стикер", geo: "Место на карте",
};

export function summaryOf(message) {
  if (message.text) return plainText(message.text).replace(/\s+/g, " ");
  const first = message.attachments?.[0];
  if (first) return ATTACHMENTS[first.type] ?? "Вложение";
  if (message.geo) return ATTACHMENTS.geo;
  return message.fwd?.length ? "Пересланные сообщения" : "Сообщение";
}
