// What this window knows of the community's wall and discussions, for all people the same. Topic of news: wall.

import { api } from "./api.js";
import { emit } from "./store.js";

export const town = { posts: new Map(), comments: new Map(), topics: new Map(), topicPosts: new Map() };

const byId = (items) => new Map(items.map((item) => [item.id, item]));

/** Loads everything afresh. */
export async function loadTown() {
  const all = await api.wall();
  Object.assign(town, {
    posts: byId(all.posts), comments: byId(all.comments), topics: byId(all.topics), topicPosts: byId(all.topic_posts),
  });
  emit("wall");
}

/** Takes over one thing that is new or has changed; `kind` is a key of `town`. */
export function takeOver(kind, item) {
  town[kind].set(item.id, item);
  emit("wall");
}

const visible = (items) => items.filter((item) => !item.deleted);

/** Posts, the newest first. */
export const postsNewestFirst = () => [...town.posts.values()].sort((a, b) => b.id - a.id);

const commentsUnder = (postId) => [...town.comments.values()].filter((comment) => comment.post_id === postId);

export const countOfComments = (postId) => visible(commentsUnder(postId)).length;

/** Comments under a post in the order of reading: every head is followed by its thread. */
export function threadsOf(postId) {
  const comments = commentsUnder(postId);
  return comments.filter((comment) => comment.thread === null)
    .flatMap((head) => [head, ...comments.filter((comment) => comment.thread === head.id)]);
}

export const hasReplies = (comment) =>
  visible([...town.comments.values()]).some((other) => other.thread === comment.id);

export const remarksOf = (topicId) => [...town.topicPosts.values()].filter((post) => post.topic_id === topicId);

export const countOfRemarks = (topicId) => visible(remarksOf(topicId)).length;

const lastOf = (items) => visible([...items]).at(-1) ?? null;
const updatedAt = (topic) => lastOf(remarksOf(topic.id))?.date ?? topic.created;

/** Topics, the one with the latest message first. */
export const topicsLatestFirst = () => [...town.topics.values()].sort((a, b) => updatedAt(b) - updatedAt(a) || b.id - a.id);

/** What was written last on the wall or in the discussions: a comment or a post, a message or a topic; or null. */
export const latestAt = (place) =>
  place === "wall" ? (lastOf(town.comments.values()) ?? lastOf(town.posts.values()))
    : (lastOf(town.topicPosts.values()) ?? lastOf(town.topics.values()));
