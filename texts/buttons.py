"""Buttons and the actions behind them: the vocabulary that texts and handlers share.

An action is a small JSON object; `do` names it. Numbers are ids of ours, never personal data.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from texts.reply import Button, Colour, Keyboard, below

DO: Final = "do"

START: Final = "start"
FILE: Final = "file"
MY_APPEALS: Final = "mine"
OPEN_APPEAL: Final = "open"
QUESTIONS: Final = "faq"
CONTACTS: Final = "contacts"

AGREE: Final = "agree"
DISAGREE: Final = "disagree"
CATEGORY: Final = "category"
CATEGORY_PAGE: Final = "categories"
SKIP: Final = "skip"
DONE: Final = "done"
CLEAR: Final = "clear"
BACK: Final = "back"
CANCEL: Final = "cancel"
CONFIRM: Final = "confirm"
EDIT: Final = "edit"
FIELD: Final = "field"
PLACE: Final = "place"
RESUME: Final = "resume"
RESTART: Final = "restart"
RESUME_DRAFT: Final = "draft_resume"
DROP_DRAFT: Final = "draft_drop"

CLARIFY: Final = "clarify"
RESOLVED: Final = "resolved"
PARTLY: Final = "partly"
NOT_RESOLVED: Final = "unresolved"
RATE: Final = "rate"
NO_WORDS: Final = "nowords"
ABOUT: Final = "about"
ADD: Final = "add"
OTHER: Final = "other"
OTHER_MATTER: Final = "other_matter"
SUGGESTED: Final = "auto_show"
HELPED: Final = "auto_helped"
SEND_ANYWAY: Final = "auto_send"

MY_DATA: Final = "data"
COPY: Final = "data_copy"
WITHDRAW: Final = "data_withdraw"
WITHDRAW_YES: Final = "data_withdraw_yes"
ERASE: Final = "data_erase"
ERASE_YES: Final = "data_erase_yes"
ERASE_FOREVER: Final = "data_erase_forever"
KEEP_DATA: Final = "data_keep"

TAKE: Final = "take"
ANSWER: Final = "answer"
ASK: Final = "ask"
REJECT: Final = "reject"
SEND_ANSWER: Final = "answer_send"
EDIT_ANSWER: Final = "answer_edit"
DROP_ANSWER: Final = "answer_drop"
LIST: Final = "list"
PRIORITY: Final = "priority"
EXTEND: Final = "extend"
FORWARD: Final = "forward"
UPDATE: Final = "update"
OF_CITIZEN: Final = "of_citizen"
CHOOSE: Final = "choose"
FIND: Final = "find"
WHAT: Final = "w"
QUERY: Final = "q"
MINE: Final = "me"
IN_PLACE: Final = "i"
RETURN_BOT: Final = "bot"

NOTE: Final = "note"
TOPIC: Final = "topic"
SET_TOPIC: Final = "topic_set"
READDRESS: Final = "address"
JOIN: Final = "join"
PART: Final = "part"
SPLIT: Final = "split"
MORE_QUESTIONS: Final = "split_more"
OPEN_AGAIN: Final = "open_again"
CONFIRM_CORRECTION: Final = "correct"
DROP_CORRECTION: Final = "correct_drop"
UNDO: Final = "undo"
REJECT_RUDE: Final = "reject_rude"
REJECT_FOREIGN: Final = "reject_foreign"
REJECT_LITTLE: Final = "reject_little"
REJECT_OTHER: Final = "reject_other"
REWRITE: Final = "rewrite"

TEMPLATES: Final = "templates"
USE_TEMPLATE: Final = "template_use"
CITIZENS_PHOTOS: Final = "photos_citizen"
MARK_AFTER: Final = "photos_after"
APPROVE: Final = "approve"
RETURN: Final = "return"
ANSWER_AGAIN: Final = "answer_again"
SWITCH: Final = "switch"
PROMISE_KEPT: Final = "promise_kept"
PROMISES: Final = "promises"
ACCEPT: Final = "accept"
SHOW: Final = "show"
MOVE_PROMISE: Final = "promise_move"

REGISTER: Final = "reg"
VERB: Final = "v"
PASSED_ON: Final = "passed_on"
RECORD: Final = "record"
TOLD_RESOLVED: Final = "told_resolved"
TOLD_PARTLY: Final = "told_partly"
TOLD_NOT_RESOLVED: Final = "told_unresolved"
TAKE_REMARK: Final = "remark_take"
DISMISS_REMARK: Final = "remark_drop"
CONTROL: Final = "control"
RELEASE: Final = "control_end"

MORE: Final = "more"
DEPARTMENTS: Final = "departments"
HAND_OVER: Final = "hand_over"
COLLEAGUES: Final = "colleagues"
GIVE: Final = "give"
HAND_BACK: Final = "hand_back"

OUTAGE_OVER: Final = "outage_over"
OUTAGE_LONGER: Final = "outage_longer"
OUTAGE_ANSWER: Final = "outage_answer"
OUTAGE_TELL: Final = "outage_tell"
OUTAGE_JOIN: Final = "outage_join"
OUTAGE_JOIN_ONE: Final = "outage_join_one"
SWITCH_BUSY: Final = "busy"
ANNOUNCE: Final = "announce"
ANNOUNCEMENT_CANCEL: Final = "announce_cancel"
ANNOUNCEMENT_STOP: Final = "announce_stop"
ANNOUNCEMENT_SEND: Final = "announce_send"
NO_ANNOUNCEMENTS: Final = "news_off"
WANT_ANNOUNCEMENTS: Final = "news_on"

LABEL_FILE = "Подать обращение"
LABEL_MINE = "Мои обращения"
LABEL_QUESTIONS = "Частые вопросы"
LABEL_CONTACTS = "Контакты"
LABEL_DATA = "Мои данные"
LABEL_COPY = "Получить копию"
LABEL_WITHDRAW = "Отозвать согласие"
LABEL_ERASE = "Удалить мои данные"
LABEL_AGREE = "Согласен"
LABEL_DISAGREE = "Не согласен"
LABEL_SKIP = "Пропустить"
LABEL_DONE = "Готово"
LABEL_CLEAR = "Убрать вложения"
LABEL_BACK = "Назад"
LABEL_CANCEL = "Отмена"
LABEL_CONFIRM = "Отправить"
LABEL_EDIT = "Изменить"
LABEL_UNKNOWN = "Не знаю"
LABEL_RESUME = "Продолжить"
LABEL_RESTART = "Начать заново"
LABEL_EARLIER = "‹ Прежние темы"
LABEL_LATER = "Ещё темы ›"
LABEL_RETURN_BOT = "Вернуть бота"
LABEL_OF_CITIZEN = "Обращения жителя"
LABEL_PRIORITY = "Срочность"
LABEL_EXTEND = "Продлить срок"
LABEL_FORWARD = "Переслать"
LABEL_UPDATE = "Сообщить о ходе"
LABEL_NOTE = "Заметка"
LABEL_TOPIC = "Тема"
LABEL_ADDRESS = "Адрес"
LABEL_JOIN = "Объединить"
LABEL_PART = "Разъединить"
LABEL_SPLIT = "Разделить"
LABEL_OPEN = "Открыть снова"
LABEL_UNDO = "Отменить действие"
LABEL_REWRITE = "Переписать"
LABEL_OTHER_MATTER = "У меня другое"
LABEL_NO_ANNOUNCEMENTS = "Не присылать объявления"
LABEL_MY_ANNOUNCEMENTS = "Присылать объявления"
LABEL_HELPED = "Да, помогло"
LABEL_SEND_ANYWAY = "Всё равно отправить обращение"

WORDS: Final[dict[str, str]] = {
    label: action
    for action, labels in {
        START: ("Начать", "Старт", "Start", "Меню", "Главное меню", "В начало"),
        FILE: (LABEL_FILE, "Обращение", "Пожаловаться", "Сообщить о проблеме"),
        MY_APPEALS: (LABEL_MINE, "Обращения"),
        QUESTIONS: (LABEL_QUESTIONS, "Вопросы"),
        CONTACTS: (LABEL_CONTACTS,),
        AGREE: (LABEL_AGREE, "Согласна", "Я согласен", "Я согласна"),
        DISAGREE: (LABEL_DISAGREE, "Не согласна"),
        SKIP: (LABEL_SKIP,),
        DONE: (LABEL_DONE, "Дальше", "Всё"),
        CLEAR: (LABEL_CLEAR,),
        BACK: (LABEL_BACK,),
        CANCEL: (LABEL_CANCEL, "Отменить"),
        CONFIRM: (LABEL_CONFIRM,),
        EDIT: (LABEL_EDIT,),
        RESUME: (LABEL_RESUME,),
        RESTART: (LABEL_RESTART,),
        RESOLVED: ("Решено",),
        PARTLY: ("Частично", "Решено частично", "Частично решено"),
        NOT_RESOLVED: ("Не решено",),
        MY_DATA: (LABEL_DATA, "Персональные данные", "Мои персональные данные"),
        COPY: (LABEL_COPY, "Копия моих данных", "Получить копию моих данных"),
        WITHDRAW: (LABEL_WITHDRAW, "Отзываю согласие", "Отозвать согласие на обработку персональных данных"),
        WITHDRAW_YES: ("Да, отозвать",),
        ERASE_YES: ("Да, удалить",),
        ERASE_FOREVER: ("Удалить навсегда",),
        KEEP_DATA: ("Нет, оставить",),
        ERASE: (LABEL_ERASE, "Удалите мои данные", "Удалить данные", "Удалите мои персональные данные"),
        OTHER: ("Нет, о другом", "О другом"),
        OTHER_MATTER: (LABEL_OTHER_MATTER,),
        SEND_ANYWAY: (LABEL_SEND_ANYWAY, "Всё равно отправить"),
        RETURN_BOT: (LABEL_RETURN_BOT, "Верните бота"),
        NO_ANNOUNCEMENTS: (
            LABEL_NO_ANNOUNCEMENTS,
            "Не присылайте объявления",
            "Не присылать",
            "Отписаться",
            "Отпишите меня",
            "Отписаться от объявлений",
            "Отпишите меня от объявлений",
            "Отказаться от объявлений",
            "Не хочу получать объявления",
            "Больше не присылайте",
            "Больше не присылайте объявления",
            "Не присылайте больше объявления",
            "Не присылайте мне объявления",
            "Не присылайте мне больше объявления",
            "Отключите объявления",
        ),
        WANT_ANNOUNCEMENTS: (LABEL_MY_ANNOUNCEMENTS, "Присылайте объявления", "Подписаться на объявления"),
    }.items()
    for label in labels
}
"""What a person may type instead of pressing. Compared after folding case, ё and punctuation."""


def text_button(label: str, do: str, colour: Colour = Colour.SECONDARY, **more: int | str) -> Button:
    """A button whose press stands in the conversation as a message with its label."""
    return Button(label, {DO: do, **more}, "text", colour)


@cache
def back_and_cancel() -> tuple[Button, ...]:
    """The last row of every step."""
    return (text_button(LABEL_BACK, BACK), text_button(LABEL_CANCEL, CANCEL, Colour.NEGATIVE))


def clarify_button(appeal_id: int) -> Button:
    """«Ответить на вопрос»."""
    return text_button("Ответить на вопрос", CLARIFY, Colour.PRIMARY, n=appeal_id)


def pages(do: str, page: int, total: int, size: int) -> tuple[Button, ...]:
    """The row that turns the pages of a list; nothing where there is one page."""
    row: list[Button] = []
    if page:
        row.append(text_button("‹ Раньше", do, page=page - 1))
    if (page + 1) * size < total:
        row.append(text_button("Дальше ›", do, page=page + 1))
    return tuple(row)


@cache
def menu() -> Keyboard:
    """The main menu, shown whenever no dialog is open."""
    return below(
        (text_button(LABEL_FILE, FILE, Colour.PRIMARY),),
        (text_button(LABEL_MINE, MY_APPEALS), text_button(LABEL_QUESTIONS, QUESTIONS)),
        (text_button(LABEL_CONTACTS, CONTACTS), text_button(LABEL_DATA, MY_DATA)),
    )
