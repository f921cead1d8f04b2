// A message in one line, for lists and quotes.

import { plainText } from "./format.js";

const ATTACHMENTS = {
  photo: "Фотография", doc: "Документ", audio_message: "Голосовое сообщение", sticker: "Стикер", geo: "Место на карте",
};

const ACTIONS = {
  chat_invite_user: "в чате новый участник",
  chat_invite_user_by_link: "в чате новый участник",
  chat_kick_user: "участник вышел из чата",
  chat_title_update: "у чата новое название",
  chat_create: "чат создан",
};

/** What happened in a chat, for a message that is a system event. */
export const serviceText = (message) => ACTIONS[message.action.type] ?? "служебное сообщение";

export function summaryOf(message) {
  if (message.action) return serviceText(message);
  if (message.text) return plainText(message.text).replace(/\s+/g, " ");
  const first = message.attachments?.[0];
  if (first) return ATTACHMENTS[first.type] ?? "Вложение";
  if (message.geo) return ATTACHMENTS.geo;
  return message.fwd?.length ? "Пересланные сообщения" : "Сообщение";
}
