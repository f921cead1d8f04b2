// Applies the sandbox's news to what this window knows.

import { follow } from "./api.js";
import { callbackAnswered } from "./keyboard.js";
import {
  conversationOf, emit, isChat, keyOf, loadWorld, markRead, refreshState, setConnected, store,
} from "./store.js";
import { loadTown, takeOver } from "./town.js";

const CALLS_KEPT = 400;

function viewersOf({ user_id: user, peer_id: peer }) {
  return isChat(peer) ? (store.chats.get(peer)?.members ?? []) : [user];
}

function countUnread(item) {
  for (const viewer of viewersOf(item)) {
    if (viewer === item.message.from_id) continue;
    const key = keyOf(viewer, item.peer_id);
    store.unread.set(key, (store.unread.get(key) ?? 0) + 1);
  }
  markRead();
}

function changeMessages(item, change) {
  const conversation = conversationOf(item.user_id, item.peer_id);
  if (!conversation) return; // not loaded yet: it will come whole
  conversation.messages = change(conversation.messages);
  emit("conversation", { user: item.user_id, peer: item.peer_id });
}

/** Whoever writes to the community lets it answer, even after having forbidden it. */
function noteConsent({ user_id: id, message }) {
  const user = store.users.get(id);
  if (!user || user.allowed || message.from_id !== id) return;
  user.allowed = true;
  emit("people");
}

const sameCmid = (message, other) => message.conversation_message_id === other.conversation_message_id;

const appliers = {
  message(item) {
    countUnread(item);
    noteConsent(item);
    changeMessages(item, (messages) =>
      messages.some((known) => sameCmid(known, item.message)) ? messages : [...messages, item.message]);
  },
  edit(item) {
    changeMessages(item, (messages) => messages.map((known) => (sameCmid(known, item.message) ? item.message : known)));
  },
  delete(item) {
    changeMessages(item, (messages) => messages.filter((known) => !sameCmid(known, item)));
  },
  keyboard(item) {
    const conversation = conversationOf(item.user_id, item.peer_id);
    if (!conversation) return;
    conversation.keyboard = item.keyboard;
    emit("conversation", { user: item.user_id, peer: item.peer_id });
  },
  snackbar(item) {
    callbackAnswered(item.event_id);
    emit("snackbar", item);
  },
  wall_post: (item) => takeOver("posts", item.post),
  wall_comment: (item) => takeOver("comments", item.comment),
  topic: (item) => takeOver("topics", item.topic),
  topic_post: (item) => takeOver("topicPosts", item.topic_post),
  typing: (item) => emit("typing", item),
  call(item) {
    store.calls = [...store.calls.slice(1 - CALLS_KEPT), item];
  },
  fault(item) {
    store.faults = item.faults;
    emit("faults");
  },
};

/** What happens between the two comes again with the feed: it goes on from before the wall was loaded. */
async function loadAll() {
  const seq = await loadWorld();
  await loadTown();
  return seq;
}

/** Starts to follow the sandbox. */
export function startFeed() {
  addEventListener("visibilitychange", markRead);
  return follow({
    load: loadAll,
    onConnection: setConnected,
    async onItems(items) {
      store.seq = items.at(-1)?.seq ?? store.seq;
      for (const item of items) appliers[item.kind]?.(item);
      if (items.some((item) => item.kind === "call")) emit("calls");
      if (items.some((item) => item.kind === "user" || item.kind === "settings")) await refreshState();
    },
  });
}
