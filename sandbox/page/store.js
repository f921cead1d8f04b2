// What this window knows of the sandbox's world, and who wants to hear about changes.
// Topics: people, conversation (detail {user, peer}; user is null for a chat), calls, faults, settings, connection,
// snackbar, typing.

import { api } from "./api.js";

const CALLS_KEPT = 400;
const READ_DELAY_MS = 400;
const LOADED_AT_ONCE = 60; // conversations; the rest is loaded when it is opened
const CHAT_BASE = 2_000_000_000;
const STAFF = new Set(["moderator", "administrator", "editor", "creator"]);

export const isChat = (peer) => peer > CHAT_BASE;
export const keyOf = (user, peer) => `${user}:${peer}`;

// A chat is one conversation for all its members.
const placeKey = (user, peer) => (isChat(peer) ? `chat:${peer}` : keyOf(user, peer));

/** Whether a change at `place` concerns what is shown at `shown`. */
export const isSamePlace = (place, shown) => placeKey(place.user, place.peer) === placeKey(shown.user, shown.peer);

const listeners = new Map();
export const emit = (topic, detail) => listeners.get(topic)?.forEach((listener) => listener(detail));

/** Calls `listener(detail)` at every change of any of the topics. */
export function on(topics, listener) {
  for (const topic of topics.split(" ")) listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}

export const store = {
  community: null,
  users: new Map(),
  chats: new Map(),
  faults: [],
  faultKinds: [],
  settings: {},
  seq: 0,
  connected: false,
  calls: [],
  conversations: new Map(),
  unread: new Map(),
  current: null, // {user, peer} on the screen
};

const communityPeer = () => -store.community.id;
export const isStaff = (user) => STAFF.has(user.role);

/** Peers that a person can open: the community, then the chats with this person. */
export function peersOf(userId) {
  const chats = [...store.chats.values()].filter((chat) => chat.members.includes(userId)).map((chat) => chat.peer_id);
  return [communityPeer(), ...chats];
}

export const canOpen = (userId, peer) => store.users.has(userId) && peersOf(userId).includes(peer);

/** Where a click on a person leads: the staff works in the chat, a citizen writes to the community. */
export function defaultPeer(userId) {
  const peers = peersOf(userId);
  return isStaff(store.users.get(userId)) && peers.length > 1 ? peers[1] : peers[0];
}

export const peerTitle = (peer) =>
  isChat(peer) ? (store.chats.get(peer)?.title ?? "Чат") : store.community.name;

/** Name and colour of whoever wrote: a person, or the community for a negative id. */
export function authorOf(id) {
  if (id < 0) return { id, name: store.community.name, isCommunity: true };
  const user = store.users.get(id);
  return { id, name: user ? `${user.first_name} ${user.last_name}`.trim() : `id${id}`, color: user?.avatar_color };
}

/** `{messages, keyboard}` or undefined when it is not loaded yet. */
export const conversationOf = (user, peer) => store.conversations.get(placeKey(user, peer));

/** Loads everything afresh; returns the seq from which the feed goes on. */
export async function loadWorld() {
  const [state, log] = await Promise.all([api.state(), api.calls()]);
  const isAnotherWorld = state.seq < store.seq;
  takeState(state);
  store.calls = log.items.slice(-CALLS_KEPT);
  store.seq = state.seq;
  if (isAnotherWorld) store.unread.clear();
  await loadConversations();
  emitState();
  emit("calls");
  return state.seq;
}

function takeState(state) {
  store.community = state.community;
  store.users = new Map(state.users.map((user) => [user.id, user]));
  store.chats = new Map(state.chats.map((chat) => [chat.peer_id, chat]));
  store.faults = state.faults;
  store.faultKinds = state.fault_kinds;
  store.settings = state.settings;
}

function emitState() {
  for (const topic of ["people", "faults", "settings"]) emit(topic);
}

async function loadConversations() {
  const places = [...store.users.keys()].flatMap((user) => peersOf(user).map((peer) => ({ user, peer })));
  store.conversations.clear();
  await Promise.all(places.slice(0, LOADED_AT_ONCE).map(loadConversation));
  const { current } = store;
  if (current && canOpen(current.user, current.peer)) await ensureConversation(current.user, current.peer);
}

async function loadConversation({ user, peer }) {
  const answer = await api.conversation(user, peer);
  store.conversations.set(placeKey(user, peer), { messages: answer.messages, keyboard: answer.keyboard });
  const isOnScreen = store.current?.user === user && store.current.peer === peer;
  // Asking counts as reading for the sandbox, so its count comes only once: keep it here.
  if (answer.unread > 0 && !isOnScreen) store.unread.set(keyOf(user, peer), answer.unread);
  emit("conversation", { user, peer });
}

export async function ensureConversation(user, peer) {
  if (!conversationOf(user, peer)) await loadConversation({ user, peer });
}

/** Takes over people, chats and switches after one of them changed. */
export async function refreshState() {
  takeState(await api.state());
  emitState();
}

/** Remembers what is on the screen: its messages count as read. */
export function setCurrent(place) {
  store.current = place;
  markRead();
}

let readTimer;

/** Forgets the count of the open conversation, and tells the sandbox (asking for it counts as reading). */
export function markRead() {
  const { current } = store;
  if (current === null || document.hidden || !store.unread.delete(keyOf(current.user, current.peer))) return;
  emit("people");
  clearTimeout(readTimer);
  readTimer = setTimeout(() => api.conversation(current.user, current.peer).catch(console.warn), READ_DELAY_MS);
}

export const unreadOf = (key) => store.unread.get(key) ?? 0;
export const unreadOfUser = (userId) =>
  peersOf(userId).reduce((sum, peer) => sum + unreadOf(keyOf(userId, peer)), 0);

export function setConnected(up) {
  if (store.connected === up) return;
  store.connected = up;
  emit("connection", up);
}
