"""What a moderator reads while an answer is being composed: photos, tools under the prompt, the preview's notes."""

from __future__ import annotations

from collections.abc import Sequence

from appeals.model import Appeal, Attachment
from texts.buttons import (
    CITIZENS_PHOTOS,
    DO,
    DROP_ANSWER,
    EDIT_ANSWER,
    LABEL_CONFIRM,
    LABEL_EDIT,
    MARK_AFTER,
    SEND_ANSWER,
    TEMPLATES,
)
from texts.dates import count
from texts.reply import Button, Colour, Keyboard, Reply, callback, inline
from texts.words import attachments, before_and_after

LABEL_OVERRULE = "Отправить всё равно"

LOOK_AGAIN_PRESS = "Кое-что изменилось, посмотрите ещё раз: пока ничего не отправлено"
NO_PHOTOS_PRESS = "У этого обращения нет фото жителя"
NO_ROOM_PRESS = "Больше 10 вложений ВКонтакте не отправит"
TAKEN_PRESS = "Фото жителя взяты как «было»"
MARKED_PRESS = "Фото отмечены: «стало»"


def tools(appeal: Appeal, *, templates: bool, photos: bool) -> Keyboard | None:
    """Under the prompt: what may help to answer."""
    row: list[Button] = []
    if templates:
        row.append(callback("Шаблоны", {DO: TEMPLATES, "n": appeal.id}))
    if photos:
        row.append(_citizens(appeal))
    return inline(tuple(row)) if row else None


def preview_buttons(appeal: Appeal, key: int, *, overrule: bool, citizens: bool, unmarked: bool) -> Keyboard:
    """Under the preview. `citizens`: there are photos of the citizen to take; `unmarked`: photos without a side."""
    send = LABEL_OVERRULE if overrule else LABEL_CONFIRM
    photos: list[Button] = []
    if citizens:
        photos.append(_citizens(appeal))
    if unmarked:
        photos.append(callback("Фото — «стало»", {DO: MARK_AFTER, "n": appeal.id}))
    return inline(
        (
            callback(
                send, {DO: SEND_ANSWER, "n": appeal.id, "k": key}, Colour.SECONDARY if overrule else Colour.POSITIVE
            ),
            callback(LABEL_EDIT, {DO: EDIT_ANSWER, "n": appeal.id, "k": key}),
        ),
        tuple(photos),
        (callback("Отмена", {DO: DROP_ANSWER, "n": appeal.id, "k": key}),),
    )


def photos_kept(appeal: Appeal, items: Sequence[Attachment], over: int = 0) -> Reply:
    """Photos came without words of the answer."""
    left_out = f" {overflow(over)}" if over else ""
    sides = before_and_after(items)
    return Reply(
        f"Фото к ответу на № {appeal.number}: {sides[:1].lower() + sides[1:] or attachments(items)}.{left_out} "
        "Теперь напишите сам ответ или пришлите ещё фото. Передумали: /отмена"
    )


def photos_stay(items: Sequence[Attachment]) -> str:
    """After a prompt for another text: what was attached is still there."""
    return f" Приложенное останется: {attachments(items)}."


def overflow(over: int) -> str:
    """More than VK sends with one message."""
    return f"Не поместилось: {count(over, 'вложение', 'вложения', 'вложений')}, больше 10 ВКонтакте не отправит."


def _citizens(appeal: Appeal) -> Button:
    return callback("Взять фото жителя", {DO: CITIZENS_PHOTOS, "n": appeal.id})
