// The discussions: the list of topics, and one topic with its messages.

import { h, icon, reconcile } from "./dom.js";
import { api } from "./api.js";
import { openForm, textArea, textField } from "./dialogs.js";
import { momentOf, plainText, plural } from "./format.js";
import { isShown, remarkNode, remarkSignature } from "./remark.js";
import { remarkComposer } from "./remark-composer.js";
import { go } from "./route.js";
import { authorOf } from "./store.js";
import { countOfRemarks, remarksOf, topicsLatestFirst } from "./town.js";

const MESSAGES = ["сообщение", "сообщения", "сообщений"];
const WAYS = { title: "Изменить сообщение", gone: "Сообщение удалено", change: api.changeTopicPost, reply: null };

/** A manager opens a discussion. */
export function openTopic(user) {
  openForm({
    title: "Новое обсуждение",
    submitLabel: "Открыть",
    fields: [textField("title", "О чём оно", "", { required: true }), textArea("text", "Первое сообщение, от имени сообщества", "")],
    async onSubmit(data) {
      const topic = await api.openTopic({ user_id: user, title: data.get("title"), text: data.get("text") });
      go({ user, place: "topics", topic: topic.id });
      return topic;
    },
  });
}

function topicRow(topic, user, last) {
  const line = last ? `${authorOf(last.from_id).name.split(" ")[0]}: ${plainText(last.text) || "вложение"}` : "Сообщений пока нет";
  return h("button", { type: "button", class: "row topic", "data-testid": `topic-${topic.id}`, onclick: () => go({ user, place: "topics", topic: topic.id }) },
    h("span", { class: "avatar small", "aria-hidden": "true", vars: { "--avatar": "#5b6b85" } }, icon("topics")),
    h("span", { class: "row-text" },
      h("span", { class: "row-title" }, h("span", { class: "ellipsis" }, topic.title), h("time", {}, momentOf(last?.date ?? topic.created))),
      h("span", { class: "row-line" }, h("span", { class: "ellipsis" }, line), h("span", { class: "topic-count" }, countOfRemarks(topic.id) > 0 && plural(countOfRemarks(topic.id), MESSAGES)))));
}

const lastShown = (topic) => remarksOf(topic.id).findLast((remark) => !remark.deleted);

/** Shows the list of topics. */
export function renderTopics(container, { user }) {
  reconcile(container, topicsLatestFirst(), {
    key: (topic) => `topic ${topic.id}`,
    signature: (topic) => JSON.stringify([topic, user, lastShown(topic), countOfRemarks(topic.id)]),
    render: (topic) => topicRow(topic, user, lastShown(topic)),
  });
}

/** Shows the messages of one topic. */
export function renderTopic(container, { user, topic }) {
  reconcile(container, remarksOf(topic).filter((remark) => isShown(remark, user, false)), {
    key: (remark) => `message ${remark.id}`,
    signature: (remark) => remarkSignature(remark, user),
    render: (remark) => remarkNode({ remark, viewer: user, ways: WAYS }),
  });
}

/** The form under a topic. */
export const topicComposer = ({ user, topic }) =>
  remarkComposer({
    key: `${user}:topic:${topic}`, user, placeholder: "Сообщение в обсуждении",
    send: (message) => api.writeInTopic({ ...message, topic_id: topic }),
  });
