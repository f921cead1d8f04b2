// Russian dates, sizes and counts, and the rich text of messages.

import { h } from "./dom.js";

const clock = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const dayMonth = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long" });
const dayMonthYear = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", year: "numeric" });
const plurals = new Intl.PluralRules("ru");
const DAY_MS = 86_400_000;

export const timeOf = (seconds) => clock.format(new Date(seconds * 1000));

const startOfDay = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** «сегодня», «вчера», «12 ноября» or with the year when it is another one. */
export function dayOf(seconds, now = new Date()) {
  const date = new Date(seconds * 1000);
  const days = Math.round((startOfDay(now) - startOfDay(date)) / DAY_MS);
  if (days === 0) return "сегодня";
  if (days === 1) return "вчера";
  return (date.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(date);
}

/** The time today, and on other days the day with it. */
export function momentOf(seconds) {
  const day = dayOf(seconds);
  return day === "сегодня" ? timeOf(seconds) : `${day}, ${timeOf(seconds)}`;
}

/** Picks the Russian form for a count: `plural(5, ["участник", "участника", "участников"])`. */
export function plural(count, [one, few, many]) {
  const form = { one, few, many, other: many }[plurals.select(count)];
  return `${count} ${form}`;
}

export function sizeOf(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} КБ`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} МБ`;
}

export const durationOf = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** A web address that is safe to put into `href`, or null (javascript: and the like). */
export function safeUrl(address) {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

const TOKEN = /\[(id|club|public)(\d+)\|([^\]]+)\]|(https?:\/\/[^\s<>"«»]*[^\s<>"«».,;:!?)])/gi;
const PROFILE = /^https?:\/\/(?:m\.)?vk\.(?:com|ru)\/id(\d+)$/i;

function profileOrLink(address, label, isKnownUser) {
  const profile = PROFILE.exec(address);
  // A made-up person of the sandbox has a real stranger's page behind the same id: stay on this machine.
  if (profile && isKnownUser(Number(profile[1]))) return personLink(Number(profile[1]), label);
  const href = safeUrl(address);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, label) : label;
}

const personLink = (id, label) =>
  h("a", { href: `#user=${id}`, class: "mention", title: "Сыграть за этого человека" }, label);

function linkify(text, isKnownUser) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, kind, id, label, address] = match;
    parts.push(text.slice(end, match.index));
    if (address) parts.push(profileOrLink(address, address, isKnownUser));
    else if (kind.toLowerCase() === "id" && isKnownUser(Number(id))) parts.push(personLink(Number(id), label));
    else parts.push(h("span", { class: "mention" }, label));
    end = match.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== "");
}

const STYLES = { bold: "b", italic: "i", underline: "u" };

/**
 * The text of a message as nodes: mentions, addresses, and VK's `format_data`, whose offsets count UTF-16 units
 * as JavaScript strings do.
 */
export function richText(text, formatData, isKnownUser) {
  const items = formatData?.items ?? [];
  if (items.length === 0) return linkify(text, isKnownUser);
  const bounds = new Set([0, text.length]);
  for (const item of items) bounds.add(item.offset).add(item.offset + item.length);
  const points = [...bounds].filter((point) => point >= 0 && point <= text.length).sort((a, b) => a - b);
  return points.slice(0, -1).flatMap((start, index) => {
    const end = points[index + 1];
    const covering = items.filter((item) => item.offset <= start && item.offset + item.length >= end);
    return styled(text.slice(start, end), covering, isKnownUser);
  });
}

function styled(piece, covering, isKnownUser) {
  const link = covering.find((item) => item.type === "url" && item.url);
  let nodes = link ? [profileOrLink(link.url, piece, isKnownUser)] : linkify(piece, isKnownUser);
  for (const item of covering) if (STYLES[item.type]) nodes = [h(STYLES[item.type], {}, ...nodes)];
  return nodes;
}

/** VK's text with mentions reduced to their visible words, for previews. */
export const plainText = (text) => text.replace(/\[(?:id|club|public)\d+\|([^\]]+)\]/gi, "$1");
