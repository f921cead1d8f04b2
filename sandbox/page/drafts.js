// What a person has begun to write, kept apart for every conversation while the page is open.

import { keyOf } from "./store.js";

const drafts = new Map();
const bundles = new Map(); // user → messages to forward: they go along to whichever conversation is opened next

const emptyDraft = () => ({ text: "", files: [], replyTo: null, editing: null });

export function draftOf({ user, peer }) {
  const key = keyOf(user, peer);
  if (!drafts.has(key)) drafts.set(key, emptyDraft());
  return drafts.get(key);
}

export const dropDraft = ({ user, peer }) => drafts.delete(keyOf(user, peer));
export const restoreDraft = ({ user, peer }, draft) => drafts.set(keyOf(user, peer), draft);

export const forwardedBy = (user) => bundles.get(user) ?? [];
export const setForwarded = (user, messages) => (messages.length ? bundles.set(user, messages) : bundles.delete(user));
