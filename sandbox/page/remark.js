// One comment or one message of a discussion: who, what, and what the person on the screen may do with it.

import { h, icon, iconButton } from "./dom.js";
import { attachmentsOf } from "./attachments.js";
import { avatar } from "./avatar.js";
import { openForm, textArea } from "./dialogs.js";
import { momentOf, richText } from "./format.js";
import { openMenu } from "./menu.js";
import { attempt } from "./snackbar.js";
import { authorOf, isStaff, store } from "./store.js";

const isKnownUser = (id) => store.users.has(id);
const isManager = (userId) => isStaff(store.users.get(userId));

const mayEdit = (remark, viewer) => remark.from_id === viewer || (remark.from_id < 0 && isManager(viewer));
const mayRemove = (remark, viewer) => remark.from_id === viewer || isManager(viewer);

/** Deleted remarks are seen by those who can bring them back, and where a thread hangs on them. */
export const isShown = (remark, viewer, isHead) => !remark.deleted || isHead || mayRemove(remark, viewer);

function changeText(remark, { title, change }, viewer) {
  openForm({
    title,
    submitLabel: "Сохранить",
    fields: [textArea("text", "Текст", remark.text)],
    onSubmit: (data) => change(remark.id, "edit", { user_id: viewer, text: data.get("text") }),
  });
}

function openActions(button, remark, viewer, ways) {
  const edit = { icon: "edit", label: "Изменить", testid: "edit-remark", run: () => changeText(remark, ways, viewer) };
  const remove = { icon: "trash", label: "Удалить", testid: "delete-remark", danger: true,
    run: () => attempt(() => ways.change(remark.id, "delete", { user_id: viewer })) };
  openMenu(button, [...(mayEdit(remark, viewer) ? [edit] : []), remove]);
}

function deletedLine(remark, viewer, ways) {
  const restore = () => attempt(() => ways.change(remark.id, "restore", { user_id: viewer }));
  return h("article", { class: "remark deleted", "data-testid": "remark", "data-id": remark.id, "data-deleted": "" },
    h("span", { class: "remark-gone" }, icon("trash")),
    h("p", { class: "muted" }, ways.gone),
    mayRemove(remark, viewer) && h("button", { type: "button", class: "link-button", "data-testid": "restore-remark", onclick: restore }, "Восстановить"));
}

/** A picture of everything a remark shows, for `reconcile`. */
export const remarkSignature = (remark, viewer, extra) =>
  JSON.stringify([remark, viewer, isManager(viewer), authorOf(remark.from_id).name, extra]);

/**
 * A remark as `viewer` sees it. `ways` is how its kind is changed: `{title, gone, change(id, act, body), reply(remark)}`;
 * `answered` is the remark that it replies to, if any.
 */
export function remarkNode({ remark, viewer, ways, answered, isReply }) {
  if (remark.deleted) return deletedLine(remark, viewer, ways);
  const author = authorOf(remark.from_id);
  const more = iconButton("more", `Действия: ${author.name}`, { class: "icon-button remark-menu", "data-testid": "remark-menu" });
  more.addEventListener("click", () => openActions(more, remark, viewer, ways));
  return h("article", {
    class: isReply ? "remark reply" : "remark", "data-testid": "remark", "data-id": remark.id, "data-from": remark.from_id,
    "aria-label": `${author.name}, ${momentOf(remark.date)}`,
  },
    avatar(remark.from_id, "small"),
    h("div", { class: "remark-body" },
      h("div", { class: "remark-head" }, h("b", {}, author.name),
        answered && h("span", { class: "muted ellipsis", "data-testid": "answered" }, icon("reply"), authorOf(answered.from_id).name)),
      remark.text && h("div", { class: "text", "data-testid": "text" }, richText(remark.text, null, isKnownUser)),
      attachmentsOf(remark),
      h("div", { class: "remark-foot" },
        h("time", { datetime: new Date(remark.date * 1000).toISOString() }, momentOf(remark.date)),
        remark.edited && h("span", {}, "ред."),
        ways.reply && h("button", { type: "button", class: "link-button", "data-testid": "reply-remark", onclick: () => ways.reply(remark) }, "Ответить"))),
    mayEdit(remark, viewer) || mayRemove(remark, viewer) ? more : null);
}
