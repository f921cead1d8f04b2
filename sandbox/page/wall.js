// The wall: posts, and under each its comments in threads of one level.

import { h, icon, iconButton, reconcile } from "./dom.js";
import { api } from "./api.js";
import { attachmentsOf } from "./attachments.js";
import { avatar } from "./avatar.js";
import { openForm, textArea } from "./dialogs.js";
import { uploadAll } from "./files.js";
import { momentOf, plural, richText } from "./format.js";
import { openMenu } from "./menu.js";
import { isShown, remarkNode, remarkSignature } from "./remark.js";
import { remarkComposer } from "./remark-composer.js";
import { attempt } from "./snackbar.js";
import { isStaff, store } from "./store.js";
import { countOfComments, hasReplies, postsNewestFirst, threadsOf, town } from "./town.js";

const COMMENTS = ["комментарий", "комментария", "комментариев"];

const composers = new WeakMap(); // card → its form

/** A manager publishes; VK's own page lets nobody else write on a community's wall. */
export function publishPost(user) {
  openForm({
    title: "Новая запись",
    submitLabel: "Опубликовать",
    fields: [
      h("p", { class: "muted" }, "Запись появится на стене от имени сообщества."),
      textArea("text", "Текст", ""),
      h("label", { class: "field" }, "Файлы", h("input", { type: "file", name: "files", multiple: true, "data-testid": "field-files" })),
    ],
    async onSubmit(data) {
      const attachments = await uploadAll(data.getAll("files").filter((file) => file.size));
      return api.publish({ user_id: user, text: data.get("text"), attachments });
    },
  });
}

const waysOf = (card) => ({
  title: "Изменить комментарий",
  gone: "Комментарий удалён",
  change: api.changeComment,
  reply: (remark) => composers.get(card).replyTo(remark),
});

function openPostMenu(button, post) {
  openMenu(button, [{
    icon: post.closed ? "chat" : "bell-off", label: post.closed ? "Открыть комментарии" : "Закрыть комментарии", testid: "close-comments",
    run: () => attempt(() => api.changePost(post.id, { closed: !post.closed })),
  }]);
}

function postCard(post, user) {
  const more = iconButton("more", "Действия с записью", { "data-testid": "post-menu" });
  more.addEventListener("click", () => openPostMenu(more, post));
  const composer = post.closed ? null : remarkComposer({
    key: `${user}:post:${post.id}`, user, placeholder: "Комментарий",
    send: (message) => api.comment({ ...message, post_id: post.id }),
  });
  const card = h("article", { class: "post", "data-testid": "post", "data-id": post.id },
    h("header", { class: "post-head" }, avatar(-store.community.id, "small"),
      h("div", { class: "card-title" }, h("b", { class: "ellipsis" }, store.community.name), h("small", { class: "muted" }, momentOf(post.date))),
      isStaff(store.users.get(user)) && more),
    post.text && h("div", { class: "text" }, richText(post.text, null, (id) => store.users.has(id))),
    attachmentsOf(post),
    h("p", { class: "post-count muted" }, icon("chat"), h("span", {})),
    h("div", { class: "remarks", role: "log", "aria-label": "Комментарии" }),
    composer?.node ?? h("p", { class: "muted" }, "Комментарии к этой записи закрыты."));
  composers.set(card, composer);
  return card;
}

function showComments(card, post, user) {
  const comments = threadsOf(post.id).filter((comment) => isShown(comment, user, comment.thread === null && hasReplies(comment)));
  const ways = { ...waysOf(card), ...(post.closed ? { reply: null } : {}) };
  card.querySelector(".post-count span").textContent = countOfComments(post.id) ? plural(countOfComments(post.id), COMMENTS) : "Комментариев пока нет";
  reconcile(card.querySelector(".remarks"), comments, {
    key: (comment) => comment.id,
    signature: (comment) => remarkSignature(comment, user, town.comments.get(comment.reply_to)?.from_id),
    render: (comment) => {
      const answered = comment.reply_to !== comment.thread && town.comments.get(comment.reply_to);
      return remarkNode({ remark: comment, viewer: user, ways, answered: answered || null, isReply: comment.thread !== null });
    },
  });
}

/** Shows the wall in `container` as `user` sees it. */
export function renderWall(container, { user }) {
  const posts = postsNewestFirst();
  reconcile(container, posts, {
    key: (post) => `${user}:${post.id}`,
    signature: (post) => JSON.stringify([post, user, isStaff(store.users.get(user)), store.community.name]),
    render: (post) => postCard(post, user),
  });
  for (const post of posts) showComments(container.querySelector(`[data-testid="post"][data-id="${post.id}"]`), post, user);
}
